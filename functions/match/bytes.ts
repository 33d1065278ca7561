/**
 * The answer as JSON in UTF-8, written while the engine judges: half a megabyte, most of it what the rules say of every
 * firm alike, which is encoded once and copied. So an answer leaves next to nothing behind to be cleared away.
 */
import { availabilityOf } from '#rules/engine/availability.ts';
import { SKIPPED, stateAt, UNKNOWN } from '#rules/engine/board.ts';
import { missingIn } from '#rules/engine/condition.ts';
import { benefitOf, openCase, type Standing, standingOf } from '#rules/engine/evaluate.ts';
import { above, type Env, workOut, workOutThese } from '#rules/engine/firm.ts';
import type { Slot } from '#rules/engine/graph.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { headOf, type MatchOptions, worded } from '#rules/engine/match.ts';
import type { Plan, PlannedCondition, PlannedMeasure } from '#rules/engine/plan.ts';
import { conditionResult, sidesAt } from '#rules/engine/shown.ts';
import type { ConditionResult, Profile, Texts } from '#rules/engine/types.ts';
import type { OutlinedMeasure } from './outline.ts';
import { FIRMS_OWN, NO_TEST, type Ruled, ruledOf } from './ruled.ts';
import { Writer } from './writer.ts';

/** What `JSON.stringify` says of what `match` answers, though not in the same order of keys. */
export function matchBytes(
  catalogue: Catalogue,
  texts: Texts,
  profile: Profile,
  { asOf, measures }: MatchOptions,
): Uint8Array<ArrayBuffer> {
  const env = openCase(catalogue, profile, asOf);
  const ruled = ruledOf(env);
  const asked = askedOf(catalogue, measures, ruled);
  // All that is asked is planned by now, so that every test has its slot.
  if (measures) workOutThese(env.board, new Set(asked.flatMap(({ planned }) => slotsOf(env.plan, planned))));
  else workOut(env.board);
  const out = new Writer(1024 + asked.length * BYTES_EACH);
  const addConditions = conditionsTo(out, env, ruled);
  const addMeasure = measuresTo(out, env, ruled, texts);
  out.add(`${open(headOf(catalogue, asOf))}"results":[`);
  for (const measure of asked) {
    const standing = standingOf(env, measure.planned);
    out.copy(OPEN);
    addConditions(measure);
    addMeasure(measure, standing);
  }
  out.dropComma();
  out.add(']}');
  return out.bytes();
}

/** That many an answer takes for each measure, and some more. */
const BYTES_EACH = 2048;

/** In the catalogue’s order, whatever the order they are asked in. */
function askedOf({ rules }: Catalogue, only: MatchOptions['measures'], { outline }: Ruled): readonly OutlinedMeasure[] {
  const all = rules.measures.map((measure, place) => ({ measure, place }));
  const ids = only && new Set(only);
  const asked = ids ? all.filter(({ measure }) => ids.has(measure.id)) : all;
  return asked.map(({ measure, place }) => outline.measureAt(place, measure));
}

/** All that a measure rests on, each slot after those that it reads. */
const slotsOf = (plan: Plan, { verdict, benefit }: PlannedMeasure): readonly Slot[] =>
  [verdict, ...Object.values(benefit)].flatMap((slot) => (slot === undefined ? [] : above(plan, slot)));

const OPEN = Buffer.from('{"conditions":[');
/** An object’s JSON but for the brace that closes it, and with it the comma before more. */
const open = (object: object): string => `${JSON.stringify(object).slice(0, -1)},`;

// ---- A measure --------------------------------------------------------------------------

