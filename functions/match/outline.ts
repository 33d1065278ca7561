/**
 * A catalogue's measures as one stretch of days has them, laid out in rows of numbers. To walk them says the same as
 * the engine's own walk, and touches a tenth of the memory, which is what hundreds of verdicts mostly wait for.
 */
import { type Board, OUT_OF_SCOPE, SKIPPED, stateAt } from '#rules/engine/board.ts';
import { type Plan, type PlannedCondition, type PlannedMeasure, planMeasure } from '#rules/engine/plan.ts';
import type { Measure } from '#rules/engine/types.ts';

export interface OutlinedMeasure {
  /** In the catalogue. */
  readonly place: number;
  readonly planned: PlannedMeasure;
  /** Its rows: those of its scope, then from here those of its requirements, up to the last. */
  readonly first: number;
  readonly require: number;
  readonly end: number;
  /** The first of its leaves that is a requirement. */
  readonly firstRequired: number;
}

/** Calls with a condition's place among the leaves, its state, and whether the verdict rests on it. */
export type RowFound = (leaf: number, state: number, decides: boolean) => void;

// What a row holds: the slot of its state, the row of its group or none, what kind it is, its place among the leaves or none.
const STATE = 0;
const GROUP = 1;
const KIND = 2;
const LEAF = 3;
const WIDTH = 4;
const NONE = -1;
const GUARDED = 1;
const NEGATES = 32;
// What came of a group, in one number with its state and whether it negates.
const STATE_BITS = 7;
const DECIDES = 8;
const SKIPS = 16;

export class Outline {
  readonly #plan: Plan;
  /** The conditions that are shown, in the order in which they were laid out. */
  readonly #leaves: PlannedCondition[] = [];
  readonly #measures: (OutlinedMeasure | undefined)[] = [];
  #rows = new Int32Array(WIDTH * 4096);
  #length = 0;
  #came = new Uint8Array(4096);

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** The measure at a place of the catalogue, laid out when first asked for. */
  measureAt(place: number, measure: Measure): OutlinedMeasure {
    return (this.#measures[place] ??= this.#layOut(place, planMeasure(this.#plan, measure)));
  }

  leafAt(leaf: number): PlannedCondition {
    const planned = this.#leaves[leaf];
    if (planned === undefined) throw new Error('There is no such leaf.');
    return planned;
  }

  /** Each condition that is shown of a measure, the scope's first; of what is out of scope the requirements are not. */
  eachLeaf(board: Board, { planned, first, require, end }: OutlinedMeasure, found: RowFound): void {
    const rows = this.#rows;
    const came = this.#came;
    const { states } = board;
    const last = stateAt(board, planned.verdict) === OUT_OF_SCOPE ? require : end;
    for (let row = first; row < last; row += 1) {
      const at = row * WIDTH;
      const group = rows[at + GROUP] ?? NONE;
      const above = group === NONE ? DECIDES : (came[group] ?? 0);
      const skipped = (above & SKIPS) !== 0;
      const state = skipped ? SKIPPED : (states[rows[at + STATE] ?? 0] ?? 0);
      const decides =
        (above & DECIDES) !== 0 && (group === NONE || (above & NEGATES) !== 0 || (above & STATE_BITS) === state);
      const leaf = rows[at + LEAF] ?? NONE;
      if (leaf !== NONE) {
        found(leaf, state, decides);
        continue;
      }
      const kind = rows[at + KIND] ?? 0;
      const skips = skipped || (state === SKIPPED && (kind & GUARDED) !== 0);
      came[row] = state | (kind & NEGATES) | (decides ? DECIDES : 0) | (skips ? SKIPS : 0);
    }
  }

  #layOut(place: number, planned: PlannedMeasure): OutlinedMeasure {
    const first = this.#length;
    if (planned.scope) this.#add(planned.scope, NONE);
    const require = this.#length;
    const firstRequired = this.#leaves.length;
    this.#add(planned.require, NONE);
    return { place, planned, first, require, end: this.#length, firstRequired };
  }

  #add(planned: PlannedCondition, group: number): void {
    const { condition, guard, state, children } = planned;
    const row = this.#length;
    this.#length += 1;
    if (row >= this.#came.length) {
      this.#came = new Uint8Array(2 * row);
      const wider = new Int32Array(2 * row * WIDTH);
      wider.set(this.#rows);
      this.#rows = wider;
    }
    const kind = (condition.kind === 'not' ? NEGATES : 0) | (guard === undefined ? 0 : GUARDED);
    const leaf = children.length === 0 ? this.#leaves.push(planned) - 1 : NONE;
    this.#rows.set([state, group, kind, leaf], row * WIDTH);
    for (const child of children) this.#add(child, row);
  }
}
