/**
 * The answer as JSON in UTF-8. Half a megabyte, a third of it sources and benefits that stand in the catalogue word for
 * word: those are encoded once and copied, which takes a fraction of the time of writing everything out each time.
 */
import type { BasisRef, ConditionResult, MatchResult, Shown } from '#rules/engine/types.ts';

/** What `JSON.stringify` says of the answer, though not in the same order of keys. */
export function bytesOf({ results, ...head }: MatchResult): Uint8Array<ArrayBuffer> {
  const out = new Writer();
  out.add(`${open(head)},"results":[`);
  for (const [index, { conditions, benefit, ...measure }] of results.entries()) {
    out.add(`${index === 0 ? '' : ','}${open(measure)},"conditions":[`);
    for (const [at, condition] of conditions.entries()) {
      out.add(at === 0 ? textOf(condition) : `,${textOf(condition)}`);
      out.copy(basisBytes(condition.basis));
      out.add('}');
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

/** A condition’s JSON up to its basis, which comes last. Ids, units and the like are plain words that need no escape. */
function textOf({
  id,
  state,
  actual,
  required,
  unit,
  missing,
  op,
  part,
  decides,
  grade,
  used,
  items,
}: ConditionResult): string {
  const points = items === undefined ? '' : `,"items":${JSON.stringify(items)}`;
  const by = op === null ? 'null' : `"${op}"`;
  const of = unit === null ? 'null' : `"${unit}"`;
  return `{"id":"${id}","state":"${state}","actual":${shown(actual)},"required":${shown(required)},"unit":${of},"missing":${listed(missing)},"op":${by},"part":"${part}","decides":${decides ? 'true' : 'false'},"grade":"${grade}","used":${listed(used)}${points},"basis":`;
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

const bases = new WeakMap<readonly BasisRef[], Buffer>();
function basisBytes(basis: readonly BasisRef[]): Buffer {
  const known = bases.get(basis) ?? encoded(basis);
  bases.set(basis, known);
  return known;
}

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
