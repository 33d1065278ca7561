/** Values that a schema of the OpenAPI document describes, and values that nobody should send. */
import fc from 'fast-check';

export type Schema = Readonly<Record<string, unknown>>;
type Any = fc.Arbitrary<unknown>;

const isRecord = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const schemas = (value: unknown): readonly Schema[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const numberOr = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise);

/** Deeper objects are left empty: some schemas hold themselves. */
const DEEPEST = 6;

/** Gives arbitraries for schemas; references are looked up among the document's named ones. */
export function describedBy(named: Readonly<Record<string, Schema>>): (schema: Schema) => Any {
  const known = new Map<Schema, Any>();

  function of(schema: Schema, depth: number): Any {
    const before = depth === 0 ? known.get(schema) : undefined;
    if (before) return before;
    const made = make(schema, depth);
    if (depth === 0) known.set(schema, made);
    return made;
  }

  function make(schema: Schema, depth: number): Any {
    const name = typeof schema.$ref === 'string' ? schema.$ref.split('/').at(-1) : undefined;
    const target = name === undefined ? undefined : named[name];
    if (target) return depth > DEEPEST ? fc.constant({}) : of(target, depth + 1);
    const values: readonly unknown[] = Array.isArray(schema.enum) ? schema.enum : [];
    if (values.length > 0) return fc.constantFrom<unknown>(...values);
    if ('const' in schema) return fc.constant(schema.const);
    const choices = schemas(schema.anyOf ?? schema.oneOf);
    if (choices.length > 0) return fc.oneof(...choices.map((each) => of(each, depth + 1)));
    const parts = schemas(schema.allOf);
    if (parts.length > 0) {
      return fc
        .tuple(...parts.map((each) => of(each, depth + 1)))
        .map((values): unknown => (values.every(isRecord) ? Object.assign({}, ...values) : values.at(-1)));
    }
    const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter((type) => typeof type === 'string');
    if (types.length === 0) return fc.jsonValue({ maxDepth: 2 });
    return fc.oneof(...types.map((type) => ofType(type, schema, depth)));
  }

  function ofType(type: string, schema: Schema, depth: number): Any {
    switch (type) {
      case 'null':
        return fc.constant(null);
      case 'boolean':
        return fc.boolean();
      case 'integer':
      case 'number': {
        const [min, max] = [numberOr(schema.minimum, -5), numberOr(schema.maximum, 5000)];
        return fc.integer({ min: Math.ceil(min), max: Math.max(Math.ceil(min), Math.floor(max)) });
      }
      case 'string':
        return text(schema);
      case 'array': {
        const minLength = numberOr(schema.minItems, 0);
        const items = isRecord(schema.items) ? of(schema.items, depth + 1) : fc.jsonValue({ maxDepth: 1 });
        return depth > DEEPEST ? fc.constant([]) : fc.array(items, { minLength, maxLength: minLength + 3 });
      }
      default:
        return object(schema, depth);
    }
  }

  function object(schema: Schema, depth: number): Any {
    if (depth > DEEPEST) return fc.constant({});
    const properties = isRecord(schema.properties) ? schema.properties : {};
    const entries = Object.entries(properties).flatMap(([key, each]) =>
      isRecord(each) ? [[key, of(each, depth + 1)] as const] : [],
    );
    if (entries.length === 0 && isRecord(schema.additionalProperties)) {
      return fc.dictionary(fc.constantFrom('a', 'name', '2025'), of(schema.additionalProperties, depth + 1), {
        maxKeys: 3,
      });
    }
    const required = Array.isArray(schema.required) ? schema.required : [];
    const requiredKeys = entries.map(([key]) => key).filter((key) => required.includes(key));
    return fc.record(Object.fromEntries(entries), { requiredKeys });
  }

  return (schema) => of(schema, 0);
}

function text(schema: Schema): fc.Arbitrary<string> {
  if (schema.format === 'date') return fc.oneof(fc.constantFrom('2026-07-01', '2025-12-31', '2024-02-29'), day());
  if (schema.format === 'binary') return fc.string({ maxLength: 40 });
  const examples = typeof schema.example === 'string' ? [fc.constant(schema.example)] : [];
  const minLength = numberOr(schema.minLength, 0);
  const plain = fc.string({
    minLength,
    maxLength: Math.min(numberOr(schema.maxLength, minLength + 20), minLength + 40),
  });
  const pattern = typeof schema.pattern === 'string' ? [fc.stringMatching(new RegExp(schema.pattern))] : [];
  return pattern.length > 0 ? fc.oneof(...pattern, ...examples) : fc.oneof(plain, ...examples);
}

const day = (): fc.Arbitrary<string> =>
  fc
    .date({ min: new Date('1990-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));

/** What breaks careless programs. */
export const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  '../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '${7*7}{{7*7}}',
  '\ud800',
  '\u202e反转\u2066',
  '９１１１０１０５',
  '2026-02-30',
  '0000-00-00',
  '9999999999-01-01',
  '-0',
  '1e999',
  'NaN',
  'null',
  '#',
  '##',
  '~',
  '\uffff',
  '/',
  '%2e%2e%2f',
  'a'.repeat(3000),
  '企'.repeat(700),
  '😀'.repeat(500),
] as const;

export const hostile: Any = fc.oneof(
  fc.constantFrom<unknown>(...HOSTILE_TEXTS),
  fc.constantFrom<unknown>(null, true, -1, 0, 1e308, -1e308, 2 ** 53, 0.1, [], {}, [[]], { min: 2, max: 1 }),
  fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":1}')),
  fc.array(fc.integer(), { minLength: 300, maxLength: 400 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

/** The value with one place of it exchanged, removed or added to. */
export function disturbed(value: unknown, pick: number, other: unknown): unknown {
  if (Array.isArray(value) && value.length > 0 && pick % 5 !== 0) {
    const at = pick % value.length;
    return value.map((each: unknown, index) => (index === at ? disturbed(each, Math.floor(pick / 3), other) : each));
  }
  if (isRecord(value) && pick % 5 !== 0) {
    const keys = Object.keys(value);
    const key = keys[pick % Math.max(1, keys.length)];
    if (key === undefined || pick % 7 === 0) return { ...value, [typeof other === 'string' ? other : 'more']: other };
    if (pick % 11 === 0) return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
    return { ...value, [key]: disturbed(value[key], Math.floor(pick / 3), other) };
  }
  return other;
}
