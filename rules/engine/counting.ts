import { blockersIn, type Blockers, type Choice } from './blockers.ts';
import { type Board, flagsAt, INELIGIBLE, NO_YEAR, VERDICTS } from './board.ts';
import { inLanes } from './columns.ts';
import { above, type Env, envOn } from './firm.ts';
import { gapsOf } from './gaps.ts';
import type { Slot } from './graph.ts';
import type { Catalogue } from './load.ts';
import type { Plan, PlannedCondition, PlannedMeasure } from './plan.ts';
import { prepared } from './population.ts';
import type { Gap, IsoDate, Profile, Unit, Verdict } from './types.ts';

/** What a whole population looks like to one measure. */
export interface MeasureCount {
  readonly measure: string;
  readonly version: IsoDate;
  readonly verdicts: Readonly<Record<Verdict, number>>;
  /** Ineligible firms that are near (差一点). */
  readonly near: number;
  /** Conditions that keep ineligible firms out, in the order of the rule. */
  readonly blockers: readonly Blocker[];
  /** Alternatives that together keep ineligible firms out: no firm lacks one of them in particular. */
  readonly choices: readonly BlockingChoice[];
}
export interface BlockingChoice {
  /** Its first condition. */
  readonly id: string;
  /** So many of its branches would be enough. */
  readonly enough: number;
  readonly blocks: number;
  /** Of these, firms that nothing outside it keeps out. */
  readonly alone: number;
  /** Of these, firms that are near by one of its conditions. */
  readonly near: number;
}
export interface Blocker {
  readonly condition: string;
  /** The alternatives that it is one of, by their id; null where nothing stands for it. */
  readonly choice: string | null;
  /** Ineligible firms whose verdict rests on this condition. */
  readonly blocks: number;
  /** Of these, firms that nothing else keeps out. */
  readonly alone: number;
  /** Of these, firms that are near, and the median of what their nearest answer would have to change. */
  readonly near: number;
  readonly medianGap: { readonly field: string; readonly delta: number; readonly unit: Unit } | null;
}

export interface CountOptions {
  readonly measures?: readonly string[];
  /** Without it `near` is 0 and `medianGap` null: nearness is searched by trial. */
  readonly near?: boolean;
}

/**
 * Verdicts per measure over many firms, which condition keeps out how many, and how far off those are that are near.
 * The same verdicts as {@link assess} gives firm by firm.
 */
export function countPopulation(
  catalogue: Catalogue,
  profiles: Iterable<Profile>,
  asOf: IsoDate,
  { measures, near = true }: CountOptions = {},
): { readonly firms: number; readonly measures: readonly MeasureCount[] } {
  const { planned, columns } = prepared(catalogue, asOf, measures);
  const { board } = columns;
  const tallies = planned.map((each) => newTally(board, each));
  let firms = 0;
  for (const filled of inLanes(columns, profiles)) {
    const envs: (Env | undefined)[] = [];
    const envOf = (lane: number): Env => (envs[lane] ??= envOn(catalogue, board, lane));
    for (const tally of tallies) countMeasure(tally, board, filled, near ? envOf : undefined);
    firms += filled;
  }
  return { firms, measures: tallies.map(measureCount) };
}

function countMeasure(tally: Tally, board: Board, filled: number, envOf?: (lane: number) => Env): void {
  const { planned, verdicts, blocks, alone, blockers, choices } = tally;
  const { states, lanes } = board;
  const base = planned.verdict * lanes;
  for (let lane = 0; lane < filled; lane += 1) {
    const code = states[base + lane] ?? 0;
    verdicts[code] = (verdicts[code] ?? 0) + 1;
    if (code !== INELIGIBLE) continue;
    const { places } = blockers;
    const found = blockers.find(lane);
    for (let index = 0; index < found; index += 1) {
      const place = places[index] ?? 0;
      blocks[place] = (blocks[place] ?? 0) + 1;
    }
    const only = places[0] ?? 0;
    if (found === 1) alone[only] = (alone[only] ?? 0) + 1;
    const blocking = [...places.subarray(0, found)];
    for (const choice of choices) {
      const inside = blocking.filter((place) => isOf(choice, place)).length;
      if (inside === 0) continue;
      choice.blocks += 1;
      if (inside === found) choice.alone += 1;
    }
    if (envOf) countNear(tally, board, lane, blocking, envOf);
  }
}

interface Tally {
  readonly planned: PlannedMeasure;
  readonly verdicts: number[];
  readonly blockers: Blockers;
  /** By leaf. */
  readonly blocks: number[];
  readonly alone: number[];
  readonly gaps: readonly Gap[][];
  readonly choices: readonly CountedChoice[];
  near: number;
}
interface CountedChoice extends Choice {
  blocks: number;
  alone: number;
  near: number;
}
const isOf = ({ from, to }: Choice, place: number): boolean => place >= from && place < to;

