/**
 * What a compiled catalogue, or its texts, differ in from the one that is at hand (增补): small enough to be fetched
 * before every check, whoever loaded the catalogue as built.
 */
import { isList, isRecord } from './json.ts';

/** Per part of the artefact that differs. */
export type Update = Readonly<Record<string, PartUpdate>>;
export type PartUpdate =
  /** Another value altogether. */
  | { readonly value: unknown }
  /** Entries of a record that are new or different, and those that are gone. */
  | { readonly entries: Readonly<Record<string, unknown>>; readonly gone: readonly string[] }
  /** Entries of a list by id that are new or different; the ids in their order where that has changed. */
  | { readonly listed: readonly Listed[]; readonly order?: readonly string[] };
interface Listed {
  readonly id: string;
}

/** What has to change in `before` to give `after`; empty where nothing does. */
export function updateBetween(before: object, after: object): Update {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after).flatMap(([part, now]: [string, unknown]) => {
      const was = old.get(part);
      return same(was, now) ? [] : [[part, partUpdate(was, now)] as const];
    }),
  );
}

/** The artefact brought up to date; parts that do not change are the very same objects. */
export function updated<T extends object>(before: T, update: Update): T {
  const parts = new Map<string, unknown>(Object.entries(before));
  for (const [part, change] of Object.entries(update)) parts.set(part, partAfter(parts.get(part), change));
  // What the update was made from had the type.
  return Object.fromEntries(parts) as T;
}

function partUpdate(was: unknown, now: unknown): PartUpdate {
  if (isListed(was) && isListed(now)) {
    const old = new Map(was.map((entry) => [entry.id, entry]));
    const order = now.map(({ id }) => id);
    return {
      listed: now.filter((entry) => !same(old.get(entry.id), entry)),
      ...(same([...old.keys()], order) ? {} : { order }),
    };
  }
  if (isRecord(was) && isRecord(now)) {
    return {
      entries: Object.fromEntries(Object.entries(now).filter(([key, entry]) => !same(was[key], entry))),
      gone: Object.keys(was).filter((key) => !Object.hasOwn(now, key)),
    };
  }
  return { value: now };
}

function partAfter(was: unknown, change: PartUpdate): unknown {
  if ('value' in change) return change.value;
  if ('entries' in change) {
    const kept = Object.entries(isRecord(was) ? was : {}).filter(([key]) => !change.gone.includes(key));
    return { ...Object.fromEntries(kept), ...change.entries };
  }
  const known = new Map((isListed(was) ? was : []).map((entry) => [entry.id, entry]));
  for (const entry of change.listed) known.set(entry.id, entry);
  return (change.order ?? [...known.keys()]).flatMap((id) => known.get(id) ?? []);
}

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);
const isListed = (value: unknown): value is Listed[] =>
  isList(value) && value.length > 0 && value.every((entry) => isRecord(entry) && typeof entry.id === 'string');
