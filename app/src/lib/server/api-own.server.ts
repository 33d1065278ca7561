/** A firm as one of its people is placed in it. */
import { error, redirect, type RequestEvent } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import { proofWords } from '#lib/wording/rooms/proof.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang } from '#rules/engine/types.ts';
import { read } from './api-session.server.ts';
import { MyCompanies } from './api-shapes.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

export const ownFirms = async (event: Event) => (await read(event, MyCompanies, '/v1/me/companies')).companies;

/** The firm of the address, with its pages; not found where the person does not belong to it. */
export async function ownFirm(event: Event, uscc: string, lang: Lang) {
  const firm = (await ownFirms(event)).find((one) => one.uscc === uscc);
  if (!firm) error(404, roomWords[lang].gone);
  const { pages } = firmWords[lang];
  const at = pathIn(lang, `/account/companies/${uscc}`);
  return {
    uscc,
    name: firm.name ?? uscc,
    version: firm.version,
    role: firm.role,
    mayChange: firm.role !== 'reader',
    home: pathIn(lang, '/account/companies'),
    pages: [
      { key: 'verdicts', href: at, name: pages.verdicts },
      { key: 'stages', href: `${at}/stages`, name: pages.stages },
      { key: 'certificates', href: `${at}/certificates`, name: pages.certificates },
      { key: 'requests', href: `${at}/requests`, name: pages.requests },
      { key: 'profile', href: `${at}/profile`, name: pages.profile },
      { key: 'proofs', href: `${at}/proofs`, name: proofWords[lang].name },
      { key: 'members', href: `${at}/members`, name: pages.members },
      { key: 'data', href: `${at}/data`, name: pages.data },
    ],
  };
}

/** A page of the person's firm: straight to it where there is one firm, else the firms to choose from. */
export async function firmsTo(event: Event, lang: Lang, page: string) {
  const query = event.url.search;
  const firms = (await ownFirms(event)).map(({ uscc, name }) => ({
    href: `${pathIn(lang, `/account/companies/${uscc}/${page}`)}${query}`,
    name: name ?? uscc,
  }));
  const [only] = firms;
  if (only && firms.length === 1) redirect(303, only.href);
  return { firms };
}
