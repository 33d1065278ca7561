/** The five plans (规划): what they promise, which measures realise it, and where none does, why. */
import { quoted } from '#lib/lang.ts';
import type { IsoDate, Lang, Rules, Texts } from '#rules/engine/types.ts';
import type { PlanWords } from '#lib/wording/public/plans.ts';
import { large, plain } from '#lib/format.ts';
import type { MeasureLink } from './measure.ts';
import type { Indicator, Provision, Sources } from './sources.ts';

/** The plans in the order of their level. */
export const PLANS: readonly { readonly id: string; readonly from: IsoDate; readonly to: IsoDate }[] = [
  { id: 'bj-14fyp', from: '2021-01-01', to: '2025-12-31' },
  { id: 'zgc-14fyp', from: '2021-01-01', to: '2025-12-31' },
  { id: 'zgc-2018-2022', from: '2018-01-01', to: '2022-12-31' },
  { id: 'cy-14fyp', from: '2021-01-01', to: '2025-12-31' },
  { id: 'dc-14fyp', from: '2021-01-01', to: '2025-12-31' },
];

export interface PlanSummary {
  readonly id: string;
  readonly title: string;
  readonly issuer: string;
  readonly years: string;
  readonly url: string | null;
  readonly provisions: number;
  readonly realised: number;
  /** Provisions without a measure, by reason; together with `realised` they make `provisions`. */
  readonly reasons: readonly {
    readonly key: string;
    readonly label: string;
    readonly note: string;
    readonly count: number;
  }[];
  readonly measures: number;
  readonly indicators: number;
  readonly targets: number;
}
export interface PlanView extends PlanSummary {
  readonly sections: readonly SectionView[];
  readonly goals: readonly IndicatorView[];
  readonly states: readonly IndicatorView[];
}
export interface SectionView {
  readonly key: string;
  readonly title: string;
  readonly provisions: readonly ProvisionLine[];
}
export interface ProvisionLine {
  readonly id: string;
  readonly name: string;
  /** The plan's own words. */
  readonly benefitZh: string;
  readonly anchor: string;
  readonly measures: readonly MeasureLink[];
  readonly reason: { readonly key: string; readonly label: string } | null;
}
export interface IndicatorView {
  readonly id: string;
  readonly name: string;
  readonly section: string;
  readonly baseline: string | null;
  readonly target: string | null;
  readonly property: string | null;
  readonly measures: readonly MeasureLink[];
  readonly reason: string | null;
}

export interface Planning {
  readonly rules: Rules;
  readonly texts: Texts;
  readonly sources: Sources;
  readonly words: PlanWords;
}

export const planSummaries = (planning: Planning): PlanSummary[] => PLANS.map(({ id }) => summaryOf(planning, id));

function summaryOf({ rules, texts, sources, words }: Planning, id: string): PlanSummary {
  const own = provisionsOf(sources, id);
  const ids = new Set(own.map((provision) => provision.id));
  const realised = own.filter(({ unlinked }) => unlinked === null).length;
  const document = texts.documents[id];
  const plan = PLANS.find((one) => one.id === id);
  const indicators = sources.indicators.filter(({ doc }) => doc === id);
  return {
    id,
    title: document?.title ?? id,
    issuer: document?.issuer ?? '',
    years: plan ? words.years(plan.from.slice(0, 4), plan.to.slice(0, 4)) : '',
    url: document?.url ?? null,
    provisions: own.length,
    realised,
    reasons: Object.entries(words.reasons)
      .map(([key, { label, note }]) => ({
        key,
        label,
        note,
        count: own.filter(({ unlinked }) => unlinked === key).length,
      }))
      .filter(({ count }) => count > 0),
    measures: rules.measures.filter(({ provisions }) => provisions.some((provision) => ids.has(provision))).length,
    indicators: indicators.length,
    targets: indicators.filter(({ target }) => target.value !== null).length,
  };
}

const provisionsOf = (sources: Sources, plan: string): Provision[] =>
  sources.provisions.filter((provision) => provision.sources.some(({ doc }) => doc === plan));

