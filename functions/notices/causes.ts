/** Where notices come from: a re-match that changed something, days that draw near, a request left lying or passed on. */
import { handedOnIn, managersOf, membersOf } from '#functions/api/companies/people.ts';
import { getCard } from '#functions/api/companies/repository.ts';
import { stepIn, type Step } from '#functions/api/requests/repository.ts';
import { everyFirm } from '#functions/rematch/population.ts';
import { turnIn, type Turn } from '#functions/rematch/turns.ts';
import { keptLaws } from '#functions/rematch/law.ts';
import { isIn, judgedOf } from '#functions/rematch/verdicts.ts';
import type { Change, Store } from '#functions/store/port.ts';
import { availabilityOf } from '#rules/engine/availability.ts';
import { toDay } from '#rules/engine/calendar.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { IsoDate, Measure, Profile } from '#rules/engine/types.ts';
import { certificatesIn, endingWithin } from '#rules/profile/certificates.ts';
import { tell, type NoticeDeps } from './kept.ts';
import type { Kind, Notice } from './notice.ts';

const WINDOW_DAYS = 14;
const CERTIFICATE_DAYS = 180;

/** The people of a firm and those who look after it. */
async function whoFor(store: Store, uscc: string): Promise<readonly string[]> {
  const [members, managers] = await Promise.all([membersOf(store, uscc), managersOf(store, uscc)]);
  return [...new Set([...members, ...managers].map(({ subject }) => subject))];
}

async function tellAll(deps: NoticeDeps, uscc: string, notice: Notice, run?: string): Promise<void> {
  for (const subject of await whoFor(deps.store, uscc)) await tell(deps, subject, notice, run);
}

const nameIn = async (store: Store, uscc: string): Promise<string> => (await getCard(store, uscc))?.name ?? uscc;

/**
 * Tells of what a re-match changed, of requests and firms that were passed on, and the firm of what its service manager did with
 * one; for the change feed. Answers whether any change was its business.
 */
export async function tellOfChanges(deps: NoticeDeps, changes: readonly Change[]): Promise<boolean> {
  const turns = changes.flatMap(({ after }) => turnIn(after) ?? []);
  for (const turn of turns) await tellOfTurn(deps, turn);
  let steps = 0;
  for (const { after } of changes) {
    const taken = stepIn(after);
    const kind = taken && KIND_OF[taken.step.act];
    if (!taken || !kind) continue;
    const { uscc, id, key, step } = taken;
    const firms = [{ uscc, name: await nameIn(deps.store, uscc) }];
    for (const subject of await toldOf(deps.store, uscc, step))
      await tell(deps, subject, { kind, firms, measures: [], on: null, object: id }, key);
    steps += 1;
  }
  const handed = changes.flatMap(({ before, after }) => (before ? [] : (handedOnIn(after) ?? [])));
  for (const { subject, uscc, since } of handed) {
    const firms = [{ uscc, name: await nameIn(deps.store, uscc) }];
    await tell(deps, subject, { kind: 'firm-assigned', firms, measures: [], on: null, object: null }, since);
  }
  return turns.length + steps + handed.length > 0;
}

/** Which steps with a request are told. */
const KIND_OF: Readonly<Partial<Record<Step['act'], Kind>>> = {
  reassign: 'request-passed-on',
  answer: 'request-answered',
  'ask-firm': 'request-more-asked',
  solve: 'request-closed',
  decline: 'request-closed',
};

/** To whoever it was passed on to by somebody else; what a manager says to the firm, to its people. */
async function toldOf(store: Store, uscc: string, { act, by, manager }: Step): Promise<readonly string[]> {
  if (act === 'reassign') return manager === null || manager.subject === by.subject ? [] : [manager.subject];
  return (await membersOf(store, uscc)).map(({ subject }) => subject);
}

async function tellOfTurn(deps: NoticeDeps, { uscc, run, entered, left }: Turn): Promise<void> {
  const firms = [{ uscc, name: await nameIn(deps.store, uscc) }];
  const about = (kind: Kind, measures: readonly string[]): Notice => ({
    kind,
    firms,
    measures,
    on: null,
    object: null,
  });
  if (entered.length > 0) await tellAll(deps, uscc, about('newly-eligible', entered), run);
  if (left.length > 0) await tellAll(deps, uscc, about('no-longer-eligible', left), run);
}

