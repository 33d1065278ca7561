/** What of a rule whoever drafts a change finds in one form: a condition with its figure and its words, the amounts, the names. */
import { leavesOf, placesOf, valuesOf, type Place } from './source.ts';
import type { IsoDate, Lang, Measure, Parameter, Rules, Texts, Version } from '#rules/engine/types.ts';

export type Both = Readonly<Record<Lang, string>>;

/** Something said in both languages. */
export interface WordsPlace {
  readonly path: string;
  readonly part: 'label' | 'note' | 'text' | 'name' | 'summary';
  readonly inForce: Both;
}
export interface RuleItem {
  /** Unlike every other of the same measure or parameter, and the same from day to day. */
  readonly key: string;
  readonly kind: 'condition' | 'benefit' | 'names' | 'value';
  /** The condition; null for what is none. */
  readonly condition: string | null;
  readonly version: Version | null;
  /** Of a value: the first day it counts. */
  readonly from: IsoDate | null;
  /** What is written in the language of rules. */
  readonly rules: readonly Place[];
  readonly words: readonly WordsPlace[];
}

type Worded = Readonly<Record<Lang, Pick<Texts, 'measures'>>>;

/** Of a measure: each version’s conditions and benefit, then its names. */
export function itemsOf(rules: Rules, measure: Measure, texts: Worded): RuleItem[] {
  const text = (lang: Lang) => texts[lang].measures[measure.id];
  const both = (of: (lang: Lang) => string | undefined): Both => ({ zh: of('zh') ?? '', en: of('en') ?? '' });
  const words = (path: string, part: WordsPlace['part'], of: (lang: Lang) => string | undefined): WordsPlace[] =>
    of('zh') === undefined ? [] : [{ path: `${path}/${part}`, part, inForce: both(of) }];

  const versions = measure.versions.flatMap((version, index): RuleItem[] => {
    const said = (lang: Lang) => text(lang)?.versions[version.from];
    const places = placesOf(rules, version, index);
    const conditions = leavesOf(version, index).map(({ path, condition: { id } }): RuleItem => ({
      key: `${version.from}/${id}`,
      kind: 'condition',
      condition: id,
      version,
      from: null,
      rules: places.filter(({ condition }) => condition === id),
      words: [
        ...words(path, 'label', (lang) => said(lang)?.conditions[id]?.label),
        ...words(path, 'note', (lang) => said(lang)?.conditions[id]?.note),
      ],
    }));
    const amounts = places.filter(({ condition }) => condition === null);
    const benefit = words(`/versions/${index}/benefit`, 'text', (lang) => said(lang)?.benefit?.text);
    if (amounts.length + benefit.length === 0) return conditions;
    const last: RuleItem = {
      key: `${version.from}/benefit`,
      kind: 'benefit',
      condition: null,
      version,
      from: null,
      rules: amounts,
      words: benefit,
    };
    return [...conditions, last];
  });
  const names: RuleItem = {
    key: 'names',
    kind: 'names',
    condition: null,
    version: null,
    from: null,
    rules: [],
    words: [...words('', 'name', (lang) => text(lang)?.name), ...words('', 'summary', (lang) => text(lang)?.summary)],
  };
  return [...versions, names];
}

/** Of a shared parameter: each of its values. */
export const itemsOfParameter = (rules: Rules, parameter: Parameter): RuleItem[] =>
  valuesOf(rules, parameter).map((place) => ({
    key: place.path,
    kind: 'value',
    condition: null,
    version: null,
    from: place.from,
    rules: [place],
    words: [],
  }));

/** What differs at a place between two states of the rules, in words; null where there was or is nothing. */
export interface ToldChange {
  readonly key: string;
  readonly rule: string;
  readonly place: string;
  readonly before: string | null;
  readonly after: string | null;
}
