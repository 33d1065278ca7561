/** What a measure brings, before any firm is known: its formula, its ceiling, and one example worked by the engine. */
import { figure, money, range } from '#lib/format.ts';
import type { MeasureWords } from '#lib/wording/public/measure.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { Expr, IsoDate, Json, Measure, NumberRange, Profile, Version } from '#rules/engine/types.ts';
import { exprWords, type Reader } from './rule.ts';

export interface WorthView {
  readonly text: string | null;
  readonly basis: string | null;
  readonly figures: readonly { readonly kind: 'yearly' | 'oneOff' | 'ceiling'; readonly formula: string }[];
  readonly example: { readonly given: string; readonly result: string; readonly spread: boolean } | null;
}

const KINDS = ['yearly', 'oneOff', 'ceiling'] as const;

export function worthView(
  reader: Reader,
  say: MeasureWords,
  catalogue: Catalogue,
  measure: Measure,
  version: Version,
): WorthView {
  const text = reader.texts.measures[measure.id]?.versions[version.from]?.benefit;
  return {
    text: text?.text ?? null,
    basis: text?.basis ?? null,
    figures: KINDS.flatMap((kind) => {
      const expr = version.benefit?.[kind];
      return expr === undefined ? [] : [{ kind, formula: exprWords(reader, expr, 'yuan') }];
    }),
    example: exampleOf(reader, say, catalogue, measure, version),
  };
}

/** The most the version names in yuan, whatever the firm: for lists and for sorting. Null where it depends on the firm. */
export function namedCeiling(version: Version): number | null {
  const { ceiling, oneOff } = version.benefit ?? {};
  return largest(ceiling) ?? largest(oneOff);
}

function largest(expr: Expr | undefined): number | null {
  switch (expr?.[0]) {
    case 'num':
      return expr[1];
    case 'if':
      return max(largest(expr[2]), largest(expr[3]));
    case '+': {
      const [a, b] = [largest(expr[1]), largest(expr[2])];
      return a === null || b === null ? null : a + b;
    }
    case 'max':
      return expr[1].map(largest).reduce(max, null);
    default:
      return null;
  }
}
const max = (a: number | null, b: number | null): number | null => (a === null ? b : b === null ? a : Math.max(a, b));

// ---- The example ----------------------------------------------------------------------------

const SAMPLE_YUAN = 1_000_000;

/** A company of no particular kind; the figures that the formula reads are added. */
const SAMPLE: Profile = { applicantType: 'company', residentEnterprise: true, region: 'chaoyang' };

function exampleOf(
  reader: Reader,
  say: MeasureWords,
  catalogue: Catalogue,
  measure: Measure,
  version: Version,
): WorthView['example'] {
  const { texts, rules } = reader;
  const inputs = figuresRead([version.benefit?.yearly, version.benefit?.oneOff]);
  const isYuan = (path: string): boolean => rules.fields[path]?.unit === 'yuan';
  if (inputs.length === 0 || !inputs.every(({ path }) => isYuan(path))) return null;
  const profile = inputs.reduce((known, input) => withFigure(known, input, reader.on), SAMPLE);
  const [result] = match(catalogue, texts, profile, { asOf: reader.on, measures: [measure.id] }).results;
  const benefit = result?.version === version.from ? result.benefit : null;
  const amount = benefit?.yearly ?? benefit?.oneOff;
  if (!amount || !isBounded(amount) || amount.max === 0) return null;
  const labels = inputs.map(({ expr }) => `${exprWords(reader, expr)} ${figure(SAMPLE_YUAN, 'yuan', texts.lang)}`);
  const worth = range(amount, texts.lang, (yuan) => money(yuan, texts.lang, true));
  return {
    given: say.exampleGiven(labels.join(reader.words.list)),
    result: benefit?.yearly ? say.exampleYearly(worth) : say.exampleOneOff(worth),
    spread: amount.min !== amount.max,
  };
}

const isBounded = (amount: NumberRange): boolean => amount.min !== undefined && amount.max !== undefined;

interface Input {
  readonly expr: Expr;
  /** The dictionary's path. */
  readonly path: string;
  readonly name: string;
  readonly offset: number | null;
}

function figuresRead(node: unknown): Input[] {
  if (!Array.isArray(node)) return [];
  const [kind, name, offset] = node as readonly unknown[];
  if (typeof name === 'string' && kind === 'year' && typeof offset === 'number')
    return [{ expr: ['year', name, offset], path: `years.*.${name}`, name, offset }];
  if (typeof name === 'string' && kind === 'field') return [{ expr: ['field', name], path: name, name, offset: null }];
  const all = node.flatMap(figuresRead);
  return all.filter(
    (input, index) => all.findIndex(({ path, offset: at }) => path === input.path && at === input.offset) === index,
  );
}

function withFigure(profile: Profile, { name, offset }: Input, on: IsoDate): Profile {
  if (offset === null) return withPath(profile, name.split('.'), SAMPLE_YUAN);
  // The last completed fiscal year of any day is the calendar year before it.
  const year = String(Number(on.slice(0, 4)) - 1 + offset);
  return withPath(profile, ['years', year, name], SAMPLE_YUAN);
}

function withPath(at: { readonly [key: string]: Json }, [key, ...rest]: readonly string[], value: Json): Profile {
  if (key === undefined) return at;
  const below = at[key];
  const inner = typeof below === 'object' && below !== null && !Array.isArray(below) ? below : {};
  return { ...at, [key]: rest.length === 0 ? value : withPath(inner as Profile, rest, value) };
}
