import { addMonths, daysOf, monthsBetween, toDay } from './calendar.ts';
import { answerAt, fieldAt } from './facts.ts';
import { isList } from './json.ts';
import { add, compare, type Rational, rational, ZERO } from './rational.ts';
import { readsAny, visit } from './reads.ts';
import type { Day, FieldDictionary, Profile } from './types.ts';

/**
 * The days after the start and up to the end on which a comparison with an elapsed time can turn, and perhaps some
 * more; every day where it is compared after more than adding and subtracting.
 */
export function ageDays(
  fields: FieldDictionary,
  profile: Profile,
  law: unknown,
  start: Day,
  end: Day,
): Day[] | 'every-day' {
  const comparisons: (readonly [unknown, unknown])[] = [];
  visit(law, ([kind, left, right]) => {
    if (COMPARISONS.includes(kind) && readsAny([left, right], ELAPSED)) comparisons.push([left, right]);
  });
  const found = new Set<Day>();
  for (const [left, right] of comparisons) {
    const terms = termsOf(fields, profile, ['-', left, right], 1);
    if (!terms) return 'every-day';
    const plain = plainOf(terms);
    for (const day of plain ? limitDays(plain) : turningDays(terms, start, end)) found.add(day);
  }
  return [...found];
}

const COMPARISONS: readonly string[] = ['>=', '>', '<=', '<', '='];
const ELAPSED: readonly string[] = ['days', 'months', 'years'];
const MONTHS = { months: 1, years: 12 } as const;

// ---- What is compared, as a sum ------------------------------------------------------------

interface Elapsed {
  readonly kind: 'elapsed';
  readonly sign: 1 | -1;
  readonly unit: 'days' | 'months' | 'years';
  /** The first and last day that the date can mean; undefined where it is not known at all. */
  readonly since: Range | undefined;
}
interface Range {
  readonly first: Day;
  readonly last: Day;
}
type Term = Elapsed | { readonly kind: 'number'; readonly value: number };

/** An expression as numbers and elapsed times to be added up; undefined where it is something else. */
function termsOf(fields: FieldDictionary, profile: Profile, node: unknown, sign: 1 | -1): Term[] | undefined {
  if (!isList(node)) return undefined;
  const [kind, first, second] = node;
  switch (kind) {
    case 'num':
      return typeof first === 'number' ? [{ kind: 'number', value: sign * first }] : undefined;
    case '+':
    case '-': {
      const left = termsOf(fields, profile, first, sign);
      const right = termsOf(fields, profile, second, kind === '+' ? sign : sign === 1 ? -1 : 1);
      return left && right && [...left, ...right];
    }
    case 'days':
    case 'months':
    case 'years': {
      const since = dateOf(fields, profile, first);
      return since && [{ kind: 'elapsed', sign, unit: kind, since: since.range }];
    }
    default:
      return undefined;
  }
}

/** The days that a date can mean; undefined for other expressions. */
function dateOf(fields: FieldDictionary, profile: Profile, node: unknown): { range: Range | undefined } | undefined {
  const [kind, value] = isList(node) ? node : [];
  if (typeof value !== 'string') return undefined;
  if (kind === 'date') return { range: { first: toDay(value), last: toDay(value) } };
  if (kind !== 'field' || fieldAt(fields, value)?.type !== 'date') return undefined;
  const answer = answerAt(profile, value);
  return { range: typeof answer === 'string' ? daysOf(answer) : undefined };
}

// ---- When the sum passes zero ----------------------------------------------------------------

interface Plain {
  readonly elapsed: Elapsed;
  readonly limit: number;
}

/** One elapsed time against a whole number; undefined for other sums. */
function plainOf(terms: readonly Term[]): Plain | undefined {
  const [elapsed, second] = terms.flatMap((term) => (term.kind === 'elapsed' ? [term] : []));
  const [number, other] = terms.flatMap((term) => (term.kind === 'number' ? [term] : []));
  if (!elapsed || second || !number || other || !Number.isSafeInteger(number.value)) return undefined;
  return { elapsed, limit: -elapsed.sign * number.value };
}

/** The days on which a plain elapsed time reaches, or has passed, its limit. */
function limitDays({ elapsed: { unit, since }, limit }: Plain): Day[] {
  return (since ? [since.first, since.last] : [])
    .map((day) => (unit === 'days' ? day + limit : addMonths(day, limit * MONTHS[unit])))
    .flatMap((day) => [day, day + 1]);
}

/** The days on which the lowest or the highest value of the sum comes to lie on another side of zero. */
function turningDays(terms: readonly Term[], start: Day, end: Day): Day[] {
  // Of a date that is not known any time can have passed, on all days alike.
  if (terms.some((term) => term.kind === 'elapsed' && !term.since)) return [];
  const sides = (day: Day): string => (['first', 'last'] as const).map((end) => side(terms, day, end)).join();
  const days: Day[] = [];
  let before = sides(start);
  for (let day = start + 1; day <= end; day += 1) {
    const now = sides(day);
    if (now !== before) days.push(day);
    before = now;
  }
  return days;
}

/** On which side of zero the sum lies, with the dates that make it largest (`first`) or smallest (`last`). */
const side = (terms: readonly Term[], day: Day, end: 'first' | 'last'): number =>
  compare(
    terms.reduce((sum, term) => add(sum, valueOf(term, day, end)), ZERO),
    ZERO,
  );

function valueOf(term: Term, day: Day, end: 'first' | 'last'): Rational {
  if (term.kind === 'number') return rational(term.value);
  const { sign, unit, since } = term;
  const from = since?.[sign === 1 ? end : end === 'first' ? 'last' : 'first'] ?? day;
  const elapsed = unit === 'days' ? rational(day - from) : monthsBetween(from, day);
  const months = unit === 'years' ? 12n : 1n;
  return { n: BigInt(sign) * elapsed.n, d: elapsed.d * months };
}
