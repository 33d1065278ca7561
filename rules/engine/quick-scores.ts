import { JUDGEMENT, MET, UNKNOWN, UNMET } from './board.ts';
import type { Column, Columns } from './columns.ts';
import type { ScoreItemSlots, Slot } from './graph.ts';
import { adder, type ScoreNode } from './scores.ts';

/** The state of a score as for a single firm, with nothing made anew for each. */
export function quickScore({ board }: Columns, node: ScoreNode, slot: Slot): Column {
  const { states, lanes } = board;
  const { op, pass, items } = node;
  const add = adder(node);
  const reaches = (points: Float64Array): boolean => (op === '>' ? add(points) > pass : add(points) >= pass);
  const range = new Float64Array(3);
  // The lowest and the highest points of each item, and what they would be with all answers in.
  const min = new Float64Array(items.length);
  const max = new Float64Array(items.length);
  const least = new Float64Array(items.length);
  const most = new Float64Array(items.length);
  const spreads = items.map((item) => spreader(states, lanes, item));
  const stateOf = (lane: number): number => {
    let isOpen = false;
    for (let index = 0; index < items.length; index += 1) {
      if (spreads[index]?.(lane, range) === true) isOpen = true;
      const low = range[0] ?? 0;
      const high = range[1] ?? 0;
      const judged = range[2] ?? 0;
      min[index] = low;
      max[index] = high;
      least[index] = low + judged;
      most[index] = high - judged;
    }
    if (reaches(min)) return MET;
    if (!reaches(max)) return UNMET;
    return isOpen && (!reaches(least) || reaches(most)) ? UNKNOWN : JUDGEMENT;
  };
  const base = slot * lanes;
  return (count) => {
    for (let lane = 0; lane < count; lane += 1) states[base + lane] = stateOf(lane);
  };
}

/** Puts an item's lowest and highest points and what of them a person gives; says whether answers can change them. */
function spreader(
  states: Uint8Array,
  lanes: number,
  { tests, spans }: ScoreItemSlots,
): (lane: number, range: Float64Array) => boolean {
  const bases = Int32Array.from(tests, (test) => test * lanes);
  const lowest = Float64Array.from(spans, ([low]) => low);
  const highest = Float64Array.from(spans, ([, high]) => high);
  return (lane, range) => {
    let min = Infinity;
    let max = -Infinity;
    let narrowest = Infinity;
    let isOpen = false;
    for (let step = 0; step < lowest.length; step += 1) {
      const state = step < bases.length ? states[(bases[step] ?? 0) + lane] : MET;
      if (state === UNMET) continue;
      const low = lowest[step] ?? 0;
      const high = highest[step] ?? 0;
      min = Math.min(min, low);
      max = Math.max(max, high);
      narrowest = Math.min(narrowest, high - low);
      if (state === MET) break;
      if (state === UNKNOWN) isOpen = true;
    }
    range[0] = min;
    range[1] = max;
    range[2] = isOpen ? narrowest : max - min;
    return isOpen && max > min;
  };
}
