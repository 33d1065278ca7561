/**
 * The answer as JSON in UTF-8. Half a megabyte, most of it what the rules say of every firm alike: that is encoded once
 * and copied, which takes a fraction of the time of writing everything out each time.
 */
import type {
  Availability,
  ConditionResult,
  EvaluatedMeasure,
  MatchResult,
  NumberRange,
  State,
} from '#rules/engine/types.ts';

/** What `JSON.stringify` says of the answer, though not in the same order of keys. */
export function bytesOf({ results, ...head }: MatchResult): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  out.add(`${open(head)},"results":[`);
  let isFirst = true;
  for (const result of results) {
    const { conditions, benefit } = result;
    const measure = measureOf(result);
    if (!isFirst) out.add(',');
    isFirst = false;
    out.copy(measure.bytes);
    addStanding(out, result);
    let place = 0;
    for (const condition of conditions) {
      addCondition(out, condition, measure, place);
      place += 1;
    }
    out.add('],"benefit":');
    if (benefit === null) out.add('null}');
    else {
      const { yearly, oneOff, ceiling, basis, text } = benefit;
      out.add(`{"yearly":${amount(yearly)},"oneOff":${amount(oneOff)},"ceiling":${amount(ceiling)},"basis":`);
      out.copy(textBytes(basis));
      out.add(',"text":');
      out.copy(textBytes(text));
      out.add('}}');
    }
  }
  out.add(']}');
  return out.bytes();
}

/** What comes out of a measure as a whole, up to its conditions. */
function addStanding(out: Writer, result: EvaluatedMeasure): void {
  const { track, verdict, near, held, availability, missing, gaps } = result;
  const isPlain = track === null && held === null && !near && missing.length === 0 && gaps.length === 0;
  if (!isPlain || !isBare(availability)) out.add(standing(result));
  else {
    const key = verdict + availability.state;
    const known = standings.get(key) ?? Buffer.from(standing(result));
    standings.set(key, known);
    out.copy(known);
  }
}
const standing = ({ track, verdict, near, held, availability, missing, gaps }: EvaluatedMeasure): string =>
  `,${open({ track, verdict, near, held, availability, missing, gaps }).slice(1)},"conditions":[`;
/** By verdict and availability, where there is nothing more to say. */
const standings = new Map<string, Buffer>();

const isBare = ({ opensOn, closesOn, firstCome, expected, successor, otherRegions, call }: Availability): boolean =>
  opensOn === null &&
  closesOn === null &&
  !firstCome &&
  expected === null &&
  successor === null &&
  otherRegions.length === 0 &&
  call === null;

const amount = (money: number | NumberRange | null): string => (money === null ? 'null' : JSON.stringify(money));

// ---- What the rules say -------------------------------------------------------------------

/** Of a measure, encoded once; known again by its parameters, of which each has a list of its own. */
interface RuledMeasure {
  readonly bytes: Buffer;
  /** In the order of its conditions. */
  readonly conditions: RuledCondition[];
}
/** Of a condition: with what it needs, and without where that is not looked at. */
interface RuledCondition extends Pick<ConditionResult, 'basis' | 'required' | 'op'> {
  readonly bytes: Buffer;
  bare: Buffer | undefined;
}

const measures = new WeakMap<object, RuledMeasure>();
function measureOf({ measure, version, parameters }: EvaluatedMeasure): RuledMeasure {
  const known = measures.get(parameters);
  if (known) return known;
  const made = { bytes: Buffer.from(open({ measure, version, parameters })), conditions: [] };
  measures.set(parameters, made);
  return made;
}

/**
 * A condition mostly says what the rules say of it, one of five states, decisive or not, and what the firm has. So the
 * rest of it is copied, and written out where an answer is missing, was chosen or earns points, or where what is needed
 * may be reckoned from the firm’s figures: nothing that a firm said is kept.
 */
