import { columnOf, newReading, readAnswers } from './answers.ts';
import { type Board, makeRoom, ROUNDED } from './board.ts';
import { stepOf } from './firm.ts';
import type { Slot } from './graph.ts';
import type { Step } from './operations.ts';
import { quickFact } from './quick-facts.ts';
import { quickFigure } from './quick-figures.ts';
import { quickNumber } from './quick-numbers.ts';
import { quickState } from './quick-states.ts';
import type { Json, Profile } from './types.ts';

/** How many firms are worked out side by side. */
export const LANES = 128;

/** Works out one slot for the first `count` firms. */
export type Column = (count: number) => void;

/**
 * A board on which one step after the other is worked out for all firms at once: at once where that is plain, else firm
 * by firm as for a single one.
 */
export interface Columns {
  readonly board: Board;
  /** What is worked out, in the order of evaluation. */
  readonly slots: readonly Slot[];
  /** What works out a slot, made when first asked for. */
  readonly stepAt: (slot: Slot) => Column;
  /** What the firms answered: `lanes` places for each column, undefined where there is no answer. */
  readonly answers: (Json | undefined)[];
  readonly columnOf: (path: string) => number;
  /** Room for the lanes that a step leaves to the step for a single firm: its loop is fast only while it calls nothing. */
  readonly rest: Int32Array;
  /** Reads what the first `count` firms on the board answered. */
  readonly read: Column;
}

/**
 * Prepares a board for these slots, which stand after all that they rest on; without them for all that its plan holds
 * now. What is asked of the plan later is not worked out here.
 */
export function openColumns(board: Board, slots: readonly Slot[] = board.graph.nodes.map((_, slot) => slot)): Columns {
  const { graph, lanes, profiles } = board;
  makeRoom(board);
  const reading = newReading();
  const steps: (Column | undefined)[] = [];
  const columns: Columns = {
    board,
    slots,
    stepAt: (slot) => (steps[slot] ??= newStep(columns, slot)),
    answers: [],
    rest: new Int32Array(lanes),
    columnOf: (path) => columnOf(reading, path),
    read: (count) => {
      readAnswers(reading, columns.answers, lanes, profiles, count);
    },
  };
  for (const path of ['certificates', 'industryCode', 'registeredOn']) columnOf(reading, path);
  for (const slot of slots) {
    const node = graph.nodes[slot];
    if (node === undefined) continue;
    if ('path' in node) columnOf(reading, node.path);
    if (node.op === 'is' && node.implied) columnOf(reading, node.implied.by);
    // Constants stay from one firm to the next.
    if (node.op !== 'const') continue;
    board.lo.fill(node.value, slot * lanes, (slot + 1) * lanes);
    board.hi.fill(node.value, slot * lanes, (slot + 1) * lanes);
  }
  board.done = graph.nodes.length;
  columns.answers.push(...Array.from({ length: reading.columns * lanes }, () => undefined));
  return columns;
}

/** Works out every slot for the first `count` firms on the board. */
function workOutColumns({ slots, stepAt, read }: Columns, count: number): void {
  read(count);
  for (const slot of slots) stepAt(slot)(count);
}

/** Fills the lanes with firms, works them out, and gives the number of lanes filled. */
export function* inLanes(columns: Columns, profiles: Iterable<Profile>): Generator<number> {
  const { board } = columns;
  let filled = 0;
  const workedOut = (): number => {
    const lanes = filled;
    workOutColumns(columns, lanes);
    filled = 0;
    return lanes;
  };
  for (const profile of profiles) {
    board.profiles[filled] = profile;
    filled += 1;
    if (filled === board.lanes) yield workedOut();
  }
  if (filled > 0) yield workedOut();
}

function newStep(columns: Columns, slot: Slot): Column {
  const node = columns.board.graph.nodes[slot];
  if (node === undefined || node.op === 'const') return nothing;
  const lane = laneStep(columns.board, slot);
  return (
    quickState(columns, node, slot, lane) ??
    quickNumber(columns, node, slot, lane) ??
    quickFigure(columns, node, slot, lane) ??
    quickFact(columns, node, slot, lane) ??
    byLane(lane)
  );
}

/** Works out a slot for one firm, as the step for a single one does. */
export type LaneStep = (lane: number) => void;

function laneStep(board: Board, slot: Slot): LaneStep {
  let step: Step | undefined;
  const rounded = board.graph.exact[slot] === true ? 0 : ROUNDED;
  const base = slot * board.lanes;
  return (lane) => {
    step ??= stepOf(board.graph, slot);
    step(board, base + lane, lane);
    board.flags[base + lane] = (board.flags[base + lane] ?? 0) | rounded;
  };
}

/** Works out the lanes that were left. */
export function workOutRest({ rest }: Columns, left: number, byLane: LaneStep): void {
  for (let index = 0; index < left; index += 1) byLane(rest[index] ?? 0);
}

const nothing: Column = () => undefined;

const byLane =
  (run: LaneStep): Column =>
  (count) => {
    for (let lane = 0; lane < count; lane += 1) run(lane);
  };
