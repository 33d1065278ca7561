/**
 * The answer as JSON in UTF-8, written while the engine judges: half a megabyte, most of it what the rules say of every
 * firm alike, which is encoded once and copied. So an answer leaves next to nothing behind to be cleared away.
 */
import { availabilityOf } from '#rules/engine/availability.ts';
import { SKIPPED, UNKNOWN } from '#rules/engine/board.ts';
import { assess, eachCondition } from '#rules/engine/evaluate.ts';
import type { Env } from '#rules/engine/firm.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { askedOf, headOf, type MatchOptions, wordsOf } from '#rules/engine/match.ts';
import { known } from '#rules/engine/memory.ts';
import type { Plan, PlannedCondition, PlannedMeasure } from '#rules/engine/plan.ts';
import { conditionResult, isChoosing, type Sides, sidesAt } from '#rules/engine/shown.ts';
import type {
  Availability,
  ConditionResult,
  EvaluatedMeasure,
  Measure,
  NumberRange,
  Profile,
  Texts,
  Verdict,
} from '#rules/engine/types.ts';
import { Writer } from './writer.ts';

/** What `JSON.stringify` says of what `match` answers, though not in the same order of keys. */
export function matchBytes(
  catalogue: Catalogue,
  texts: Texts,
  profile: Profile,
  { asOf, measures }: MatchOptions,
): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  const assessOne = assess(catalogue, profile, asOf, {
    conditionsOf: conditionsTo(out),
    availabilityOf: availabilityForAll,
  });
  out.add(`${open(headOf(catalogue, asOf))}"results":[`);
  for (const measure of askedOf(catalogue, measures)) {
    out.add('{"conditions":[');
    const result = assessOne(measure);
    out.dropComma();
    out.add('],');
    const ruled = ruledOf(result);
    out.copy((ruled.start ??= startOf(result)));
    addStanding(out, result);
    addBenefit(out, result, texts, ruled);
  }
  out.dropComma();
  out.add(']}');
  return out.bytes();
}

/** An object’s JSON but for the brace that closes it, and with it the comma before more. */
const open = (object: object): string => `${JSON.stringify(object).slice(0, -1)},`;

// ---- A measure --------------------------------------------------------------------------

/** What the rules say of a measure in force, encoded once. */
interface RuledMeasure {
  start: Buffer | undefined;
  /** In the order in which they are shown. */
  readonly conditions: RuledCondition[];
  /** Of its benefit, in each language. */
  readonly words: WeakMap<Texts, Buffer>;
}
const ruledMeasures = new WeakMap<object, RuledMeasure>();
/** Known again by its parameters: each version in force has a list of its own. */
const ruledOf = ({ parameters }: Pick<EvaluatedMeasure, 'parameters'>): RuledMeasure =>
  known(ruledMeasures, parameters, () => ({ start: undefined, conditions: [], words: new WeakMap() }));

const startOf = ({ measure, version, parameters }: EvaluatedMeasure): Buffer =>
  Buffer.from(open({ measure, version, parameters }).slice(1));

/** What comes out of a measure as a whole, up to its conditions. */
function addStanding(out: Writer, { track, verdict, near, held, availability, missing, gaps }: EvaluatedMeasure): void {
  const isPlain = track === null && held === null && !near && missing.length === 0 && gaps.length === 0;
  if (isPlain) out.copy(PLAIN[verdict]);
  else out.add(standing({ track, verdict, near, held, missing, gaps }));
  out.copy(known(availabilities, availability, () => Buffer.from(`${JSON.stringify(availability)},`)));
}
const standing = (one: Pick<EvaluatedMeasure, 'track' | 'verdict' | 'near' | 'held' | 'missing' | 'gaps'>): string =>
  `${open(one).slice(1)}"availability":`;
const plain = (verdict: Verdict): Buffer =>
  Buffer.from(standing({ track: null, verdict, near: false, held: null, missing: [], gaps: [] }));
