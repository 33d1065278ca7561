import { addMonths, toDay, toIso } from './calendar.ts';
import type { Catalogue } from './load.ts';
import type { EvaluatedMeasure, IsoDate } from './types.ts';

/** One step of a ladder of titles (成长路径): which the firm holds, which comes next, which later. */
export interface Rung {
  readonly measure: string;
  readonly state: 'held' | 'next' | 'later';
  readonly validTo: IsoDate | null;
  /** From when the title can be renewed, where its last day is known. */
  readonly renewFrom: IsoDate | null;
  readonly renewalDue: boolean;
  /** Titles that come before it on this ladder. */
  readonly after: readonly string[];
  /** What still stands between the firm and the title: conditions unmet or unknown. */
  readonly lacking: readonly string[];
}

const RENEWAL_MONTHS = 12;

/** Ladders of titles from the catalogue’s prerequisites, lowest rung first; titles without a neighbour form none. */
export function laddersOf(catalogue: Catalogue, results: readonly EvaluatedMeasure[], asOf: IsoDate): Rung[][] {
  const byId = new Map(results.map((result) => [result.measure, result]));
  const titled = catalogue.rules.measures.filter(({ id, title }) => title !== undefined && byId.has(id));
  const ids = new Set(titled.map(({ id }) => id));
  const before = new Map<string, string[]>(titled.map(({ id }) => [id, []]));
  for (const { id, relations } of titled)
    for (const next of relations.prerequisiteOf ?? []) if (ids.has(next)) before.get(next)?.push(id);
  const held = (id: string): boolean => byId.get(id)?.held !== null;
  const rung = (result: EvaluatedMeasure): Rung => {
    const after = before.get(result.measure) ?? [];
    const validTo = result.held?.validTo ?? null;
    const renewFrom = validTo === null ? null : toIso(addMonths(toDay(validTo), -RENEWAL_MONTHS));
    const reachable = after.length === 0 || after.some(held);
    return {
      measure: result.measure,
      state: result.held ? 'held' : reachable ? 'next' : 'later',
      validTo,
      renewFrom,
      renewalDue: renewFrom !== null && renewFrom <= asOf,
      after,
      lacking: result.conditions
        .filter(({ state, decides }) => decides && (state === 'unmet' || state === 'unknown'))
        .map(({ id }) => id),
    };
  };
  return groups(
    titled.map(({ id }) => id),
    before,
  ).map((group) =>
    inOrder(group, before).flatMap((id) => {
      const result = byId.get(id);
      return result ? [rung(result)] : [];
    }),
  );
}

function groups(ids: readonly string[], before: ReadonlyMap<string, readonly string[]>): string[][] {
  const neighbours = (id: string): string[] => [
    ...(before.get(id) ?? []),
    ...ids.filter((other) => before.get(other)?.includes(id)),
  ];
  const seen = new Set<string>();
  return ids.flatMap((id) => {
    if (seen.has(id) || neighbours(id).length === 0) return [];
    const group: string[] = [];
    const queue = [id];
    seen.add(id);
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      group.push(next);
      for (const other of neighbours(next)) {
        if (seen.has(other)) continue;
        seen.add(other);
        queue.push(other);
      }
    }
    return [group];
  });
}

/** Every title after those that come before it; among equals in the catalogue’s order. */
function inOrder(group: readonly string[], before: ReadonlyMap<string, readonly string[]>): string[] {
  const rank = (id: string, above: readonly string[]): number =>
    Math.max(
      0,
      ...(before.get(id) ?? [])
        .filter((prior) => !above.includes(prior))
        .map((prior) => 1 + rank(prior, [...above, id])),
    );
  return [...group].sort((a, b) => rank(a, []) - rank(b, []) || (a < b ? -1 : 1));
}
