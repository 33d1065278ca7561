import { columnOf, newReading, readAnswers } from './answers.ts';
import { type Board, makeRoom, ROUNDED } from './board.ts';
import { stepOf } from './firm.ts';
import type { Slot } from './graph.ts';
import { quickNumber } from './quick-numbers.ts';
import { quickState } from './quick-states.ts';
import type { Json } from './types.ts';

/** Works out one slot for the first `count` firms. */
export type Column = (count: number) => void;

/**
 * A board on which one step after the other is worked out for all firms at once: at once where that is plain, else firm
 * by firm as for a single one.
 */
export interface Columns {
  readonly board: Board;
  /** By slot. */
  readonly steps: Column[];
  /** What the firms answered: `lanes` places for each column, undefined where there is no answer. */
  readonly answers: (Json | undefined)[];
  readonly columnOf: (path: string) => number;
  /** Reads what the first `count` firms on the board answered. */
  readonly read: Column;
}

/** Prepares a board for all that its plan holds now; what is asked of the plan later is not worked out here. */
export function openColumns(board: Board): Columns {
  const { graph, lanes, profiles } = board;
  makeRoom(board);
  const reading = newReading();
  const columns: Columns = {
    board,
    steps: [],
    answers: [],
    columnOf: (path) => columnOf(reading, path),
    read: (count) => {
      readAnswers(reading, columns.answers, lanes, profiles, count);
    },
  };
  for (const [slot, node] of graph.nodes.entries()) {
    const lane = laneStep(board, slot);
    const step = quickState(columns, node, slot, lane) ?? quickNumber(columns, node, slot, lane) ?? byLane(lane);
    // Constants stay from one firm to the next.
    if (node.op === 'const') step(lanes);
    columns.steps.push(node.op === 'const' ? nothing : step);
  }
  board.done = columns.steps.length;
  columns.answers.push(...Array.from({ length: reading.columns * lanes }, () => undefined));
  return columns;
}

/** Works out every slot for the first `count` firms on the board. */
export function workOutColumns({ steps, read }: Columns, count: number): void {
  read(count);
  for (const step of steps) step(count);
}

/** Works out a slot for one firm, as the step for a single one does. */
export type LaneStep = (lane: number) => void;

function laneStep(board: Board, slot: Slot): LaneStep {
  const step = stepOf(board.graph, slot);
  const rounded = board.graph.exact[slot] === true ? 0 : ROUNDED;
  const base = slot * board.lanes;
  return (lane) => {
    step(board, base + lane, lane);
    board.flags[base + lane] = (board.flags[base + lane] ?? 0) | rounded;
  };
}

const nothing: Column = () => undefined;

const byLane =
  (run: LaneStep): Column =>
  (count) => {
    for (let lane = 0; lane < count; lane += 1) run(lane);
  };
