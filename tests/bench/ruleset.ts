/**
 * One neutral rule set, which every engine's adapter prints into its own language: 60 measures (6 families, 10 parameter
 * variants, 8 criteria each) over 26 facts and 13 derived values.
 */

export type Comparison = '>=' | '<=' | '>' | '<' | '=';
export type Value = number | string | boolean;
export type RuleNode =
  | { readonly fact: string }
  | { readonly const: Value }
  | { readonly div: readonly [RuleNode, RuleNode] }
  | { readonly add: readonly RuleNode[] }
  | { readonly if: readonly [RuleNode, RuleNode, RuleNode] }
  | { readonly cmp: readonly [Comparison, RuleNode, RuleNode] }
  | { readonly in: readonly [RuleNode, readonly string[]] }
  | { readonly and: readonly RuleNode[] }
  | { readonly or: readonly RuleNode[] };
export interface NeutralMeasure {
  readonly id: string;
  readonly criteria: readonly RuleNode[];
}

export const INDUSTRIES = [
  'farming',
  'industry',
  'construction',
  'wholesale',
  'retail',
  'transport',
  'warehousing',
  'post',
  'lodging',
  'catering',
  'telecom',
  'software',
  'realestate',
  'property',
  'leasing',
  'other',
] as const;
export const DISTRICTS = Array.from({ length: 10 }, (_, i) => `d${i}`);
export const TAX_LEVELS = ['A', 'B', 'M', 'C', 'D'];
export const SIZE_CLASSES = ['micro', 'small', 'medium', 'large'];

export type FactType = 'number' | 'text' | 'flag';
export const FACTS: Readonly<Record<string, FactType>> = {
  ageMonths: 'number',
  revenue: 'number',
  revenueThreeYearsAgo: 'number',
  revenue3y: 'number',
  totalAssets: 'number',
  totalIncome: 'number',
  hiTechIncome: 'number',
  exportIncome: 'number',
  staff: 'number',
  rdStaff: 'number',
  rdSpend3y: 'number',
  rdDomestic3y: 'number',
  rdSpendLast: 'number',
  rdSpendPrev: 'number',
  rdEquipment: 'number',
  ipClass1: 'number',
  ipClass2: 'number',
  cloudSpend: 'number',
  insuredStaff: 'number',
  industry: 'text',
  district: 'text',
  taxLevel: 'text',
  noAccident: 'flag',
  creditClean: 'flag',
  isHiTech: 'flag',
  independentAccounts: 'flag',
};
/** The choices of the facts that are texts. */
export const CHOICES: Readonly<Record<string, readonly string[]>> = {
  industry: INDUSTRIES,
  district: DISTRICTS,
  taxLevel: TAX_LEVELS,
};

type Operand = RuleNode | Value;
const f = (fact: string): RuleNode => ({ fact });
const k = (value: Value): RuleNode => ({ const: value });
const node = (operand: Operand): RuleNode => (typeof operand === 'object' ? operand : k(operand));
const cmp = (op: Comparison, a: RuleNode | string, b: Operand): RuleNode => ({
  cmp: [op, typeof a === 'string' ? f(a) : a, node(b)],
});
const inSet = (a: string, set: readonly string[]): RuleNode => ({ in: [f(a), set] });
const is = (a: string): RuleNode => cmp('=', a, true);
const when = (c: RuleNode, t: Operand, e: Operand): RuleNode => ({ if: [c, node(t), node(e)] });
const band = (a: string, steps: readonly (readonly [Comparison, number, number])[], other: number): RuleNode =>
  steps.reduceRight((rest, [op, limit, value]) => when(cmp(op, a, limit), value, rest), k(other));

