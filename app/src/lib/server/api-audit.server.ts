/** The audit record (审计记录) as auditors search it, check it and take it with them. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { auditWords } from '#lib/wording/rooms/audit.ts';
import type { Lang } from '#rules/engine/types.ts';
import { type Naming, objectWords } from './audit-objects.ts';
import { beijingDay, moment } from './api-firm.server.ts';
import { change, type Done, read, type Refused } from './api-session.server.ts';
import { AuditActions, AuditFirms, AuditPage, AuditVerification } from './api-shapes-audit.ts';
import { texts } from './catalogue.server.ts';
import { sources } from './public.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
type Entry = z.infer<typeof AuditPage>['items'][number];

export interface AuditFilter {
  /** Days in Beijing, both included; empty where the interface’s own thirty days will do. */
  readonly from: string;
  readonly to: string;
  readonly action: string;
  /** A firm's code, or a part of its name. */
  readonly firm: string;
  /** Whose acts: an account, or a part of a name. */
  readonly who: string;
}

/** In the form's order. */
const NAMES = ['from', 'to', 'action', 'firm', 'who'] as const satisfies readonly (keyof AuditFilter)[];
/** What is typed, by what the interface calls it; a kind of act is chosen. */
const FIELDS = { from: 'from', to: 'to', uscc: 'firm', person: 'who' } as const satisfies Partial<
  Record<keyof Asked, keyof AuditFilter>
>;

export function auditFilter({ url: { searchParams } }: Pick<Event, 'url'>): AuditFilter {
  const said = (name: keyof AuditFilter): string => searchParams.get(name)?.trim().slice(0, 200) ?? '';
  return {
    from: said('from'),
    to: said('to'),
    action: said('action'),
    firm: said('firm'),
    who: said('who'),
  };
}

/** What narrows the record, as an address says it. */
export const auditQuery = (filter: AuditFilter): URLSearchParams =>
  new URLSearchParams(NAMES.filter((name) => filter[name] !== '').map((name) => [name, filter[name]]));

/** What is wrong with the filter, by its fields; what is wrong beside them as a refusal. */
interface Wrong {
  readonly faults: Partial<Record<keyof AuditFilter, string>>;
  readonly refused: Pick<Refused, 'problem' | 'faults'> | null;
}

/** A page of the record, newest first, going on from a cursor. */
export async function auditPage(event: Event, filter: AuditFilter, lang: Lang, cursor: string | null) {
  const asked = await askedBy(event, filter, lang);
  const done: Found = asked.ok ? await entriesFrom(event, asked.body, SHOWN, cursor) : asked;
  if (!done.ok) return { ...NO_PAGE, wrong: wrongIn(done.refused), choices: asked.ok ? null : asked.choices };
  const { entries, next } = done.body;
  const named = await namingIn(lang);
  const rows = entries.map((entry) => rowOf(entry, lang, named));
  return { ...NO_PAGE, rows, next, lists: await looksAtLists(event, filter) };
}

const NO_PAGE = { rows: [], next: null, wrong: null, choices: null, lists: null };

/** The kind of act under which looks at lists of firms stand: they do not name the firms. */
const LISTS = 'company.list';

/** Where a firm is asked for: the filter that finds looks at lists in the same days, whoever looked, and how many. */
async function looksAtLists(event: Event, filter: AuditFilter) {
  if (filter.firm === '') return null;
  const { from, to } = filter;
  const done = await entriesFrom(event, { from, to, action: LISTS, uscc: '', person: '' }, MOST_COUNTED, null);
  if (!done.ok) return null;
  const { entries, next } = done.body;
  return {
    query: auditQuery({ ...filter, firm: '', who: '', action: LISTS }).toString(),
    count: entries.length,
    more: next !== null,
  };
}

/** What the interface is asked for. */
interface Asked {
  readonly from: string;
  readonly to: string;
  readonly action: string;
  readonly uscc: string;
  readonly person: string;
}

/** A filter as the interface takes it: a firm by its code. Not ok where it says nothing that can be asked. */
async function askedBy(
  event: Event,
  { from, to, action, firm, who }: AuditFilter,
  lang: Lang,
): Promise<{ readonly ok: true; readonly body: Asked } | NotAsked> {
  // The interface is asked for a day more, see below: it would take days in the wrong order for one day.
  if (from !== '' && to !== '' && from > to) return notAsked('from', auditWords[lang].reversed);
  const found = firm === '' ? '' : await auditFirm(event, firm);
  if (typeof found === 'string') return { ok: true, body: { from, to, action, uscc: found, person: who } };
  if (!found.ok) return { ...found, choices: null };
  const { items } = found.body;
  const { noFirm, whichFirm } = auditWords[lang];
  return items.length === 0 ? notAsked('uscc', noFirm(firm)) : notAsked('uscc', whichFirm(firm), found.body);
}

interface NotAsked {
  readonly ok: false;
  readonly refused: Refused;
  /** The firms that may be meant. */
  readonly choices: z.infer<typeof AuditFirms> | null;
}
const notAsked = (name: keyof Asked, fault: string, choices: NotAsked['choices'] = null): NotAsked => ({
  ok: false,
  refused: { status: 422, problem: fault, faults: [fault], faultsAt: { [`query.${name}`]: fault } },
  choices,
});

