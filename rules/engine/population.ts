import { blockersIn, type Blockers } from './blockers.ts';
import { type Board, flagsAt, hiAt, INELIGIBLE, loAt, newBoard, NO_YEAR, stateAt, VERDICTS } from './board.ts';
import { toDay, yearOf } from './calendar.ts';
import { type Columns, inLanes, LANES, openColumns } from './columns.ts';
import { above, type Env, envOn } from './firm.ts';
import { gapsOf } from './gaps.ts';
import type { Slot } from './graph.ts';
import { changedMeasures, changesBetween, everyFirm, firmsTouched, type Seen } from './changes.ts';
import { type Catalogue, planOn } from './load.ts';
import { newPlan, type Plan, type PlannedCondition, type PlannedMeasure, planMeasure } from './plan.ts';
import { onDemand } from './single.ts';
import { type Tracer, tracer } from './trace.ts';
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
}
export interface Blocker {
  readonly condition: string;
  /** Ineligible firms whose verdict rests on this condition. */
  readonly blocks: number;
  /** Of these, firms that nothing else keeps out. */
  readonly alone: number;
  /** Of these, firms that are near, and the median of what their nearest answer would have to change. */
  readonly near: number;
  readonly medianGap: { readonly field: string; readonly delta: number; readonly unit: Unit } | null;
}

/** Is called with the verdict codes of a firm, one firm after the other, in the order of the planned measures. */
type Found = (board: Board, planned: readonly PlannedMeasure[], lane: number, firm: number) => void;

/** Calls with the verdict codes of every firm. */
export function eachFirm(
  catalogue: Catalogue,
  profiles: Iterable<Profile>,
  asOf: IsoDate,
  measures: readonly string[] | undefined,
  found: Found,
): number {
  return firmsOn(catalogue, asOf, measures)(profiles, found);
}

/** The same for whoever has several lots of firms: they are worked out in the same room. */
export function firmsOn(
  catalogue: Catalogue,
  asOf: IsoDate,
  measures?: readonly string[],
): (profiles: Iterable<Profile>, found: Found) => number {
  const { planned, columns } = prepared(catalogue, asOf, measures);
  return (profiles, found) => {
    let firm = 0;
    for (const filled of inLanes(columns, profiles)) {
      for (let lane = 0; lane < filled; lane += 1) found(columns.board, planned, lane, firm + lane);
      firm += filled;
    }
    return firm;
  };
}

/** The verdict of every measure asked for, in the catalogue's order, as a function of a firm. */
export function verdictsOn(
  catalogue: Catalogue,
  asOf: IsoDate,
  measures?: readonly string[],
): (profile: Profile) => readonly Verdict[] {
  const { planned, columns } = prepared(catalogue, asOf, measures, 1);
  const { profiles } = columns.board;
  const { begin, stateOf } = onDemand(columns);
  const slots = planned.map(({ verdict }) => verdict);
  const verdictOf = (slot: Slot): Verdict => VERDICTS[stateOf(slot)] ?? 'incomplete';
  return (profile) => {
    profiles[0] = profile;
    begin();
    return slots.map(verdictOf);
  };
}

/** What the verdicts of firms rest on, one firm after the other, for many at little cost. */
export function tracesOn(catalogue: Catalogue, asOf: IsoDate, measures?: readonly string[]): Tracer {
  const { planned, columns } = prepared(catalogue, asOf, measures, 1);
  return tracer(columns, planned);
}

function prepared(
  catalogue: Catalogue,
  asOf: IsoDate,
  measures: readonly string[] | undefined,
  lanes = LANES,
): { planned: PlannedMeasure[]; columns: Columns } {
  const day = toDay(asOf);
  // A plan of its own: it holds what is asked here and nothing else.
  const plan = planOn(catalogue, day, measures === undefined ? '' : measures.join());
  const asked = catalogue.rules.measures.filter(({ id }) => measures === undefined || measures.includes(id));
  const planned = asked.map((measure) => planMeasure(plan, measure));
  return { planned, columns: openColumns(newBoard(plan, day, lanes)) };
}

// ---- Counting ----------------------------------------------------------------------

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
  const { planned, verdicts, blocks, alone, blockers } = tally;
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
    if (envOf) countNear(tally, board, lane, [...places.subarray(0, found)], envOf);
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
  near: number;
}
function newTally(board: Board, planned: PlannedMeasure): Tally {
  const blockers = blockersIn(board, planned.require);
  const none = (): number[] => blockers.leaves.map(() => 0);
  const gaps = blockers.leaves.map(() => []);
  return { planned, verdicts: VERDICTS.map(() => 0), blockers, blocks: none(), alone: none(), gaps, near: 0 };
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
  for (const place of places) {
    const condition = leaves[place]?.condition;
    const own = gaps.find((gap) => condition && 'id' in condition && gap.condition === condition.id);
    if (own) tally.gaps[place]?.push(own);
  }
}

function measureCount({ planned, verdicts, near, blockers, blocks, alone, gaps }: Tally): MeasureCount {
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
          blocks: count,
          alone: alone[place] ?? 0,
          near: own.length,
          medianGap: medianOf(own),
        },
      ];
    }),
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

