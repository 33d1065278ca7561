import fc from 'fast-check';
import type { Field, FieldDictionary, Json, Profile } from '#rules/engine/types.ts';

/** Answers as firms give them: round figures near the thresholds of real rules, ranges, months, or none. */
const YEARS = ['2023', '2024', '2025', '2026'];
const AMOUNTS = [0, 1e5, 3e5, 1e6, 1.2e6, 3e6, 5e6, 1.2e7, 1.5e7, 2e7, 5e7, 1e8, 2e8, 4e8, 1e9];
const PEOPLE = [0, 1, 5, 6, 10, 20, 50, 60, 99, 100, 150, 300, 301, 500, 501, 1000];

function amount(field: Field): fc.Arbitrary<number> {
  const whole = (choices: readonly number[]): fc.Arbitrary<number> =>
    fc
      .tuple(fc.constantFrom(...choices), fc.constantFrom(0, 0, 0, 1, -1))
      .map(([value, nudge]) => Math.max(field.min ?? -1e9, value + nudge));
  switch (field.unit) {
    case 'ratio':
      return fc.integer({ min: 0, max: 100 }).map((hundredths) => hundredths / 100);
    case 'yuan':
    case 'usd':
      return whole(AMOUNTS);
    case 'people':
      return whole(PEOPLE);
    default:
      return fc.integer({ min: Math.max(0, field.min ?? 0), max: Math.min(100, field.max ?? 100) });
  }
}

const day = fc
  .tuple(fc.integer({ min: 2010, max: 2026 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
  .map(([y, m, d]) => `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`);

function answer(field: Field): fc.Arbitrary<Json> {
  const values = field.values ?? [];
  switch (field.type) {
    case 'number':
      return fc.oneof(
        { weight: 4, arbitrary: amount(field) },
        {
          weight: 1,
          arbitrary: fc
            .tuple(amount(field), amount(field))
            .map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) })),
        },
      );
    case 'flag':
      return fc.boolean();
    case 'enum':
      return values.length === 0 ? fc.constant(null) : fc.constantFrom(...values);
    case 'enums':
      return fc.subarray([...values], { maxLength: 3 });
    case 'date':
      return fc.oneof(
        day,
        day.map((date) => date.slice(0, 7)),
      );
    case 'industry':
      return fc.constantFrom(
        'I65',
        'I6510',
        'C35',
        'C3562',
        'C16',
        'F51',
        'H62',
        'K70',
        'K7010',
        'L72',
        'M73',
        'G59',
        'J66',
        'E47',
        'R90',
      );
    case 'certificates':
      return fc.array(
        fc
          .tuple(
            fc.constantFrom(...values),
            fc.integer({ min: 2022, max: 2026 }),
            fc.integer({ min: 1, max: 12 }),
            fc.boolean(),
          )
          .map(([type, year, month, closed]) => {
            const on = `-${String(month).padStart(2, '0')}-15`;
            return { type, grantedOn: `${year}${on}`, ...(closed ? { validTo: `${year + 3}${on}` } : {}) };
          }),
        { maxLength: 4 },
      );
    case 'text':
    case 'uscc':
      return fc.constant(null);
  }
}

/** Who and where most firms of the catalogue are; otherwise nearly all random firms would be out of scope. */
const USUAL: Readonly<Record<string, readonly Json[]>> = {
  residentEnterprise: [true],
  applicantType: ['company'],
  region: ['chaoyang', 'dongcheng', 'haidian'],
  park: ['zgc-chaoyang', 'none'],
  taxCollection: ['audit'],
  'credit.abnormalList': [false],
  'credit.seriousDishonesty': [false],
};

/** Random firms over the whole dictionary; six answers of seven are given, parts never exceed wholes. */
export function firms(fields: FieldDictionary): fc.Arbitrary<Profile> {
  const parts: Record<string, fc.Arbitrary<Json>> = {};
  const pairs = partsAndWholes(fields);
  for (const [path, field] of Object.entries(fields)) {
    const usual = USUAL[path];
    const given =
      usual === undefined
        ? answer(field)
        : fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: answer(field) });
    const maybe = fc.oneof({ weight: 6, arbitrary: given }, { weight: 1, arbitrary: fc.constant(null) });
    if (path.includes('*')) for (const year of YEARS) parts[path.replace('*', year)] = maybe;
    else parts[path] = maybe;
  }
  return fc.record(parts).map((answers) => {
    const profile: { [key: string]: Json } = {};
    for (const [path, value] of Object.entries(answers)) if (value !== null) put(profile, path, value);
    for (const [part, whole] of pairs) {
      const [least, most] = [end(profile, part, 'min'), end(profile, whole, 'max')];
      if (least !== undefined && most !== undefined && least > most) put(profile, part, most);
    }
    const registered = profile.registeredOn;
    const years = profile.years;
    // Figures of years before registration would be ignored; a firm has none.
    if (typeof registered === 'string' && isTree(years))
      for (const year of Object.keys(years)) if (year < registered.slice(0, 4)) Reflect.deleteProperty(years, year);
    return profile;
  });
}

/** The paths of every part and of its whole, each year's apart. */
const partsAndWholes = (fields: FieldDictionary): (readonly [part: string, whole: string])[] =>
  Object.entries(fields).flatMap(([path, { partOf }]) =>
    partOf === undefined
      ? []
      : (path.includes('*') ? YEARS : ['']).map(
          (year) => [path.replace('*', year), partOf.replace('*', year)] as const,
        ),
  );

const isTree = (value: Json | undefined): value is { [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const known = new Map<string, readonly string[]>();

/** The steps of a path: the same few hundred are asked for firm after firm. */
function stepsOf(path: string): readonly string[] {
  const before = known.get(path);
  if (before) return before;
  const steps = path.split('.');
  known.set(path, steps);
  return steps;
}

export function put(profile: { [key: string]: Json }, path: string, value: Json): void {
  const steps = stepsOf(path);
  let here = profile;
  for (const step of steps.slice(0, -1)) {
    const next = here[step];
    const inner = isTree(next) ? next : {};
    if (inner !== next) here[step] = inner;
    here = inner;
  }
  here[steps.at(-1) ?? ''] = value;
}

function end(profile: Json, path: string, which: 'min' | 'max'): number | undefined {
  const found = stepsOf(path).reduce<Json | undefined>(
    (here, step) => (isTree(here) ? here[step] : undefined),
    profile,
  );
  if (typeof found === 'number') return found;
  const bound = isTree(found) ? found[which] : undefined;
  return typeof bound === 'number' ? bound : undefined;
}
