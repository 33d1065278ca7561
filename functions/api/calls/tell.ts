/** Firms that a call matters to are told when it is entered, changed or withdrawn: by the change feed, so that nobody is left out by a restart. */
import { tell } from '#functions/notices/kept.ts';
import { everyFirm } from '#functions/rematch/population.ts';
import type { Change, Store } from '#functions/store/port.ts';
import { availabilityOf } from '#rules/engine/availability.ts';
import { todayInBeijing, toDay } from '#rules/engine/calendar.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import type { IsoDate, Measure, Profile, Rules } from '#rules/engine/types.ts';
import { managersOf, membersOf } from '../companies/people.ts';
import type { Deps } from '../deps.ts';
import { callId, CALLS, StoredCall } from './call.ts';
import { decides } from './overlay.ts';

type TellDeps = Pick<Deps, 'store' | 'now' | 'catalogue' | 'refreshCatalogue'>;
type Firm = { readonly uscc: string; readonly name: string };

/** Windows that open later are told of when they draw near. */
const SOON_DAYS = 14;
/** So many firms are named in one notice. */
const MOST_FIRMS = 300;

/** Deals with changes of calls among these; answers whether there was one. May be told one twice. */
export async function tellOfCalls(deps: TellDeps, changes: readonly Change[]): Promise<boolean> {
  const calls = changes.flatMap(({ key, before, after }) =>
    key.pk === CALLS && after
      ? [{ was: before && StoredCall.parse(before.body), now: StoredCall.parse(after.body), version: after.version }]
      : [],
  );
  if (calls.length === 0) return false;
  await deps.refreshCatalogue('now');
  const entered = calls.filter(({ was, now }) => decides(now) && !(was && decides(was)));
  for (const measure of new Set(entered.map(({ now }) => now.measure))) await tellOfMeasure(deps, measure);
  for (const { was, now, version } of calls) {
    if (was && decides(was)) await tellOfChange(deps, was, now, version);
  }
  return true;
}

/** A call that counted has other days now, or counts no more: who could rely on it is told. */
async function tellOfChange(deps: TellDeps, was: StoredCall, now: StoredCall, version: number): Promise<void> {
  const stands = decides(now) && now.listed;
  const days = ({ listed, windows, firstCome }: StoredCall): string => JSON.stringify([listed, windows, firstCome]);
  if (!was.listed || (stands && days(was) === days(now)) || isOver(was, todayInBeijing(deps.now()))) return;
  const on = stands ? (now.windows.at(-1)?.closesOn ?? null) : null;
  const byPerson = new Map<string, Firm[]>();
  for await (const { uscc, name, profile } of qualified(deps, was.measure)) {
    if (!covers(deps.catalogue().rules, was, profile)) continue;
    for (const subject of await peopleOf(deps.store, uscc)) {
      byPerson.set(subject, [...(byPerson.get(subject) ?? []), { uscc, name }]);
    }
  }
  for (const [subject, firms] of byPerson) {
    await tell(deps, subject, {
      kind: stands ? 'window-changed' : 'call-withdrawn',
      firms: firms.slice(0, MOST_FIRMS),
      measures: [was.measure],
      on,
      object: `${callId(was)} v${version}`,
    });
  }
}

/** Every window has closed: nobody waits for it any more. */
const isOver = ({ windows }: StoredCall, today: IsoDate): boolean =>
  windows.length > 0 && windows.every(({ closesOn }) => closesOn !== null && closesOn < today);

/** A firm whose region is not known may be meant. */
function covers({ regions }: Rules, { region }: StoredCall, { region: own }: Profile): boolean {
  if (region === null || typeof own !== 'string') return true;
  return region === own || (regions[region] ?? []).includes(own);
}

/** Each person once, with all firms of theirs that the window is for. */
async function tellOfMeasure(deps: TellDeps, measure: string): Promise<void> {
  const byPerson = new Map<string, { readonly on: IsoDate; readonly firms: Firm[] }>();
  for await (const { uscc, name, on } of matchedFirms(deps, measure)) {
    for (const subject of await peopleOf(deps.store, uscc)) {
      const key = `${subject} ${on}`;
      const found = byPerson.get(key) ?? { on, firms: [] };
      byPerson.set(key, found);
      found.firms.push({ uscc, name });
    }
  }
  for (const [key, { on, firms }] of byPerson) {
    const notice = {
      kind: 'window-opens',
      firms: firms.slice(0, MOST_FIRMS),
      measures: [measure],
      on,
      object: null,
    } as const;
    await tell(deps, key.slice(0, key.lastIndexOf(' ')), notice);
  }
}

/** Firms that are eligible or in review and can apply now or within {@link SOON_DAYS} days, with the window's first day. */
export async function* matchedFirms(
  deps: Pick<TellDeps, 'store' | 'now' | 'catalogue'>,
  id: string,
): AsyncGenerator<Firm & { readonly on: IsoDate }> {
  const { catalogue } = deps.catalogue();
  const measure = catalogue.measures.get(id);
  if (!measure) return;
  const today = todayInBeijing(deps.now());
  for await (const { uscc, name, profile } of qualified(deps, id)) {
    const { state, opensOn, call } = availabilityOf({ catalogue, profile, asOf: toDay(today) }, measure);
    const on =
      state === 'open' ? (openedOn(measure, call?.doc, today) ?? today) : state === 'upcoming' ? opensOn : null;
    if (on === null || toDay(on) > toDay(today) + SOON_DAYS) continue;
    yield { uscc, name, on };
  }
}

/** Firms that are eligible or in review for a measure: it alone is judged. */
async function* qualified(
  { store, now, catalogue: loaded }: Pick<TellDeps, 'store' | 'now' | 'catalogue'>,
  id: string,
): AsyncGenerator<Firm & { readonly profile: Profile }> {
  const { catalogue } = loaded();
  if (!catalogue.measures.has(id)) return;
  const verdictOf = verdictsOn(catalogue, todayInBeijing(now()), [id]);
  for await (const { uscc, profile } of everyFirm(store)) {
    const [verdict] = verdictOf(profile);
    if (verdict !== 'eligible' && verdict !== 'review') continue;
    yield { uscc, name: typeof profile.name === 'string' ? profile.name : uscc, profile };
  }
}

/** The first day of the window that is open, so that the same window is the same matter on any day. */
function openedOn({ calls }: Measure, doc: string | undefined, today: IsoDate): IsoDate | undefined {
  const call = calls.find((each) => each.doc === doc);
  const window = call?.windows.find(
    ({ opensOn, closesOn }) => (opensOn ?? today) <= today && today <= (closesOn ?? today),
  );
  return window?.opensOn ?? call?.publishedOn;
}

/** The people of a firm and those who look after it. */
async function peopleOf(store: Store, uscc: string): Promise<ReadonlySet<string>> {
  const [members, managers] = await Promise.all([membersOf(store, uscc), managersOf(store, uscc)]);
  return new Set([...members, ...managers].map(({ subject }) => subject));
}