/** Lower limits, all of which must be reached. */
type Limits = readonly (readonly [fact: string, limit: number])[];
type SizeRow = readonly [large: Limits, medium: Limits, small: Limits];
const S = 'staff';
const R = 'revenue';
const A = 'totalAssets';
// prettier-ignore
const SIZE: Readonly<Record<(typeof INDUSTRIES)[number], SizeRow>> = {
  farming: [[[R, 20000]], [[R, 500]], [[R, 50]]],
  industry: [[[S, 1000], [R, 40000]], [[S, 300], [R, 2000]], [[S, 20], [R, 300]]],
  construction: [[[R, 80000], [A, 80000]], [[R, 6000], [A, 5000]], [[R, 300], [A, 300]]],
  wholesale: [[[S, 200], [R, 40000]], [[S, 20], [R, 5000]], [[S, 5], [R, 1000]]],
  retail: [[[S, 300], [R, 20000]], [[S, 50], [R, 500]], [[S, 10], [R, 100]]],
  transport: [[[S, 1000], [R, 30000]], [[S, 300], [R, 3000]], [[S, 20], [R, 200]]],
  warehousing: [[[S, 200], [R, 30000]], [[S, 100], [R, 1000]], [[S, 20], [R, 100]]],
  post: [[[S, 1000], [R, 30000]], [[S, 300], [R, 2000]], [[S, 20], [R, 100]]],
  lodging: [[[S, 300], [R, 10000]], [[S, 100], [R, 2000]], [[S, 10], [R, 100]]],
  catering: [[[S, 300], [R, 10000]], [[S, 100], [R, 2000]], [[S, 10], [R, 100]]],
  telecom: [[[S, 2000], [R, 100000]], [[S, 100], [R, 1000]], [[S, 10], [R, 100]]],
  software: [[[S, 300], [R, 10000]], [[S, 100], [R, 1000]], [[S, 10], [R, 50]]],
  realestate: [[[R, 200000], [A, 10000]], [[R, 1000], [A, 5000]], [[R, 100], [A, 2000]]],
  property: [[[S, 1000], [R, 5000]], [[S, 300], [R, 1000]], [[S, 100], [R, 500]]],
  leasing: [[[S, 300], [A, 120000]], [[S, 100], [A, 8000]], [[S, 10], [A, 100]]],
  other: [[[S, 300]], [[S, 100]], [[S, 10]]],
};
const reaches = (limits: Limits): RuleNode => {
  const each = limits.map(([fact, limit]) => cmp('>=', fact, limit));
  const [only, ...more] = each;
  return only !== undefined && more.length === 0 ? only : { and: each };
};
const sizeOf = ([large, medium, small]: SizeRow): RuleNode =>
  when(reaches(large), 'large', when(reaches(medium), 'medium', when(reaches(small), 'small', 'micro')));
const sizeClass = INDUSTRIES.slice(0, -1).reduceRight(
  (rest, name) => when(cmp('=', 'industry', name), sizeOf(SIZE[name]), rest),
  sizeOf(SIZE.other),
);

const div = (a: string, b: string): RuleNode => ({ div: [f(a), f(b)] });

/** Order matters: later ones may use earlier ones. */
// prettier-ignore
export const DERIVED: Readonly<Record<string, RuleNode>> = {
  rdStaffRatio: div('rdStaff', 'staff'),
  rdRatio: div('rdSpend3y', 'revenue3y'),
  rdRatioFloor: band('revenue', [['<=', 5000, 0.05], ['<=', 20000, 0.04]], 0.03),
  domesticShare: div('rdDomestic3y', 'rdSpend3y'),
  hiTechShare: div('hiTechIncome', 'totalIncome'),
  exportShare: div('exportIncome', 'totalIncome'),
  revenueGrowth: div('revenue', 'revenueThreeYearsAgo'),
  rdGrowth: div('rdSpendLast', 'rdSpendPrev'),
  staffScore: band('rdStaffRatio', [['>=', 0.3, 20], ['>=', 0.25, 16], ['>=', 0.2, 12], ['>=', 0.15, 8], ['>=', 0.1, 4]], 0),
  rdScore: band('rdRatio', [['>=', 0.06, 50], ['>=', 0.05, 40], ['>=', 0.04, 30], ['>=', 0.03, 20], ['>=', 0.02, 10]], 0),
  ipScore: when(cmp('>=', 'ipClass1', 1), 30, band('ipClass2', [['>=', 4, 24], ['>=', 3, 18], ['>=', 2, 12], ['>=', 1, 6]], 0)),
  techScore: { add: [f('staffScore'), f('rdScore'), f('ipScore')] },
  sizeClass,
};

