/** Drafts of changes of rules as those who write and approve them see them. */
import { error, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { pathIn } from '#lib/lang.ts';
import { wordings } from '#lib/wording/both.ts';
import { auditWords } from '#lib/wording/rooms/audit.ts';
import { compilerWords } from '#lib/wording/rooms/compiler.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { First } from './api-first.server.ts';
import { moment } from './api-firm.server.ts';
import { change, type Done, ifVersion, read } from './api-session.server.ts';
import { Anything } from './api-shapes.ts';
import { diffRows } from './api-releases.server.ts';
import { Draft, Drafts, type Patch, ReleaseDiff } from './api-shapes-rules.ts';
import { differenceWords } from './case-differences.ts';
import { formAddress, itemsFor, placeWords, readCatalogue } from './rule-places.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
export type RulePatch = z.infer<typeof Patch>;
type Kept = z.infer<typeof Draft>;

/** The pages of the room that the person may read; auditors see drafts and releases beside their record. */
export function rulesPages({ locals: { person } }: Pick<Event, 'locals'>, lang: Lang) {
  const page = (path: string, name: string) => ({ href: pathIn(lang, path), name });
  const drafts = page('/rules', rulesWords[lang].home);
  if (person?.role === 'auditor') return [page('/audit', auditWords[lang].title), drafts];
  return [
    drafts,
    ...(person?.role === 'publisher' ? [page('/rules/calls', staffWords[lang].calls)] : []),
    page('/rules/indicators', rulesWords[lang].indicators),
  ];
}

/** Not found for whoever only reads or judges. */
export function onlyPublishers({ locals: { person } }: Pick<Event, 'locals'>, lang: Lang): void {
  if (person?.role !== 'publisher') error(404, roomWords[lang].gone);
}

/** Compiling the catalogue and judging all firms take their time. */
const PATIENCE_MS = 60_000;
const MOST_LISTED = 50;
const draftPath = (id: string): string => `/v1/releases/drafts/${encodeURIComponent(id)}`;

export const draftBy = (event: Event, id: string): Promise<Kept> => read(event, Draft, draftPath(id));

/** The newest drafts, with how far each is. Only those under way are asked one by one. */
export async function draftRows(event: Event, lang: Lang) {
  const { items } = await read(event, Drafts, `/v1/releases/drafts?limit=${MOST_LISTED}`);
  const states = await Promise.all(
    items.map(async ({ id, state }) => (state === 'draft' ? standingOf(await draftBy(event, id)) : state)),
  );
  return items.map(({ id, title, authors, changedAt }, index) => ({
    id,
    href: pathIn(lang, `/rules/drafts/${id}`),
    title,
    state: states[index] ?? 'draft',
    authors: authors.map(({ name }) => name),
    changedAt: moment(changedAt, lang),
  }));
}

/** How far a draft is: being written, faulty, waiting for the approver, given back … */
export function standingOf({ state, check, refusal, sent }: Kept) {
  if (state !== 'draft') return state;
  if (refusal) return 'back';
  if (sent) return 'waiting';
  if (!check) return 'draft';
  return check.hash === null ? 'faulty' : 'checked';
}

/** What waits for the person: drafts to approve, to publish, to mend. Null for whoever only reads. */
export function firstOf(rows: Awaited<ReturnType<typeof draftRows>>, role: string, lang: Lang): First[] | null {
  const say = rulesWords[lang].first;
  if (role !== 'publisher' && role !== 'approver') return null;
  return rows.flatMap(({ href, title, state }) => {
    if (role === 'approver') return state === 'waiting' ? [{ href, text: say.waiting(title), late: false }] : [];
    if (state === 'approved') return [{ href, text: say.ready(title), late: false }];
    if (state === 'faulty') return [{ href, text: say.faulty(title), late: false }];
    if (state === 'checked') return [{ href, text: say.checked(title), late: false }];
    return state === 'back' ? [{ href, text: say.back(title), late: false }] : [];
  });
}

export async function draftView(kept: Kept, lang: Lang) {
  const catalogue = await readCatalogue(lang);
  const { words } = catalogue;
  const changes = kept.patches.map((patch) => placeWords(catalogue, patch));
  const named = (measure: string): string => words.measures[measure]?.name ?? measure;
  const { check, approval, refusal } = kept;
  const said = { lang, texts: words, say: wordings[lang] };
  const signed = (act: { readonly by: { readonly name: string }; readonly at: string; readonly note: string } | null) =>
    act && { who: act.by.name, at: moment(act.at, lang), note: act.note };
  return {
    id: kept.id,
    title: kept.title,
    notes: kept.notes,
    version: kept.version,
    from: kept.from,
    release: kept.release,
    standing: standingOf(kept),
    open: kept.state === 'draft' || kept.state === 'approved',
    authors: kept.authors.map(({ name }) => name),
    changedAt: moment(kept.changedAt, lang),
    sent: kept.sent && { who: kept.sent.by.name, at: moment(kept.sent.at, lang) },
    approval: signed(approval),
    refusal: signed(refusal),
    changes,
    check: check && {
      at: moment(check.at, lang),
      compiles: check.hash !== null,
      problems: check.problems.map(({ file, message, excerpt, patch }) => {
        const change = patch === null ? undefined : changes[patch];
        const measure = /([^/]+)\.yaml$/.exec(file)?.[1] ?? '';
        return {
          place: change ? `${change.rule} · ${change.place}` : (words.measures[measure]?.name ?? ''),
          form: change?.form ?? null,
          message: lang === 'zh' ? compilerWords(message) : message,
          excerpt,
        };
      }),
      run: check.cases.run,
      failed: check.cases.failed,
      failures: check.cases.failures.map(({ measure, name, differences }) => ({
        key: `${measure} ${name}`,
        measure: named(measure),
        name,
        differences: differences.map((one) => differenceWords({ words: said, rules: catalogue.rules, measure }, one)),
      })),
      wordsLeft: check.wordsLeft.map(({ measure, condition, words: left }) => {
        const item = itemsFor(catalogue, { measure }).findLast((one) =>
          condition === null ? one.kind === 'benefit' : one.condition === condition,
        );
        return {
          measure: named(measure),
          words: left[lang],
          form: item ? formAddress('measure', measure, item.key) : null,
        };
      }),
      touched: check.touched.map((id) => ({ id, name: named(id) })),
    },
  };
}

/** What the draft changes of the release it is on, in words; null where it has faults, or nothing here can read it. */
export async function changesInWords(event: Event, { id, patches }: Kept, lang: Lang) {
  if (patches.length === 0) return null;
  const path = `${draftPath(id)}/diff?lang=${lang}`;
  const done = await change(event, ReleaseDiff, path, { method: 'GET', patienceMs: PATIENCE_MS });
  return done.ok ? diffRows(done.body.changes, lang) : null;
}

/** One of the acts on a draft that take no more than its version and perhaps a few words. */
export const act = (
  event: Event,
  id: string,
  name: 'check' | 'submit' | 'approve' | 'refuse' | 'publish',
  { version, body }: { readonly version?: string; readonly body?: unknown } = {},
): Promise<Done<unknown>> =>
  change(event, Anything, `${draftPath(id)}/${name}`, {
    method: 'POST',
    patienceMs: PATIENCE_MS,
    ...(version === undefined ? {} : { headers: ifVersion(version) }),
    ...(body === undefined ? {} : { body }),
  });

export const discard = (event: Event, id: string, version: string): Promise<Done<unknown>> =>
  change(event, Anything, draftPath(id), { method: 'DELETE', headers: ifVersion(version) });

export const createDraft = (
  event: Event,
  key: string,
  body: { readonly title: string; readonly notes: string },
): Promise<Done<Kept>> =>
  change(event, Draft, '/v1/releases/drafts', {
    method: 'POST',
    headers: { 'idempotency-key': key },
    body: { ...body, patches: [] },
  });

/** Saves a draft with what differs; the rest of it stays. */
export async function saveDraft(
  event: Event,
  id: string,
  version: string,
  differs: (kept: Kept) => Differing,
): Promise<Done<Kept>> {
  const kept = await draftBy(event, id);
  return sendDraft(event, kept, version, differs(kept));
}
type Differing = Partial<Pick<Kept, 'title' | 'notes' | 'patches'>>;

/** The same of a draft that was just read. */
export function sendDraft(event: Event, kept: Kept, version: string, differs: Differing): Promise<Done<Kept>> {
  const { title, notes, patches } = { ...kept, ...differs };
  return change(event, Draft, draftPath(kept.id), {
    method: 'PUT',
    headers: ifVersion(version),
    body: { title, notes, patches },
  });
}