export function planView(planning: Planning, id: string): PlanView | null {
  if (!PLANS.some((plan) => plan.id === id)) return null;
  const { sources, texts, words } = planning;
  const indicators = sources.indicators
    .filter(({ doc }) => doc === id)
    .map((one) => [one, indicatorView(planning, one)] as const);
  return {
    ...summaryOf(planning, id),
    sections: sectionsOf(planning, id, words.otherSection),
    goals: indicators.filter(([{ target }]) => target.value !== null).map(([, view]) => view),
    states: indicators.filter(([{ target }]) => target.value === null).map(([, view]) => view),
  };

  function sectionsOf({ rules }: Planning, plan: string, other: string): SectionView[] {
    const groups = new Map<string, ProvisionLine[]>();
    const placed = provisionsOf(sources, plan)
      .map((provision) => ({ provision, place: provision.sources.find(({ doc }) => doc === plan) }))
      .toSorted((a, b) => byHeading(a.place?.section ?? '', b.place?.section ?? ''));
    for (const { provision, place } of placed) {
      const title = place === undefined ? other : chapterOf(place.section, words);
      const measures = rules.measures
        .filter(({ provisions }) => provisions.includes(provision.id))
        .map((measure) => ({ id: measure.id, name: texts.measures[measure.id]?.name ?? measure.id }));
      const reason =
        provision.unlinked === null ? null : (words.reasons[provision.unlinked]?.label ?? provision.unlinked);
      const line: ProvisionLine = {
        id: provision.id,
        name: provision.name[texts.lang],
        benefitZh: provision.benefitZh,
        anchor: place?.anchor ?? '',
        measures,
        reason: reason === null || provision.unlinked === null ? null : { key: provision.unlinked, label: reason },
      };
      groups.set(title, [...(groups.get(title) ?? []), line]);
    }
    return [...groups].map(([title, provisions], index) => ({ key: `s${index + 1}`, title, provisions }));
  }
}

/** The chapter and section of a place, without its lower headings. */
const chapterOf = (section: string, words: Planning['words']): string =>
  headingWords(section.split(' > ').slice(0, 2).join(' > '), words);

/** The headings of a place; a section that the text prints without one is told by its first words. */
export const headingWords = (section: string, { untitled }: Pick<PlanWords, 'untitled'>): string =>
  section
    .split(' > ')
    .map((heading) => {
      const [, first] = /^（原文本未印标题，首句：(.+)）$/.exec(heading) ?? [];
      return first === undefined ? heading : untitled(quoted(first.replaceAll(',', '，')));
    })
    .join(' › ');

// ---- The order of a plan's text -----------------------------------------------------------------

/** Places by the numbers of their headings, level by level; what has no number stays as it was, after what has one. */
export function byHeading(one: string, other: string): number {
  const [a, b] = [one, other].map((section) => section.split(' > ').map(numberOf));
  for (const [level, number] of (a ?? []).entries()) {
    const against = b?.[level] ?? LAST;
    if (number !== against) return number - against;
  }
  return 0;
}

const LAST = Number.MAX_SAFE_INTEGER;
const DIGITS = '零一二三四五六七八九';

/** The number that a heading begins with: 十、, （三）, 13. */
function numberOf(heading: string): number {
  const found = /^(?:[（(]([一二三四五六七八九十]+|\d+)[)）]|([一二三四五六七八九十]+|\d+)[、.．])/.exec(heading);
  const text = found?.[1] ?? found?.[2];
  if (text === undefined) return LAST;
  if (/^\d/.test(text)) return Number(text);
  const [tens = '', ones] = text.split('十');
  if (ones === undefined) return DIGITS.indexOf(tens);
  return (tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : DIGITS.indexOf(ones));
}

// ---- Indicators ---------------------------------------------------------------------------------

function indicatorView({ rules, texts, words }: Planning, indicator: Indicator): IndicatorView {
  const { lang } = texts;
  const known = new Set(rules.measures.map(({ id }) => id));
  const { baseline, target, qualifier } = indicator;
  const figure = (side: Indicator['target'], qualified: boolean): string | null => {
    if (side.value === null) return null;
    const amount = inUnit(words, side.value, indicator.unit, lang);
    const hedge = qualified && qualifier !== null ? (words.qualifiers[qualifier] ?? '') : '';
    return [amount, hedge, side.year === null ? '' : words.inYear(String(side.year))]
      .filter(Boolean)
      .join(words.figureGap);
  };
  return {
    id: indicator.id,
    name: indicator.name[lang],
    section: indicator.section,
    baseline: figure(baseline, target.value === null),
    target: figure(target, true),
    property: indicator.property === null ? null : (words.properties[indicator.property] ?? indicator.property),
    measures: indicator.measures
      .filter((id) => known.has(id))
      .map((id) => ({ id, name: texts.measures[id]?.name ?? id })),
    reason: indicator.reason === null ? null : (words.indicatorReasons[indicator.reason] ?? indicator.reason),
  };
}

/** A figure of a plan as the language says it: 1.2万亿元 is RMB 1.2 trillion. A range is text. */
export function inUnit(words: PlanWords, value: number | string, unit: string, lang: Lang): string {
  const scale = words.scales[unit];
  if (typeof value === 'number' && scale) return scale.say(large(value * scale.times));
  const said = typeof value === 'number' ? plain(value, lang) : value.replace('-', '–');
  return words.unit(said, words.units[unit] ?? unit);
}

/** Units of the plans in the visitor's language are kept with the words; this tells which have none. */
export const unknownUnits = (sources: Sources, words: Readonly<Record<Lang, PlanWords>>): string[] =>
  [...new Set(sources.indicators.map(({ unit }) => unit))].filter((unit) => words.en.units[unit] === undefined);
