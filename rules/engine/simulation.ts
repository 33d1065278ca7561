import { type Board, flagsAt, hiAt, loAt, newBoard, NO_YEAR, stateAt, VERDICTS } from './board.ts';
import { toDay, yearOf } from './calendar.ts';
import { changedMeasures, changesBetween, everyFirm, firmsTouched, type Seen } from './changes.ts';
import { inLanes, LANES, openColumns } from './columns.ts';
import type { Catalogue } from './load.ts';
import { newPlan, type PlannedMeasure, planMeasure } from './plan.ts';
import type { IsoDate, Profile, Verdict } from './types.ts';

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
