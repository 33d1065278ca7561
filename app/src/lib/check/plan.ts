/** What would change a result: the gaps of a measure closed, and everything else that the same change moves. */
import type { Catalogue } from '#rules/engine/load.ts';
import type { IsoDate, Texts } from '#rules/engine/types.ts';
import { judge, type Judged, type Result } from './incremental.ts';
import { isGain, type Move, movesBetween } from './moves.ts';
import { answerIn, withAnswer } from './profile.ts';
import { estimateOf, groupOf } from './row.ts';

export interface Change {
  readonly path: string;
  readonly to: number;
  /** The first year that can still make it good, where the figure’s own year is over. */
  readonly forYear: number | null;
}
/** A way to a measure: the figures to change, the day to wait for, and what else the change brings or costs. */
export interface Way {
  readonly measure: string;
  readonly changes: readonly Change[];
  /** The day on which time has done its part; null where nothing waits for it. */
  readonly on: IsoDate | null;
  readonly moves: readonly Move[];
}

/** What closing a measure's gaps takes; undefined where they cannot be closed by figures and time alone. */
export function wayTo(catalogue: Catalogue, texts: Texts, judged: Judged, one: Result): Way | undefined {
  const deciding = one.conditions.filter(({ decides, state }) => decides && state === 'unmet').map(({ id }) => id);
  const covered = new Set(one.gaps.map(({ condition }) => condition));
  if (one.gaps.length === 0 || !deciding.every((id) => covered.has(id))) return undefined;
  const changes = changesOf(one, judged);
  const days = one.gaps.flatMap((gap) => ('on' in gap ? [gap.on] : []));
  return {
    measure: one.measure,
    changes,
    on: days.sort().at(-1) ?? null,
    moves: changes.length === 0 ? [] : movesBy(catalogue, texts, judged, changes),
  };
}

/** One change per figure: where two gaps of a measure ask for the same figure, the larger step closes both. */
function changesOf({ gaps }: Result, { profile }: Judged): Change[] {
  const byPath = new Map<string, Change>();
  for (const gap of gaps) {
    if ('on' in gap) continue;
    const known = byPath.get(gap.field);
    const now = answerIn(profile, gap.field);
    const up = typeof now === 'number' ? gap.to >= now : true;
    if (!known || (up ? gap.to > known.to : gap.to < known.to))
      byPath.set(gap.field, { path: gap.field, to: gap.to, forYear: gap.forYear });
  }
  return [...byPath.values()];
}

/** The measures whose group changes when the figures do, the best first. */
export function movesBy(catalogue: Catalogue, texts: Texts, judged: Judged, changes: readonly Change[]): Move[] {
  const profile = changes.reduce((changed, { path, to }) => withAnswer(changed, path, to), judged.profile);
  return movesBetween(judged, judge(catalogue, texts, profile, judged.asOf, judged));
}

/** Ways to all measures that are near, those first that move most measures with fewest changes. */
export function waysOf(catalogue: Catalogue, texts: Texts, judged: Judged): Way[] {
  const worth = new Map(judged.results.map((one) => [one.measure, estimateOf(one)]));
  const ways = judged.results
    .filter((one) => groupOf(one) === 'near')
    .flatMap((one) => wayTo(catalogue, texts, judged, one) ?? []);
  return ways.sort(
    (a, b) =>
      a.changes.length - b.changes.length ||
      b.moves.filter(isGain).length - a.moves.filter(isGain).length ||
      (worth.get(b.measure) ?? 0) - (worth.get(a.measure) ?? 0),
  );
}
