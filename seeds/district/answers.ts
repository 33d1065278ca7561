import type { Json } from '#rules/engine/types.ts';
import { P } from './parameters.ts';
import { byWeight, type Random } from './random.ts';

export type Group = keyof (typeof P)['answers']['given'];
export type Level = 'bare' | 'basics' | 'filed' | 'full';

/** How a firm answers: which questions at all, and whether as a figure or a range. */
export interface Answers {
  /** How thoroughly, from 0 (entered from the register) to 3 (filled in with a manager). */
  readonly level: number;
  /** Whether the firm answered a group of questions; drawn anew with every call. */
  answered(group: Group): boolean;
  /** The position of the one question it passed over in a group of so many that it answered, or -1. */
  skipped(questions: number): number;
  givesOlderYear(): boolean;
  /** The figure, or the band it lies in. */
  figure(value: number, unit: 'yuan' | 'people'): Json;
}

const { given, levels, bands, ranged, olderYear, skippedField } = P.answers;
const drawLevel = byWeight(levels.map(({ weight }, index) => ({ weight, index })));

export function drawAnswers(random: Random): Answers {
  const level = drawLevel(random).index;
  const share = (byLevel: readonly number[]): number => byLevel[level] ?? 0;
  return {
    level,
    answered: (group) => random.chance(share(given[group])),
    skipped: (questions) => (random.chance(skippedField * questions) ? random.whole(0, questions - 1) : -1),
    givesOlderYear: () => random.chance(share(olderYear)),
    figure: (value, unit) => (random.chance(share(ranged)) ? bandOf(value, bands[unit]) : value),
  };
}

/** The band of the check page a figure lies in; its upper end is one below the next band. */
function bandOf(value: number, starts: readonly number[]): Json {
  const next = starts.findIndex((start) => start > value);
  return next === -1
    ? { min: starts.at(-1) ?? 0 }
    : { min: starts[next - 1] ?? 0, max: (starts[next] ?? value + 1) - 1 };
}