const PLAIN: Readonly<Record<Verdict, Buffer>> = {
  eligible: plain('eligible'),
  review: plain('review'),
  incomplete: plain('incomplete'),
  ineligible: plain('ineligible'),
  'out-of-scope': plain('out-of-scope'),
};
const availabilities = new WeakMap<Availability, Buffer>();

/** Where no call is for one region alone, all who ask on one day are told the same; kept for the day asked about last. */
const availabilityForAll: typeof availabilityOf = (env, measure) => {
  if (measure.calls.some(({ region }) => region !== undefined)) return availabilityOf(env, measure);
  if (latest.asOf !== env.asOf) latest = { asOf: env.asOf, found: new WeakMap() };
  return known(latest.found, measure, () => availabilityOf(env, measure));
};
let latest = { asOf: NaN, found: new WeakMap<Measure, Availability>() };

function addBenefit(out: Writer, result: EvaluatedMeasure, texts: Texts, { words }: RuledMeasure): void {
  const { benefit } = result;
  if (benefit === null) {
    out.add('"benefit":null},');
    return;
  }
  const { yearly, oneOff, ceiling } = benefit;
  out.add(`"benefit":{"yearly":${amount(yearly)},"oneOff":${amount(oneOff)},"ceiling":${amount(ceiling)},`);
  out.copy(known(words, texts, () => Buffer.from(`${JSON.stringify(wordsOf(texts, result)).slice(1)}},`)));
}
const amount = (money: number | NumberRange | null): string => (money === null ? 'null' : JSON.stringify(money));

// ---- A condition ------------------------------------------------------------------------

/** What the rules say of a condition, as far as it was asked for before. */
interface RuledCondition {
  /** Whether all but its state and its two sides is the rule’s own wherever no answer is missing. */
  readonly isPlain: boolean;
  /** Its JSON up to the two sides, by what came out of it and whether it decides; all of it where it has none. */
  readonly starts: (Buffer | undefined)[];
}
/** Stands beside the state in one number: there are fewer states than this. */
const DECIDES = 8;

/**
 * A condition mostly says what the rules say of it, one of five states, decisive or not, and what the firm has. So all
 * but the last is copied, and written out where an answer is missing, was chosen or earns points. Nothing that a firm
 * said is kept beyond its own answer.
 */
function conditionsTo(out: Writer): (env: Env, planned: PlannedMeasure) => readonly ConditionResult[] {
  /** What stands on both sides of a test, by its slot: many conditions share one. */
  const sides: Buffer[] = [];
  return (env, planned) => {
    const { conditions } = ruledOf(planned);
    let place = 0;
    eachCondition(env, planned, (leaf, code, decides, part) => {
      const { isPlain, starts } = (conditions[place] ??= { isPlain: isPlainIn(env.plan, leaf), starts: [] });
      place += 1;
      if (!isPlain || code === UNKNOWN) {
        out.add(`${JSON.stringify(conditionResult(env, leaf, code, decides, part))},`);
        return;
      }
      const { test } = leaf;
      const hasSides = test !== undefined && code !== SKIPPED;
      const start = code + (decides ? DECIDES : 0);
      out.copy((starts[start] ??= ruledPart(conditionResult(env, leaf, code, decides, part), hasSides)));
      if (hasSides) out.copy((sides[test] ??= bothSides(sidesAt(env, leaf, code))));
    });
    return WRITTEN;
  };
}
/** They are in the answer already. */
const WRITTEN: readonly ConditionResult[] = [];

const isPlainIn = (plan: Plan, { condition, test }: PlannedCondition): boolean =>
  condition.kind !== 'score' && (test === undefined || !isChoosing(plan, test));

function ruledPart(condition: ConditionResult, hasSides: boolean): Buffer {
  if (!hasSides) return Buffer.from(`${JSON.stringify(condition)},`);
  const { id, part, grade, unit, basis, state, decides, missing, used } = condition;
  return Buffer.from(open({ id, part, grade, unit, basis, state, decides, missing, used }));
}
const bothSides = ({ actual, required, op }: Sides): Buffer =>
  Buffer.from(`${JSON.stringify({ actual, required, op }).slice(1)},`);
