/** Questions left at “don't know”: what is set aside with them, and what they leave open. */
import type { FieldDictionary, Profile } from '#rules/engine/types.ts';
import type { Judged } from './incremental.ts';
import { answerIn, entryOfPath } from './profile.ts';
import { groupOf } from './row.ts';

/** A question left open, and how many measures wait for it or for what goes on from it. */
export interface LeftOpen {
  readonly entry: string;
  readonly measures: number;
}

/** The paths set aside, with those of the questions that go on from them. */
export function setAsideIn(
  fields: FieldDictionary,
  judged: Pick<Judged, 'profile' | 'results'>,
  unsure: readonly string[],
): readonly string[] {
  const roots = rootsOf(fields, judged.profile, unsure);
  const following = judged.results.flatMap(({ missing }) => missing.filter((path) => roots.has(entryOfPath(path))));
  return [...new Set([...unsure, ...following])];
}

/** The measures that stay open for what was left at “don't know”, and its questions, the one that opens most first. */
export function leftOpenBy(
  fields: FieldDictionary,
  judged: Judged,
  unsure: readonly string[],
): { readonly measures: number; readonly questions: readonly LeftOpen[] } {
  const roots = rootsOf(fields, judged.profile, unsure);
  const aside = new Set(setAsideIn(fields, judged, unsure));
  const waiting = new Map<string, Set<string>>();
  for (const one of judged.results.filter((one) => groupOf(one) !== 'not-in-force'))
    for (const path of one.missing.filter((each) => aside.has(each))) {
      const entry = roots.get(entryOfPath(path)) ?? entryOfPath(path);
      waiting.set(entry, (waiting.get(entry) ?? new Set()).add(one.measure));
    }
  return {
    measures: new Set([...waiting.values()].flatMap((measures) => [...measures])).size,
    questions: [...waiting]
      .map(([entry, measures]): LeftOpen => ({ entry, measures: measures.size }))
      .sort((a, b) => b.measures - a.measures),
  };
}

/** For every entry that goes on from one left open, the one that was left. */
function rootsOf(fields: FieldDictionary, profile: Profile, unsure: readonly string[]): ReadonlyMap<string, string> {
  const left = new Set(unsure.map(entryOfPath));
  const roots = new Map<string, string>();
  const rootOf = (entry: string): string | undefined => {
    if (left.has(entry)) return entry;
    const before = fields[entry]?.follows ?? [];
    return before.some((each) => saysYes(profile, each))
      ? undefined
      : before.map(rootOf).find((root) => root !== undefined);
  };
  for (const entry of Object.keys(fields)) {
    const root = rootOf(entry);
    if (root !== undefined && root !== entry) roots.set(entry, root);
  }
  return roots;
}

/** Anything but “no”. */
function saysYes(profile: Profile, entry: string): boolean {
  const answer = answerIn(profile, entry);
  return answer !== undefined && answer !== false && answer !== 0;
}
