import { type Board, newBoard, VERDICTS } from './board.ts';
import { toDay } from './calendar.ts';
import { type Columns, inLanes, LANES, openColumns } from './columns.ts';
import type { Slot } from './graph.ts';
import { type Catalogue, planOn } from './load.ts';
import { type PlannedMeasure, planMeasure } from './plan.ts';
import { onDemand } from './single.ts';
import { type Tracer, tracer } from './trace.ts';
import type { IsoDate, Profile, Verdict } from './types.ts';

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

/** The measures asked for, planned, and the columns in which firms are worked out. */
export function prepared(
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