function newTally(board: Board, planned: PlannedMeasure): Tally {
  const blockers = blockersIn(board, planned.require);
  const none = (): number[] => blockers.leaves.map(() => 0);
  const gaps = blockers.leaves.map(() => []);
  const choices = blockers.choices.map((choice) => ({ ...choice, blocks: 0, alone: 0, near: 0 }));
  return { planned, verdicts: VERDICTS.map(() => 0), blockers, blocks: none(), alone: none(), gaps, choices, near: 0 };
}

/** Whether a shortfall can be made good at all: by a lever, by time, or once a fiscal year is completed. */
function canBeNear(board: Board, { condition, test }: PlannedCondition, lane: number): boolean {
  if (condition.kind === 'score') return condition.levers !== undefined;
  if (condition.kind !== 'test' || test === undefined) return false;
  if (condition.levers !== undefined) return true;
  const node = board.graph.nodes[test];
  if (node?.op !== 'compare') return node?.op === 'exists' || node?.op === 'size';
  const flags = flagsAt(board, node.a, lane) | flagsAt(board, node.b, lane);
  return (flags & NO_YEAR) !== 0 || readsTime(board.graph, node.a) || readsTime(board.graph, node.b);
}

const readsTime = (plan: Plan, slot: Slot): boolean =>
  above(plan, slot).some((each) => TIMES.has(plan.nodes[each]?.op ?? ''));
const TIMES: ReadonlySet<string> = new Set(['days', 'months', 'years']);

function countNear(
  tally: Tally,
  board: Board,
  lane: number,
  places: readonly number[],
  envOf: (lane: number) => Env,
): void {
  const { leaves } = tally.blockers;
  if (!places.some((place) => leaves[place] && canBeNear(board, leaves[place], lane))) return;
  const { gaps, near } = gapsOf(envOf(lane), tally.planned);
  if (!near) return;
  tally.near += 1;
  const missed = places.filter((place) => {
    const condition = leaves[place]?.condition;
    const own = gaps.find((gap) => condition && 'id' in condition && gap.condition === condition.id);
    if (own) tally.gaps[place]?.push(own);
    return own !== undefined;
  });
  for (const choice of tally.choices) if (missed.some((place) => isOf(choice, place))) choice.near += 1;
}

function measureCount({ planned, verdicts, near, blockers, blocks, alone, gaps, choices }: Tally): MeasureCount {
  const idAt = (place: number): string => {
    const condition = blockers.leaves[place]?.condition;
    return condition && 'id' in condition ? condition.id : '';
  };
  const choiceOf = (place: number): string | null => {
    const choice = choices.find((each) => isOf(each, place));
    return choice ? idAt(choice.from) : null;
  };
  return {
    measure: planned.measure.id,
    version: planned.version.from,
    verdicts: {
      eligible: verdicts[0] ?? 0,
      review: verdicts[1] ?? 0,
      incomplete: verdicts[2] ?? 0,
      ineligible: verdicts[3] ?? 0,
      'out-of-scope': verdicts[4] ?? 0,
    },
    near,
    blockers: blockers.leaves.flatMap(({ condition }, place) => {
      const [count = 0, own = []] = [blocks[place], gaps[place]];
      if (count === 0 || !('id' in condition)) return [];
      return [
        {
          condition: condition.id,
          choice: choiceOf(place),
          blocks: count,
          alone: alone[place] ?? 0,
          near: own.length,
          medianGap: medianOf(own),
        },
      ];
    }),
    choices: choices
      .filter((choice) => choice.blocks > 0)
      .map((choice) => ({
        id: idAt(choice.from),
        enough: choice.enough,
        blocks: choice.blocks,
        alone: choice.alone,
        near: choice.near,
      })),
  };
}

/** The median change, of the field that most firms would have to change. */
function medianOf(gaps: readonly Gap[]): Blocker['medianGap'] {
  const byField = new Map<string, { delta: number; unit: Unit }[]>();
  for (const gap of gaps) {
    if ('on' in gap) continue;
    const delta = typeof gap.delta === 'number' ? gap.delta : (gap.delta.max ?? gap.delta.min ?? 0);
    byField.set(gap.field, [...(byField.get(gap.field) ?? []), { delta, unit: gap.unit }]);
  }
  const [most] = [...byField].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
  const sorted = most?.[1].toSorted((a, b) => a.delta - b.delta);
  const middle = sorted?.[Math.floor((sorted.length - 1) / 2)];
  return most && middle ? { field: most[0], ...middle } : null;
}
