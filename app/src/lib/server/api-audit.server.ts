/** The audit record (审计记录) as auditors search it, check it and take it with them. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { auditWords } from '#lib/wording/rooms/audit.ts';
import type { Lang } from '#rules/engine/types.ts';
import { objectWords } from './audit-objects.ts';
import { beijingDay, moment } from './api-firm.server.ts';
import { change, type Done, read, type Refused } from './api-session.server.ts';
import { AuditActions, AuditPage, AuditVerification } from './api-shapes-audit.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
type Entry = z.infer<typeof AuditPage>['items'][number];

export interface AuditFilter {
  /** Days in Beijing, both included; empty where the interface’s own thirty days will do. */
  readonly from: string;
  readonly to: string;
  readonly action: string;
  readonly uscc: string;
  /** Whose acts: the name under which a person signs in. */
  readonly subject: string;
}

/** In the form's order. */
const NAMES = ['from', 'to', 'action', 'uscc', 'subject'] as const satisfies readonly (keyof AuditFilter)[];
/** What is typed; a kind of act is chosen. */
const FIELDS = NAMES.filter((name) => name !== 'action');

export function auditFilter({ url: { searchParams } }: Pick<Event, 'url'>): AuditFilter {
  const said = (name: keyof AuditFilter): string => searchParams.get(name)?.trim().slice(0, 200) ?? '';
  return {
    from: said('from'),
    to: said('to'),
    action: said('action'),
    uscc: said('uscc').toUpperCase(),
    subject: said('subject'),
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

/** A page of the record, newest first. */
export async function auditPage(event: Event, filter: AuditFilter, lang: Lang) {
  const { from, to } = filter;
  // The interface is asked for a day more, see below: it would take days in the wrong order for one day.
  const done: Found =
    from !== '' && to !== '' && from > to
      ? { ok: false, refused: { ...NOTHING, faultsAt: { 'query.from': auditWords[lang].reversed } } }
      : await entriesFrom(event, filter, SHOWN, event.url.searchParams.get('cursor'));
  if (!done.ok) return { rows: [], next: null, wrong: wrongIn(done.refused) };
  const { entries, next } = done.body;
  return { rows: entries.map((entry) => rowOf(entry, lang)), next, wrong: null };
}

const NOTHING: Refused = { status: 422, problem: '', faults: [], faultsAt: {} };

function wrongIn({ problem, faults, faultsAt }: Refused): Wrong {
  const fields = FIELDS.flatMap((name) => {
    const fault = faultsAt[`query.${name}`];
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
  let cursor: string | null = null;
  do {
    const done: Found = await entriesFrom(event, filter, EXPORTED, cursor);
    if (!done.ok) return { ok: false, refused: done.refused } as const;
    rows.push(...done.body.entries.map((entry) => rowOf(entry, lang)));
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
/** A page may come back short, or empty where the days of Beijing and of the record differ: so many are put together. */
const MOST_ASKED = 10;

async function entriesFrom(event: Event, filter: AuditFilter, limit: number, start: string | null): Promise<Found> {
  const { from, to } = filter;
  // The record goes by days of UTC, which are eight hours late: the first day begins in the one before.
  const query = auditQuery({ ...filter, from: from === '' ? '' : dayBefore(from) });
  query.set('limit', String(limit));
  const entries: Entry[] = [];
  let cursor = start;
  for (let asked = 0; asked < MOST_ASKED; asked += 1) {
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

function rowOf({ chain, seq, at, by, words, uscc, object, paths, requestId, hash }: Entry, lang: Lang) {
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
    // Versions come as tags, in quotes.
    object: object?.replaceAll('"', '') ?? null,
    shownObject: object === null ? null : objectWords(object.replaceAll('"', ''), lang),
    paths,
    requestId,
    hash,
  };
}