const CODE = /^[\dA-Z]{18}$/;

/** The code of the firm that is meant; where there is none or several, what the interface says of the name. */
async function auditFirm(event: Event, typed: string): Promise<string | Done<z.infer<typeof AuditFirms>>> {
  const code = typed.toUpperCase();
  if (CODE.test(code)) return code;
  const query = new URLSearchParams({ name: typed }).toString();
  const done = await change(event, AuditFirms, `/v1/audit/firms?${query}`, { patienceMs: PATIENCE_MS });
  const [first, second] = done.ok ? done.body.items : [];
  return first && !second ? first.uscc : done;
}

function wrongIn({ problem, faults, faultsAt }: Refused): Wrong {
  const fields = Object.entries(FIELDS).flatMap(([asked, name]) => {
    const fault = faultsAt[`query.${asked}`];
    return fault === undefined ? [] : [[name, fault] as const];
  });
  const placed = fields.map(([, fault]) => fault);
  const rest = faults.filter((fault) => !placed.includes(fault));
  return {
    faults: Object.fromEntries(fields),
    refused: placed.length > 0 && rest.length === 0 ? null : { problem, faults: rest },
  };
}

/** So many entries go into one file. */
export const MOST_EXPORTED = 10_000;

/** Every entry that fits, newest first, as far as one file goes; `more` where there are others. */
export async function auditExport(event: Event, filter: AuditFilter, lang: Lang) {
  const rows: ReturnType<typeof rowOf>[] = [];
  const asked = await askedBy(event, filter, lang);
  if (!asked.ok) return asked;
  const named = await namingIn(lang);
  let cursor: string | null = null;
  do {
    const done: Found = await entriesFrom(event, asked.body, EXPORTED, cursor);
    if (!done.ok) return { ok: false, refused: done.refused } as const;
    rows.push(...done.body.entries.map((entry) => rowOf(entry, lang, named)));
    cursor = done.body.next;
  } while (cursor !== null && rows.length < MOST_EXPORTED);
  return { ok: true, rows: rows.slice(0, MOST_EXPORTED), more: cursor !== null } as const;
}

export async function auditActions(event: Event) {
  const { items } = await read(event, AuditActions, '/v1/audit/actions');
  return items.map(({ action, words }) => ({ id: action, name: words }));
}

/** Reading all of a long record takes its time. */
const PATIENCE_MS = 60_000;

/** Every entry read and its hash worked out anew. */
export const verifyAudit = (event: Event) =>
  change(event, AuditVerification, '/v1/audit/verify', { patienceMs: PATIENCE_MS });

type Found = Done<{ readonly entries: readonly Entry[]; readonly next: string | null }>;

const SHOWN = 40;
const EXPORTED = 100;
/** Looks at lists are counted up to so many. */
const MOST_COUNTED = 100;
/** A page may come back short, or empty where the days of Beijing and of the record differ: so many are put together. */
const MOST_ASKED = 10;

async function entriesFrom(event: Event, asked: Asked, limit: number, start: string | null): Promise<Found> {
  const { from, to } = asked;
  // The record goes by days of UTC, which are eight hours late: the first day begins in the one before.
  const said = Object.entries({ ...asked, from: from === '' ? '' : dayBefore(from), limit: String(limit) });
  const query = new URLSearchParams(said.filter(([, value]) => value !== ''));
  const entries: Entry[] = [];
  let cursor = start;
  for (let portions = 0; portions < MOST_ASKED; portions += 1) {
    if (cursor !== null) query.set('cursor', cursor);
    const done: Done<z.infer<typeof AuditPage>> = await change(event, AuditPage, `/v1/audit?${query.toString()}`, {});
    if (!done.ok) return done;
    entries.push(
      ...done.body.items.filter(({ at }) => {
        const on = beijingDay(at);
        return (from === '' || on >= from) && (to === '' || on <= to);
      }),
    );
    cursor = done.body.next;
    if (cursor === null || entries.length > 0) break;
  }
  return { ok: true, body: { entries, next: cursor } };
}

const DAY_MS = 24 * 3600 * 1000;
const dayBefore = (on: string): string =>
  Number.isNaN(Date.parse(on)) ? on : new Date(Date.parse(on) - DAY_MS).toISOString().slice(0, 10);

/** What objects are called now, as the catalogue has it. */
async function namingIn(lang: Lang): Promise<Naming> {
  const [{ measures }, { indicators }] = await Promise.all([texts(lang), sources()]);
  return (id) => measures[id]?.name ?? indicators.find((one) => one.id === id)?.name[lang] ?? id;
}

function rowOf(
  { chain, seq, at, by, words, uscc, firm, people, object, paths, requestId, hash }: Entry,
  lang: Lang,
  named: Naming,
) {
  return {
    key: `${chain}-${seq}`,
    chain,
    seq,
    at,
    shownAt: moment(at, lang),
    who: by.name,
    subject: by.subject,
    role: auditWords[lang].roles[by.role] ?? by.role,
    what: words,
    uscc,
    firm,
    // Versions come as tags, in quotes.
    object: object?.replaceAll('"', '') ?? null,
    shownObject:
      object === null ? null : objectWords(object.replaceAll('"', ''), lang, (id) => people[id] ?? named(id)),
    paths,
    requestId,
    hash,
  };
}