function measuresTo(
  out: Writer,
  env: Env,
  ruled: Ruled,
  texts: Texts,
): (measure: OutlinedMeasure, standing: Standing) => void {
  const pieces = ruled.measuresOn(env.asOf, texts);
  const availability = ({ measure }: PlannedMeasure) => ({ availability: availabilityOf(env, measure) });
  const benefit = (planned: PlannedMeasure) => {
    const ids = { measure: planned.measure.id, version: planned.version.from };
    return { benefit: worded(texts, ids, benefitOf(env, planned)) };
  };
  return (outlined, { track, verdict, near, held, missing, gaps }) => {
    const { planned } = outlined;
    const own = ruled.ownOf(outlined);
    out.dropComma();
    const isPlain = track === null && held === null && !near && missing.length === 0 && gaps.length === 0;
    if (isPlain && !own.availability && !own.benefit) out.copy(PLAIN);
    else {
      const firms = { ...(own.availability && availability(planned)), ...(own.benefit && benefit(planned)) };
      out.add(standingPart({ track, near, held, missing, gaps, ...firms }));
    }
    const number = outlined.place * VERDICTS + stateAt(env.board, planned.verdict);
    if (pieces.copyTo(out, number)) return;
    const all = { ...(!own.availability && availability(planned)), ...(!own.benefit && benefit(planned)) };
    const { measure, version, parameters } = planned;
    const ruledPart = { measure: measure.id, version: version.from, parameters, verdict, ...all };
    pieces.put(number, `${JSON.stringify(ruledPart).slice(1)},`);
    pieces.copyTo(out, number);
  };
}
/** There are no more. */
const VERDICTS = 5;

const standingPart = (standing: Omit<Standing, 'verdict'>): string => `],${open(standing).slice(1)}`;
/** What comes out of most measures. */
const PLAIN = Buffer.from(standingPart({ track: null, near: false, held: null, missing: [], gaps: [] }));

// ---- A condition ------------------------------------------------------------------------

/** There are no more, and each either decides or does not. */
const STATES = 5;
const OUTCOMES = 2 * STATES;

/**
 * A condition mostly says what the rules say of it, one of five states, decisive or not, and what the firm has. So all
 * but the last is copied, and written out where it chooses between figures or earns points. Nothing that a firm said is
 * kept beyond its own answer.
 */
function conditionsTo(out: Writer, env: Env, ruled: Ruled): (measure: OutlinedMeasure) => void {
  const { board, plan } = env;
  const { outline, conditions } = ruled;
  /** Where in the answer stands what the firm has, by the slot of the test: many conditions share one. */
  const starts = new Int32Array(plan.nodes.length);
  const ends = new Int32Array(plan.nodes.length);

  const addSides = (test: Slot, leaf: number, state: number): void => {
    if (ends[test] !== 0) out.repeat(starts[test] ?? 0, ends[test] ?? 0);
    else {
      starts[test] = out.length;
      out.add(firmsPart(env, outline.leafAt(leaf), state));
      ends[test] = out.length;
    }
  };

  return (measure) => {
    outline.eachLeaf(board, measure, (leaf, state, decides) => {
      const test = ruled.testAt(leaf);
      const told = (): ConditionResult => {
        const part = leaf < measure.firstRequired ? 'scope' : 'require';
        return conditionResult(env, outline.leafAt(leaf), state, decides, part);
      };
      if (test === FIRMS_OWN) {
        out.add(`${JSON.stringify(told())},`);
        return;
      }
      const isAlike = (test === NO_TEST || state === SKIPPED) && state !== UNKNOWN;
      const number = leaf * OUTCOMES + state + (decides ? STATES : 0);
      if (!conditions.copyTo(out, number)) {
        conditions.put(number, isAlike ? `${JSON.stringify(told())},` : ruledPart(told()));
        conditions.copyTo(out, number);
      }
      if (state === UNKNOWN) out.add(firmsPart(env, outline.leafAt(leaf), state));
      else if (!isAlike) addSides(test, leaf, state);
    });
  };
}

const ruledPart = ({ id, part, grade, unit, basis, state, decides, used, required, op }: ConditionResult): string =>
  open({ id, part, grade, unit, basis, state, decides, used, required, op });
const firmsPart = (env: Env, planned: PlannedCondition, state: number): string => {
  const { actual } = sidesAt(env, planned, state);
  return `"actual":${JSON.stringify(actual)},"missing":${JSON.stringify(missingIn(env, planned))}},`;
};
