/** What a measure brings, and what stands in its way, in words and figures. */
import { day, figure, money, range } from '#lib/format.ts';
import type { Benefit, Expr, Gap, Lang, NumberRange, Version } from '#rules/engine/types.ts';
import type { RowView } from './view.ts';
import { fieldLabel, type Words } from './words.ts';

export function gapWords(
  words: Words,
  gap: Gap,
  conditions: Readonly<Record<string, { label: string }>> | undefined,
): string {
  const { say, lang } = words;
  if ('on' in gap) return say.measure.gapTime(conditions?.[gap.condition]?.label ?? gap.condition, day(gap.on, lang));
  const { field, from, to, delta, unit, forYear } = gap;
  const amount = (value: number): string => figure(value, unit, lang, 4);
  const size = typeof delta === 'number' ? delta : (delta.max ?? delta.min ?? 0);
  const label = fieldLabel(words, field);
  return [
    (size < 0 ? say.measure.gapLess : say.measure.gapMore)(label, spread(absolute(delta), lang, amount)),
    (size < 0 ? say.measure.gapDownTo : say.measure.gapUpTo)(spread(from, lang, amount), amount(to)),
    forYear === null ? '' : say.measure.gapYear(String(forYear)),
  ]
    .filter(Boolean)
    .join(lang === 'zh' ? '，' : ', ');
}

const spread = (value: number | NumberRange, lang: Lang, one: (value: number) => string): string =>
  typeof value === 'number' ? one(value) : range(value, lang, one);

function absolute(delta: number | NumberRange): number | NumberRange {
  if (typeof delta === 'number') return Math.abs(delta);
  const ends = [delta.min, delta.max].filter((end) => end !== undefined).map(Math.abs);
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

/** `rule`: how the version in force works the amounts out. */
export function moneyView(words: Words, benefit: Benefit, rule: Version['benefit'] = {}): RowView['money'] {
  const { say } = words;
  const { yearly, oneOff, ceiling } = benefit;
  const labels = say.measure;
  const noteOn = (amount: Expr | undefined): string =>
    amount !== undefined && STATED.includes(amount[0]) ? labels.benefitStated : labels.benefitEstimated;
  if (yearly) return { amount: labels.benefitYearly(amountWords(words, yearly)), note: noteOn(rule.yearly) };
  if (oneOff) return { amount: labels.benefitOneOff(amountWords(words, oneOff)), note: noteOn(rule.oneOff) };
  if (ceiling !== null)
    return { amount: labels.benefitUpTo(ceilingWords(words, ceiling)), note: labels.benefitCeiling };
  return null;
}

/** Amounts that stand in the document, whatever the firm’s figures are. */
const STATED: readonly Expr[0][] = ['num', 'param'];

export function benefitWords(
  words: Words,
  benefit: Benefit | null,
  text: { text: string; basis?: string } | undefined,
): string[] {
  const { say } = words;
  const labels = say.measure;
  const basis = benefit?.basis ?? text?.basis;
  return [
    benefit?.text ?? text?.text ?? '',
    benefit?.yearly ? labels.benefitYearly(amountWords(words, benefit.yearly)) : '',
    benefit?.oneOff ? labels.benefitOneOff(amountWords(words, benefit.oneOff)) : '',
    benefit && benefit.ceiling !== null ? labels.benefitUpTo(ceilingWords(words, benefit.ceiling)) : '',
    basis === undefined ? '' : `${labels.benefitBasis}${words.lang === 'zh' ? '：' : ': '}${basis}`,
  ].filter(Boolean);
}

function amountWords({ say, lang }: Words, amount: NumberRange): string {
  const one = (yuan: number): string => money(yuan, lang, true);
  const { min, max } = amount;
  if (max !== undefined && (min === undefined || min === 0) && max !== 0) return say.measure.benefitUpTo(one(max));
  return say.measure.benefitAbout(range(amount, lang, one));
}

const ceilingWords = ({ lang }: Words, ceiling: number | NumberRange): string =>
  money(typeof ceiling === 'number' ? ceiling : (ceiling.max ?? ceiling.min ?? 0), lang);
