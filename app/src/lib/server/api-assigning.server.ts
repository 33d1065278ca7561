/** Who looks after which firm (指派), as operators see and settle it. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { assignWords } from '#lib/wording/rooms/assign.ts';
import type { Lang } from '#rules/engine/types.ts';
import { usccFault } from '#rules/profile/uscc.ts';
import { districtName } from './api-demand.server.ts';
import { firmPath } from './api-firm.server.ts';
import { change, type Done, read, readIfAny } from './api-session.server.ts';
import { Anything } from './api-shapes.ts';
import { FirmAssignment, FirmsWithoutManager, HandOver, Managers } from './api-shapes-audit.ts';
import { texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** All the managers there are; with the number of their firms where that is asked for. */
export async function knownManagers(event: Event, lang: Lang, { counted = false } = {}) {
  const [managers, words] = await Promise.all([everyManager(event, counted), texts(lang)]);
  return managers.map(({ subject, name, district, firms }) => ({
    id: subject,
    name,
    place: district,
    district: district === null ? assignWords[lang].noDistrict : districtName(words, district),
    firms,
  }));
}

type Page = z.infer<typeof Managers>;
async function everyManager(event: Event, counted: boolean, cursor: string | null = null): Promise<Page['items']> {
  const query = new URLSearchParams({ limit: '100', firms: String(counted), ...(cursor === null ? {} : { cursor }) });
  const { items, next }: Page = await read(event, Managers, `/v1/managers?${query.toString()}`);
  return next === null ? items : [...items, ...(await everyManager(event, counted, next))];
}

export type Manager = Awaited<ReturnType<typeof knownManagers>>[number];

export const ACTS = ['assign', 'withdraw'] as const;
export interface Asked {
  readonly uscc: string;
  readonly manager: string;
  readonly act: (typeof ACTS)[number];
}

/** What is to be done, by what says it: an address or a form. */
export const askedIn = (text: (name: string) => string): Asked => ({
  uscc: text('uscc').trim().toUpperCase(),
  manager: text('manager'),
  act: ACTS.find((act) => act === text('act')) ?? 'assign',
});

/** The firm as it stands: what it is called, where it is, who looks after it; null where nothing is kept of it. */
export async function firmToAssign(event: Event, uscc: string, lang: Lang) {
  if (usccFault(uscc)) return null;
  const [firm, words] = await Promise.all([
    readIfAny(event, FirmAssignment, `${firmPath(uscc)}/assignment`),
    texts(lang),
  ]);
  if (!firm) return null;
  const { noDistrict, unknownPlace } = assignWords[lang];
  return {
    ...firm,
    name: firm.name ?? firm.uscc,
    district: firm.region === null ? unknownPlace : districtName(words, firm.region),
    managers: firm.managers.map(({ subject, name, district }) => ({
      id: subject,
      name,
      district: district === null ? noDistrict : districtName(words, district),
    })),
  };
}
type Firm = NonNullable<Awaited<ReturnType<typeof firmToAssign>>>;

/** A manager of one district does not look after firms of another unless that is meant. */
export const isAcross = ({ region }: Pick<Firm, 'region'>, { place }: Pick<Manager, 'place'>): boolean =>
  place !== null && region !== null && region !== place;

/** What there is to be confirmed of what is asked for, or why it cannot be done; null where nothing is asked for. */
export async function toConfirm(event: Event, asked: Asked, managers: readonly Manager[], lang: Lang) {
  const manager = managers.find(({ id }) => id === asked.manager);
  if (asked.uscc === '' || !manager) return null;
  const words = assignWords[lang];
  if (usccFault(asked.uscc)) return { badCode: words.badCode, problem: null, standing: null };
  const firm = await firmToAssign(event, asked.uscc, lang);
  if (!firm) return { badCode: null, problem: words.unknownFirm, standing: null };
  const has = firm.managers.some(({ id }) => id === manager.id);
  return {
    badCode: null,
    problem: null,
    standing: {
      firm,
      manager,
      /** Nothing would change. */
      needless: (asked.act === 'assign') === has,
      across: asked.act === 'assign' && isAcross(firm, manager),
    },
  };
}

/** So many firms are listed. */
const MOST_LISTED = 200;
/** A page may have none: so many are asked for. */
const MOST_ASKED = 50;

/** Firms that nobody looks after, as far as one page shows them. */
export async function firmsWithoutManager(event: Event, lang: Lang) {
  const words = await texts(lang);
  const rows: { readonly uscc: string; readonly name: string; readonly district: string }[] = [];
  let cursor: string | null = null;
  for (let asked = 0; asked < MOST_ASKED; asked += 1) {
    const after: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: z.infer<typeof FirmsWithoutManager> = await read(
      event,
      FirmsWithoutManager,
      `/v1/managers/none?limit=100${after}`,
    );
    for (const { uscc, name, region } of page.items) {
      const district = region === null ? assignWords[lang].unknownPlace : districtName(words, region);
      rows.push({ uscc, name: name ?? uscc, district });
    }
    cursor = page.next;
    if (cursor === null || rows.length >= MOST_LISTED) break;
  }
  return { rows: rows.slice(0, MOST_LISTED), more: cursor !== null || rows.length > MOST_LISTED };
}

/** Makes a manager look after a firm, or no longer. */
export const setManager = (
  event: Event,
  act: 'assign' | 'withdraw',
  uscc: string,
  subject: string,
): Promise<Done<unknown>> =>
  change(event, Anything, `${firmPath(uscc)}/managers/${encodeURIComponent(subject)}`, {
    method: act === 'assign' ? 'PUT' : 'DELETE',
  });

/** A portfolio of hundreds takes several goes, each with the same key. */
const MOST_GOES = 20;
const PATIENCE_MS = 60_000;

/** Hands over all that a manager looks after; says how many firms. */
export async function handOver(
  event: Event,
  key: string,
  body: { readonly from: string; readonly to: string },
): Promise<Done<z.infer<typeof HandOver>>> {
  const go = () =>
    change(event, HandOver, '/v1/portfolio/hand-over', {
      method: 'POST',
      headers: { 'idempotency-key': key },
      body,
      patienceMs: PATIENCE_MS,
    });
  let done = await go();
  for (let goes = 1; done.ok && done.body.state === 'running' && goes < MOST_GOES; goes += 1) done = await go();
  return done;
}
