/**
 * The answer as JSON in UTF-8. Half a megabyte, a third of it sources and benefits that stand in the catalogue word for
 * word: those are encoded once and copied, which takes a fraction of the time of writing everything out each time.
 */
import type { Availability, BasisRef, ConditionResult, MatchResult, Shown } from '#rules/engine/types.ts';

/** What `JSON.stringify` says of the answer, though not in the same order of keys. */
export function bytesOf({ results, ...head }: MatchResult): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  out.add(`${open(head)},"results":[`);
  for (const [index, result] of results.entries()) {
    const { conditions, benefit } = result;
    out.add(`${index === 0 ? '' : ','}${measureText(result)},"conditions":[`);
    for (const [at, condition] of conditions.entries()) {
      if (at > 0) out.add(',');
      if (condition.state === 'judgement' && isBare(condition)) out.copy(judgementBytes(condition));
      else {
        out.add(textOf(condition));
        out.copy(sourceBytes(condition));
      }
    }
    out.add('],"benefit":');
    if (benefit === null) out.add('null');
    else {
      const { basis, text, ...figures } = benefit;
      out.add(`${open(figures)},"basis":`);
      out.copy(textBytes(basis));
      out.add(',"text":');
      out.copy(textBytes(text));
      out.add('}');
    }
    out.add('}');
  }
  out.add(']}');
  return out.bytes();
}

/** A result’s JSON but for its conditions and its benefit, with no brace at its end. */
function measureText(result: MatchResult['results'][number]): string {
  const { measure, version, track, verdict, near, held, availability, missing, gaps, parameters } = result;
  const past = gaps.length === 0 ? '[]' : JSON.stringify(gaps);
  return `{"measure":"${measure}","version":"${version}","track":${word(track)},"verdict":"${verdict}","near":${near ? 'true' : 'false'},"held":${held === null ? 'null' : JSON.stringify(held)},"availability":${availabilityText(availability)},"missing":${listed(missing)},"gaps":${past},"parameters":${rulesText(parameters)}`;
}

function availabilityText(availability: Availability): string {
  const { state, opensOn, closesOn, firstCome, expected, successor, otherRegions, call } = availability;
  const isPlain = expected === null && otherRegions.length === 0 && call === null;
  if (!isPlain) return JSON.stringify(availability);
  return `{"state":"${state}","opensOn":${word(opensOn)},"closesOn":${word(closesOn)},"firstCome":${firstCome ? 'true' : 'false'},"expected":null,"successor":${word(successor)},"otherRegions":[],"call":null}`;
}

/** Dates, ids and the like. */
const word = (text: string | null): string => (text === null ? 'null' : `"${text}"`);

/** Whether nothing of the firm is in it: the engine gives one such result for every firm. */
const isBare = ({ actual, required, op, missing, items }: ConditionResult): boolean =>
  actual === null && required === null && op === null && missing.length === 0 && items === undefined;

const judgements = new WeakMap<ConditionResult, Buffer>();
function judgementBytes(condition: ConditionResult): Buffer {
  const known = judgements.get(condition) ?? encoded(condition);
  judgements.set(condition, known);
  return known;
}

/** What a condition’s JSON says of the firm. Ids are plain words that need no escape. */
function textOf({ id, state, actual, required, missing, decides, used, items }: ConditionResult): string {
  const points = items === undefined ? '' : `,"items":${JSON.stringify(items)}`;
  const needed = Array.isArray(required) ? rulesText(required) : shown(required);
  return `{"id":"${id}","state":"${state}","actual":${shown(actual)},"required":${needed},"missing":${listed(missing)},"decides":${decides ? 'true' : 'false'},"used":${listed(used)}${points}`;
}

/** The rest of it, which is the rule’s: each condition has a list of sources of its own, by which it is known again. */
function sourceBytes({ unit, op, part, grade, basis }: ConditionResult): Buffer {
  const known = sources.get(basis);
  if (known?.unit === unit && known.op === op && known.part === part && known.grade === grade) return known.bytes;
  const bytes = Buffer.from(`,${JSON.stringify({ unit, op, part, grade, basis }).slice(1)}`, 'utf8');
  sources.set(basis, { unit, op, part, grade, bytes });
  return bytes;
}
type Source = Pick<ConditionResult, 'unit' | 'op' | 'part' | 'grade'> & { readonly bytes: Buffer };
const sources = new WeakMap<readonly BasisRef[], Source>();

/** The JSON of what stands in the rules, or is planned from them, and is the same for every firm. */
const ruled = new WeakMap<object, string>();
function rulesText(value: object): string {
  const known = ruled.get(value) ?? JSON.stringify(value);
  ruled.set(value, known);
  return known;
}

const listed = (list: readonly string[]): string => (list.length === 0 ? '[]' : JSON.stringify(list));

function shown(value: Shown): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    default:
      return value === null ? 'null' : JSON.stringify(value);
  }
}

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