// ---- Two catalogues side by side ------------------------------------------------------

/** What a change of rules would move (模拟). */
export interface Simulation {
  readonly firms: number;
  readonly measures: readonly SimulatedMeasure[];
}
export interface SimulatedMeasure {
  readonly measure: string;
  /** Firms by verdict before and after; only verdicts that differ. */
  readonly moves: readonly { readonly from: Verdict; readonly to: Verdict; readonly firms: number }[];
  /** Positions of the firms that come to be eligible or in review, and of those that no longer are. */
  readonly enter: readonly number[];
  readonly leave: readonly number[];
  /** What eligible firms and those in review can get in a year and once, in yuan, before and after. */
  readonly money: { readonly before: Money; readonly after: Money };
}
export interface Money {
  min: number;
  max: number;
}

/**
 * Judges a population by both catalogues. Only measures whose rules differ on the day are worked out, what both have
 * in common is worked out once, and where no money depends on a verdict only for the firms that the change touches.
 */
export function simulate(before: Catalogue, after: Catalogue, profiles: Iterable<Profile>, asOf: IsoDate): Simulation {
  const changed = changedMeasures(before, after, asOf);
  const day = toDay(asOf);
  const plan = newPlan(before, day, yearOf(day));
  const planned = (catalogue: Catalogue): Map<string, PlannedMeasure> => {
    plan.catalogue = catalogue;
    plan.measures = new Map();
    plan.parameters = new Map();
    for (const id of changed) {
      const measure = catalogue.measures.get(id);
      if (measure) planMeasure(plan, measure);
    }
    return plan.measures;
  };
  const [prior, next] = [planned(before), planned(after)];
  const pairs = changed.flatMap((id) => {
    const [from, to] = [prior.get(id), next.get(id)];
    return from && to ? [newPair(from, to)] : [];
  });
  const columns = openColumns(newBoard(plan, day, LANES));
  const { board } = columns;
  const seen: Seen = { firms: 0, places: [] };
  const changes = pairs.flatMap((pair) => changesBetween(plan, pair.prior.verdict, pair.next.verdict));
  const touched = pairs.some(paysMoney) ? everyFirm(profiles, seen) : firmsTouched(plan, day, changes, profiles, seen);
  let compared = 0;
  for (const filled of inLanes(columns, touched)) {
    for (let lane = 0; lane < filled; lane += 1)
      for (const pair of pairs) comparePair(pair, board, lane, seen.places[compared + lane] ?? 0);
    compared += filled;
  }
  return { firms: seen.firms, measures: pairs.map(simulated) };
}

const paysMoney = ({ prior, next }: Pair): boolean =>
  [prior, next].some(({ benefit }) => benefit.yearly !== undefined || benefit.oneOff !== undefined);

const simulated = ({ next, moves, enter, leave, money }: Pair): SimulatedMeasure => ({
  measure: next.measure.id,
  moves: movesOf(moves),
  enter,
  leave,
  money,
});

interface Pair {
  readonly prior: PlannedMeasure;
  readonly next: PlannedMeasure;
  readonly moves: Map<number, number>;
  readonly enter: number[];
  readonly leave: number[];
  readonly money: { readonly before: Money; readonly after: Money };
}
const newPair = (prior: PlannedMeasure, next: PlannedMeasure): Pair => ({
  prior,
  next,
  moves: new Map(),
  enter: [],
  leave: [],
  money: { before: { min: 0, max: 0 }, after: { min: 0, max: 0 } },
});

const isIn = (code: number): boolean => code < 2;

function comparePair(pair: Pair, board: Board, lane: number, firm: number): void {
  const from = stateAt(board, pair.prior.verdict, lane);
  const to = stateAt(board, pair.next.verdict, lane);
  if (from !== to) {
    const move = from * 8 + to;
    pair.moves.set(move, (pair.moves.get(move) ?? 0) + 1);
    if (isIn(to) && !isIn(from)) pair.enter.push(firm);
    if (isIn(from) && !isIn(to)) pair.leave.push(firm);
  }
  if (isIn(from)) addMoney(pair.money.before, board, pair.prior, lane);
  if (isIn(to)) addMoney(pair.money.after, board, pair.next, lane);
}

function addMoney(money: Money, board: Board, { benefit }: PlannedMeasure, lane: number): void {
  for (const slot of [benefit.yearly, benefit.oneOff]) {
    if (slot === undefined || (flagsAt(board, slot, lane) & NO_YEAR) !== 0) continue;
    const [min, max] = [loAt(board, slot, lane), hiAt(board, slot, lane)];
    if (!Number.isFinite(min) || !Number.isFinite(max)) continue;
    money.min += min;
    money.max += max;
  }
}

const movesOf = (moves: ReadonlyMap<number, number>): SimulatedMeasure['moves'] =>
  [...moves]
    .sort(([a], [b]) => a - b)
    .map(([move, firms]) => ({
      from: VERDICTS[move >> 3] ?? 'incomplete',
      to: VERDICTS[move & 7] ?? 'incomplete',
      firms,
    }));
