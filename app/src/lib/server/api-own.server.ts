/** A firm as one of its people is placed in it. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
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
      { href: at, name: pages.verdicts },
      { href: `${at}/stages`, name: pages.stages },
      { href: `${at}/requests`, name: pages.requests },
      { href: `${at}/profile`, name: pages.profile },
      { href: `${at}/data`, name: pages.data },
    ],
  };
}