/** A request that was to be answered by then and was not: tells those who look after the firm, and whom it is with. */
export async function tellOverdue(
  deps: NoticeDeps,
  {
    uscc,
    request,
    due,
    subjects = [],
  }: { readonly uscc: string; readonly request: string; readonly due: string; readonly subjects?: readonly string[] },
): Promise<void> {
  const managers = await managersOf(deps.store, uscc);
  const firms = [{ uscc, name: await nameIn(deps.store, uscc) }];
  const notice: Notice = { kind: 'request-overdue', firms, measures: [], on: due, object: request };
  for (const subject of new Set([...managers.map((manager) => manager.subject), ...subjects]))
    await tell(deps, subject, notice);
}

/** Tells of windows that open or close within 14 days and certificates that run out within 180; may be called any day. */
export async function tellOfDays(deps: NoticeDeps, catalogue: Catalogue, today: IsoDate): Promise<void> {
  const { store } = deps;
  const windows = new Map<string, { readonly notice: Notice; readonly firms: Notice['firms'][number][] }>();
  const lawBy = keptLaws(store);
  for await (const { uscc, profile, people, judged } of peopledFirms(store)) {
    const name = typeof profile.name === 'string' ? profile.name : uscc;
    for (const notice of expiring(profile, { uscc, name }, today)) {
      for (const subject of people) await tell(deps, subject, notice);
    }
    const measures = judged ? (await lawBy(judged.catalogue)).measures : [];
    const open = measures.filter((_, at) => isIn(judged?.codes[at])).flatMap((id) => catalogue.measures.get(id) ?? []);
    for (const notice of windowsOf(catalogue, profile, open, today)) {
      for (const subject of people) {
        const key = `${subject} ${notice.kind} ${notice.measures.join()} ${notice.on ?? ''}`;
        const found = windows.get(key) ?? { notice, firms: [] };
        windows.set(key, found);
        found.firms.push({ uscc, name });
      }
    }
  }
  // Whoever looks after many firms is told of a window once, with the firms it matters to.
  for (const [key, { notice, firms }] of windows) {
    await tell(deps, key.slice(0, key.indexOf(' ')), { ...notice, firms: firms.slice(0, MOST_FIRMS) });
  }
}
const MOST_FIRMS = 300;

/** So many firms are looked up at a time. */
const AT_ONCE = 32;

/** Every firm that someone belongs to or looks after, with them and its verdicts. */
async function* peopledFirms(store: Store) {
  const lookedUp = (firms: readonly Firm[]) =>
    Promise.all(
      firms.map(async (firm) => {
        const people = await whoFor(store, firm.uscc);
        return { ...firm, people, judged: people.length === 0 ? undefined : await judgedOf(store, firm.uscc) };
      }),
    );
  let waiting: Firm[] = [];
  for await (const firm of everyFirm(store)) {
    if (waiting.push(firm) < AT_ONCE) continue;
    yield* (await lookedUp(waiting)).filter(({ people }) => people.length > 0);
    waiting = [];
  }
  yield* (await lookedUp(waiting)).filter(({ people }) => people.length > 0);
}
type Firm = { readonly uscc: string; readonly profile: Profile };

function expiring(profile: Profile, firm: Notice['firms'][number], today: IsoDate): Notice[] {
  return endingWithin(certificatesIn(profile), today, CERTIFICATE_DAYS).map(({ type, validTo }) => ({
    kind: 'certificate-expires',
    firms: [firm],
    measures: [],
    on: validTo,
    object: type,
  }));
}

function windowsOf(catalogue: Catalogue, profile: Profile, measures: readonly Measure[], today: IsoDate): Notice[] {
  return measures.flatMap((measure): Notice[] => {
    const { state, opensOn, closesOn } = availabilityOf({ catalogue, profile, asOf: toDay(today) }, measure);
    const about = (kind: Kind, on: IsoDate): Notice => ({ kind, firms: [], measures: [measure.id], on, object: null });
    if (state === 'upcoming' && opensOn !== null && within(opensOn, today, WINDOW_DAYS))
      return [about('window-opens', opensOn)];
    return state === 'open' && closesOn !== null && within(closesOn, today, WINDOW_DAYS)
      ? [about('window-closes', closesOn)]
      : [];
  });
}

const within = (day: IsoDate, today: IsoDate, days: number): boolean =>
  toDay(day) >= toDay(today) && toDay(day) <= toDay(today) + days;