const pick = (list: readonly string[], from: number, n: number): string[] =>
  Array.from({ length: n }, (_, i) => list[(from + i) % list.length] ?? '');

const FAMILIES: Readonly<Record<string, (i: number) => readonly RuleNode[]>> = {
  hiTechCertification: (i) => [
    cmp('>=', 'ageMonths', 12 + i),
    cmp('>=', 'rdStaffRatio', 0.1 + i * 0.005),
    cmp('>=', 'rdRatio', f('rdRatioFloor')),
    cmp('>=', 'domesticShare', 0.6),
    cmp('>=', 'hiTechShare', 0.6 + i * 0.01),
    { or: [cmp('>=', 'ipClass1', 1), cmp('>=', 'ipClass2', 2 + i)] },
    is('noAccident'),
    inSet('industry', pick(INDUSTRIES, i, 10)),
  ],
  techSme: (i) => [
    cmp('<=', 'staff', 500 - i * 10),
    cmp('<=', 'revenue', 20000 - i * 500),
    cmp('<=', 'totalAssets', 20000),
    cmp('>=', 'techScore', 60 + i),
    cmp('>', 'ipScore', 0),
    cmp('>', 'rdScore', 0),
    is('noAccident'),
    is('creditClean'),
  ],
  smallFirmVoucher: (i) => [
    inSet('sizeClass', i % 2 ? ['micro', 'small'] : ['micro']),
    inSet('district', pick(DISTRICTS, i, 6)),
    cmp('<=', 'ageMonths', 60 + 12 * i),
    inSet('taxLevel', ['A', 'B', 'M']),
    cmp('>=', 'cloudSpend', 1 + i),
    cmp('>=', 'insuredStaff', 2 + i),
    is('creditClean'),
    inSet('industry', pick(INDUSTRIES, 2 * i, 9)),
  ],
  gazelle: (i) => [
    cmp('>=', 'ageMonths', 36),
    cmp('<=', 'ageMonths', 180 + i * 6),
    cmp('>=', 'revenueGrowth', 1.4 + i * 0.05),
    cmp('>=', 'revenueThreeYearsAgo', 300 + i * 50),
    cmp('>=', 'rdRatio', 0.025),
    cmp('>=', 'staff', 10 + i),
    { or: [is('isHiTech'), cmp('>=', 'techScore', 60)] },
    is('noAccident'),
  ],
  exportSupport: (i) => [
    cmp('>=', 'exportIncome', 50 + 20 * i),
    cmp('>=', 'exportShare', 0.05 + 0.01 * i),
    inSet('taxLevel', ['A', 'B']),
    inSet('sizeClass', ['micro', 'small', 'medium']),
    inSet('industry', pick(INDUSTRIES, 3 * i, 11)),
    is('independentAccounts'),
    is('creditClean'),
    inSet('district', pick(DISTRICTS, 3 * i, 7)),
  ],
  rdCentre: (i) => [
    cmp('>=', 'rdSpendLast', 100 + 50 * i),
    cmp('>=', 'rdGrowth', 1 + 0.02 * i),
    cmp('>=', 'rdRatio', 0.03),
    cmp('>=', 'rdStaff', 10 + i),
    cmp('>=', 'rdEquipment', 100 + 20 * i),
    { or: [is('isHiTech'), inSet('sizeClass', ['medium', 'large'])] },
    inSet('district', pick(DISTRICTS, i, 8)),
    is('noAccident'),
  ],
};

export const MEASURES: readonly NeutralMeasure[] = Object.entries(FAMILIES).flatMap(([family, build]) =>
  Array.from({ length: 10 }, (_, i) => ({ id: `${family}${i}`, criteria: build(i) })),
);
