import { newBoard, stateAt } from './board.ts';
import { toDay } from './calendar.ts';
import { inLanes, LANES, openColumns } from './columns.ts';
import { above } from './firm.ts';
import type { Node, Slot } from './graph.ts';
import { type Catalogue, planOn } from './load.ts';
import { inputsAt, type Plan, planMeasure } from './plan.ts';
import type { Day, IsoDate, Profile } from './types.ts';

/** Measures of both catalogues whose rules in force on the day differ, with what they rest on. */
export function changedMeasures(before: Catalogue, after: Catalogue, asOf: IsoDate): string[] {
  const [old, fresh] = [signatures(before, asOf), signatures(after, asOf)];
  return after.rules.measures.map(({ id }) => id).filter((id) => before.measures.has(id) && old(id) !== fresh(id));
}

/** Everything a measure's verdict and benefit rest on, as one text. */
function signatures(catalogue: Catalogue, asOf: IsoDate): (id: string) => string {
  const plan = planOn(catalogue, toDay(asOf), 'signatures');
  const { fields, parameters, sizes } = catalogue.rules;
  const shared = JSON.stringify([fields, sizes]);
  const known = new Map<string, string>();
  const signature = (id: string): string => {
    const measure = catalogue.measures.get(id);
    const found = known.get(id);
    if (found !== undefined || !measure) return found ?? '';
    const { version, parameters: read } = planMeasure(plan, measure);
    const values = Object.entries(read).map(([name, from]) =>
      parameters[name]?.values.find((value) => value.from === from),
    );
    const text = JSON.stringify([version.scope, version.require, version.benefit, values]);
    const others = [...text.matchAll(/\["qualifies","([^"]+)"\]/g)].map(([, other = '']) => signature(other));
    const whole = [text, ...others, shared].join('\n');
    known.set(id, whole);
    return whole;
  };
  return signature;
}

/** A state under the rules as they were and as they would be. */
export type Change = readonly [before: Slot, after: Slot];

/**
 * The changes that two verdicts rest on, as far down as states alone decide: where none of them shows for a firm, its
 * verdict is the same under both.
 */
export function changesBetween(plan: Plan, before: Slot, after: Slot): Change[] {
  if (before === after) return [];
  const [from, to] = [inputsAt(plan, before), inputsAt(plan, after)];
  const isSame = from.length === to.length && followAlike(plan.nodes[before], plan.nodes[after]);
  return isSame ? from.flatMap((slot, place) => changesBetween(plan, slot, to[place] ?? slot)) : [[before, after]];
}

/** Whether two steps give the same state for the same states of what they read, in the order they read it. */
function followAlike(before: Node | undefined, after: Node | undefined): boolean {
  switch (before?.op) {
    case 'all':
    case 'any':
    case 'not':
    case 'guard':
    case 'declared':
    case 'verdict':
      return after?.op === before.op;
    case 'atLeast':
      return after?.op === 'atLeast' && after.n === before.n;
    case 'qualifies':
      return after?.op === 'qualifies' && after.assumed === before.assumed;
    default:
      return false;
  }
}

/** How many firms there were, and the positions of those that were passed on. */
export interface Seen {
  firms: number;
  readonly places: number[];
}

export function* everyFirm(profiles: Iterable<Profile>, seen: Seen): Generator<Profile> {
  for (const profile of profiles) {
    seen.places.push(seen.firms);
    seen.firms += 1;
    yield profile;
  }
}

/** Passes on the firms for which a change shows: of the others, no more is worked out than what was changed. */
export function* firmsTouched(
  plan: Plan,
  day: Day,
  changes: readonly Change[],
  profiles: Iterable<Profile>,
  seen: Seen,
): Generator<Profile> {
  const slots = new Set(changes.flatMap((change) => change.flatMap((slot) => above(plan, slot))));
  const columns = openColumns(
    newBoard(plan, day, LANES),
    [...slots].sort((a, b) => a - b),
  );
  const { board } = columns;
  for (const filled of inLanes(columns, profiles)) {
    for (let lane = 0; lane < filled; lane += 1) {
      const profile = board.profiles[lane];
      const shows = changes.some(([before, after]) => stateAt(board, before, lane) !== stateAt(board, after, lane));
      if (!shows || profile === undefined) continue;
      seen.places.push(seen.firms + lane);
      yield profile;
    }
    seen.firms += filled;
  }
}
