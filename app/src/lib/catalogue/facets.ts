/** By what the list of measures is narrowed (筛选), and where each measure stands in it. */
import { begun } from '#lib/lang.ts';
import type { BrowseWords } from '#lib/wording/public/browse.ts';
import type { Wording } from '#lib/wording/zh.ts';
import type { Condition, Measure, Rules, Test, Texts, Version } from '#rules/engine/types.ts';
import { STANDINGS, type Standing } from './standing.ts';
import { namedCeiling } from './worth.ts';

export const FACETS = ['level', 'when', 'benefit', 'instrument', 'who', 'field', 'department'] as const;
export type FacetKey = (typeof FACETS)[number];
/** The values a measure has under each facet; the same in every language. */
export type Places = Readonly<Record<FacetKey, readonly string[]>>;

const ANY = 'any';
const SMALL = 'sme';
const BY_INDUSTRY = 'by-industry';

/** `zh` names the departments: a value must be the same in every language. */
export const placesOf = (measure: Measure, version: Version, standing: Standing, zh: Texts): Places => ({
  level: [measure.level],
  when: [standing],
  benefit: [benefitOf(measure, version)],
  instrument: [measure.instrument],
  who: whoOf(version),
  field: fieldsOf(version),
  department: [officeOf(zh.measures[measure.id]?.department ?? '')],
});

const BENEFITS = ['tax', 'named', 'unnamed', 'finance', 'title', 'help'] as const;

function benefitOf({ instrument, title }: Measure, version: Version): (typeof BENEFITS)[number] {
  if (instrument === 'tax') return 'tax';
  if (instrument === 'guarantee' || instrument === 'equity') return 'finance';
  if (namedCeiling(version) !== null) return 'named';
  if (title !== undefined || instrument === 'certification' || instrument === 'list') return 'title';
  if (['grant', 'award', 'voucher', 'interest-subsidy', 'insurance'].includes(instrument)) return 'unnamed';
  return 'help';
}

/** The kinds of applicant that the scope admits, and whether large firms are kept out. */
function whoOf({ scope, require }: Version): string[] {
  const kinds = testsOf(scope).flatMap((test) => (test[0] === 'in' && test[1] === 'applicantType' ? test[2] : []));
  const small = testsOf(require).some((test) => test[0] === 'size' && !test[1].includes('large'));
  return [...(kinds.length === 0 ? [ANY] : new Set(kinds)), ...(small ? [SMALL] : [])];
}

function fieldsOf({ scope, require }: Version): string[] {
  const all = [...testsOf(scope), ...testsOf(require)];
  const fields = all.flatMap((test) => (test[0] === 'has' && test[1] === 'focusFields' ? test[2] : []));
  const industry = all.some((test) => test[0] === 'industry');
  if (fields.length > 0) return [...new Set(fields)];
  return [industry ? BY_INDUSTRY : ANY];
}

/** The tests that a condition makes, those it only makes to the contrary left out. */
function testsOf(node: Condition | undefined): Test[] {
  if (!node || node.kind === 'not') return [];
  if ('of' in node) return node.of.flatMap(testsOf);
  return node.kind === 'test' ? [node.test] : [];
}

/** The office by its short name: without what stands in brackets or after it. */
export const officeOf = (department: string): string => department.split(/[（(；;，,]/)[0]?.trim() ?? department;

/** The values of a facet in the order they are listed; the rest follows by how many measures they have. */
export function orderOf(facet: FacetKey, { fields }: Rules): readonly string[] {
  switch (facet) {
    case 'level':
      return ['national', 'beijing', 'zhongguancun', 'chaoyang', 'dongcheng'];
    case 'when':
      return STANDINGS;
    case 'benefit':
      return BENEFITS;
    case 'who':
      return [ANY, SMALL, ...(fields.applicantType?.values ?? [])];
    case 'field':
      return [ANY, BY_INDUSTRY];
    case 'instrument':
    case 'department':
      return [];
  }
}

/** A value of a facet in the visitor's language; `offices` names the departments. */
export function facetWords(
  facet: FacetKey,
  value: string,
  {
    texts,
    say,
    words,
    offices,
  }: { texts: Texts; say: Wording; words: BrowseWords; offices: ReadonlyMap<string, string> },
): string {
  switch (facet) {
    case 'level':
      return (say.levels as Readonly<Record<string, string>>)[value] ?? value;
    case 'when':
      return (words.standings as Readonly<Record<string, string>>)[value] ?? value;
    case 'benefit':
      return words.benefits[value] ?? value;
    case 'instrument':
      return begun(say.instruments[value] ?? value);
    case 'who':
      if (value === ANY) return words.whoAny;
      return value === SMALL ? words.whoSmall : (texts.fields.applicantType?.values?.[value] ?? value);
    case 'field':
      if (value === ANY) return words.fieldAny;
      return value === BY_INDUSTRY ? words.fieldIndustry : (texts.fields.focusFields?.values?.[value] ?? value);
    case 'department':
      return offices.get(value) ?? value;
  }
}