function addCondition(out: Writer, condition: ConditionResult, { conditions }: RuledMeasure, place: number): void {
  const { state, decides, actual, required, op, missing, used, items, basis } = condition;
  const isReckoned = op !== null && op !== 'in' && typeof required !== 'boolean';
  if (isReckoned || missing.length > 0 || used.length > 0 || items !== undefined) {
    out.add(`${place === 0 ? '' : ','}${JSON.stringify(condition)}`);
    return;
  }
  let ruled = conditions[place];
  const hasSides = required !== null || op !== null;
  if (ruled?.basis !== basis || (hasSides && (ruled.required !== required || ruled.op !== op))) {
    ruled = { basis, required, op, bytes: ruledBytes(condition, place), bare: undefined };
    conditions[place] = ruled;
  }
  out.copy(hasSides ? ruled.bytes : (ruled.bare ??= ruledBytes(condition, place)));
  const outcomes = OUTCOMES[state][decides ? 1 : 0];
  if (actual === null) out.copy(outcomes.none);
  else if (actual === true) out.copy(outcomes.yes);
  else if (actual === false) out.copy(outcomes.no);
  else {
    out.copy(outcomes.open);
    out.add(`${JSON.stringify(actual)}}`);
  }
}

/** A condition’s JSON up to what came out of it. */
function ruledBytes({ id, part, grade, unit, basis, required, op }: ConditionResult, place: number): Buffer {
  return Buffer.from(`${place === 0 ? '' : ','}${open({ id, part, grade, unit, basis, required, op })}`);
}

/** The rest of its JSON, by state and by whether it decides. */
interface Outcome {
  readonly none: Buffer;
  readonly yes: Buffer;
  readonly no: Buffer;
  /** Up to what the firm has. */
  readonly open: Buffer;
}
const outcome = (state: State, decides: boolean): Outcome => {
  const start = `,"state":"${state}","decides":${decides ? 'true' : 'false'},"missing":[],"used":[],"actual":`;
  return {
    none: Buffer.from(`${start}null}`),
    yes: Buffer.from(`${start}true}`),
    no: Buffer.from(`${start}false}`),
    open: Buffer.from(start),
  };
};
const outcomes = (state: State): readonly [Outcome, Outcome] => [outcome(state, false), outcome(state, true)];
const OUTCOMES: Readonly<Record<State, readonly [Outcome, Outcome]>> = {
  met: outcomes('met'),
  unmet: outcomes('unmet'),
  unknown: outcomes('unknown'),
  judgement: outcomes('judgement'),
  skipped: outcomes('skipped'),
};

/** An object’s JSON but for the brace that closes it. */
const open = (object: object): string => JSON.stringify(object).slice(0, -1);

const encoded = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), 'utf8');

/** Texts of the catalogue and of those before it; a few hundred each. */
const texts = new Map<string | null, Buffer>();
const MOST_TEXTS = 10_000;
function textBytes(text: string | null): Buffer {
  const known = texts.get(text);
  if (known) return known;
  if (texts.size >= MOST_TEXTS) texts.clear();
  const made = encoded(text);
  texts.set(text, made);
  return made;
}

/** Collects text and bytes; nothing else runs while one is filled, so that all share one room. */
class Writer {
  private length = 0;
  /** Text that is not written yet. */
  private pending = '';

  add(text: string): void {
    this.pending += text;
  }

  copy(bytes: Buffer): void {
    this.flush();
    this.reserve(bytes.length);
    room.set(bytes, this.length);
    this.length += bytes.length;
  }

  bytes(): Uint8Array<ArrayBuffer> {
    this.flush();
    return new Uint8Array(room.subarray(0, this.length));
  }

  private flush(): void {
    if (this.pending === '') return;
    // No character takes more than three bytes for each of its code units.
    this.reserve(this.pending.length * 3);
    this.length += room.write(this.pending, this.length, 'utf8');
    this.pending = '';
  }

  private reserve(more: number): void {
    if (this.length + more <= room.length) return;
    const wider = Buffer.allocUnsafe(2 * (this.length + more));
    room.copy(wider, 0, 0, this.length);
    room = wider;
  }
}
let room = Buffer.allocUnsafe(1024 * 1024);
