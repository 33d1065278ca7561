/**
 * The compiled catalogue (what a browser or a Lambda loads) and the answer an evaluation gives.
 * Numbers are yuan, people, counts or shares 0–1; dates are calendar days in Asia/Shanghai.
 */

export type IsoDate = string;
/** Days since 1970-01-01. */
export type Day = number;
export type Lang = 'zh' | 'en';
export type Grade = 'A' | 'B' | 'C';

export type Unit =
  | 'yuan'
  | 'usd'
  | 'people'
  | 'ratio'
  | 'count'
  | 'days'
  | 'months'
  | 'years'
  | 'points'
  | 'sqm'
  | 'percent'
  | 'rank'
  | 'date';

// ---- The company profile -------------------------------------------------

/** One entry of the field dictionary (字段字典), without its prose. */
export interface Field {
  type: 'text' | 'uscc' | 'date' | 'enum' | 'enums' | 'flag' | 'number' | 'industry' | 'certificates';
  unit?: Unit;
  step?: number;
  min?: number;
  max?: number;
  /** The whole this figure is a part of: the part never exceeds it. */
  partOf?: string;
  /** A part above its whole is a mistake; without this, both may have been counted on different days or by different rules. */
  strict?: boolean;
  /** The coarser figure that stands in where this one is not given. */
  fallback?: string;
  /** The two others that it is worked out from for whoever is asked; an evaluation never assumes it. */
  difference?: { of: string; less: string };
  values?: readonly string[];
  /** What another choice or yes/no implies where this one is not given: a start-up team is no resident enterprise. */
  implied?: { by: string; values: Readonly<Record<string, boolean>> };
  /** The questions it goes on from: who leaves one of them open, and says yes to none, is not asked this one. */
  follows?: readonly string[];
  /** Certificate types that run out: a missing `validTo` is unknown for them. */
  expires?: readonly string[];
  /** GB/T 4754 sections with the first and last division of each, for industry codes. */
  sections?: Readonly<Record<string, readonly [number, number]>>;
}
/** Field paths as in the profile; yearly figures are written `years.*.revenue`. */
export type FieldDictionary = Readonly<Record<string, Field>>;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
/** A profile that `validateProfile` accepted. */
export type Profile = { readonly [key: string]: Json };

// ---- The compiled catalogue ----------------------------------------------

/** A figure expression. Tuples, because they stay small as JSON. */
export type Expr =
  | readonly ['num', number]
  | readonly ['date', IsoDate]
  /** A single figure or date of the profile. */
  | readonly ['field', string]
  /** A yearly figure; offset 0 is the last completed fiscal year, 1 the current one. */
  | readonly ['year', string, number]
  /** The sum (or mean) of a yearly figure over the last n fiscal years that exist. */
  | readonly ['sum' | 'mean', string, number]
  /** The mean of the yearly growth rates over the last n fiscal years that exist. */
  | readonly ['growth', string, number]
  | readonly ['param', string]
  | readonly ['+' | '-' | '*' | '/', Expr, Expr]
  | readonly ['min' | 'max', readonly Expr[]]
  | readonly ['days' | 'months' | 'years', Expr]
  /** The last day of the certificate of this type that is held. */
  | readonly ['validTo', string]
  | readonly ['if', Test, Expr, Expr];

export type Test =
  | readonly ['>=' | '>' | '<=' | '<' | '=', Expr, Expr]
  | readonly ['is', string]
  | readonly ['in', string, readonly string[]]
  | readonly ['has', string, readonly string[]]
  | readonly ['industry', readonly string[]]
  | readonly ['size', readonly string[]]
  | readonly ['holds', string]
  /** Holder within so many months before the certificate runs out. */
  | readonly ['renewal', string, number]
  /** The fiscal year with this offset exists for the firm. */
  | readonly ['exists', number]
  /** Whether the firm qualifies for another measure, by that measure's own verdict. */
  | readonly ['qualifies', string]
  | readonly ['and' | 'or', readonly Test[]]
  | readonly ['not', Test];

export interface BasisRef {
  doc: string;
  article?: string;
}

interface NodeBase {
  when?: Test;
}
export interface Leaf extends NodeBase {
  kind: 'test';
  id: string;
  test: Test;
  unit?: Unit;
  /** Fields whose change could close the gap, most natural first. */
  levers?: readonly string[];
  /** How far off still counts as near, in the condition's unit; 20 % of the threshold where absent. */
  tolerance?: number;
  grade: Grade;
  basis: readonly BasisRef[];
  /** Where the firm's own declaration is what counts: an absent answer leaves a judgement, not a question. */
  declaredBy?: string;
}
export interface Judgement extends NodeBase {
  kind: 'judgement';
  id: string;
  basis: readonly BasisRef[];
  grade: Grade;
}
/** Points, or the span within which a person gives them. */
export type Points = number | readonly [number, number];
export interface ScoreItem {
  id: string;
  /** The first step whose test is met gives its points. */
  steps: readonly (readonly [Test, Points])[];
  otherwise: Points;
}
export interface Score extends NodeBase {
  kind: 'score';
  id: string;
  items: readonly ScoreItem[];
  /** Alternatives of which the firm may choose the best, by item id. */
  best?: readonly (readonly string[])[];
  /** Items whose points together count up to a limit. */
  caps?: readonly { of: readonly string[]; most: number }[];
  op: '>=' | '>';
  pass: number;
  levers?: readonly string[];
  tolerance?: number;
  grade: Grade;
  basis: readonly BasisRef[];
}
export interface Group extends NodeBase {
  kind: 'all' | 'any' | 'atLeast' | 'not';
  n?: number;
  of: readonly Condition[];
}
export type Condition = Leaf | Judgement | Score | Group;

export interface Version {
  from: IsoDate;
  /** Exclusive. */
  to?: IsoDate;
  bases: readonly BasisRef[];
  scope?: Condition;
  require: Condition;
  benefit?: { yearly?: Expr; oneOff?: Expr; ceiling?: Expr };
}

export interface Window {
  opensOn?: IsoDate;
  closesOn?: IsoDate;
}
/** One year's call (年度通知) for a measure. */
export interface Call {
  year: number;
  region?: string;
  publishedOn?: IsoDate;
  /** False: this year's call names other directions and not this one. */
  listed: boolean;
  windows: readonly Window[];
  firstCome?: boolean;
  grade: Grade;
  doc: string;
  checked: IsoDate;
}
/** How one title leads to another measure, and where that is written. */
export interface Step {
  /** False: a step on the way, or one way among others; nobody has to take it. */
  required: boolean;
  /** Whether one of the plans names the step, or the documents that govern the measure. */
  origin: 'plan' | 'document';
  basis: readonly BasisRef[];
}
export interface Relations {
  prerequisiteOf?: readonly string[];
  /** What is said about those in `prerequisiteOf`, by measure id. */
  steps?: Readonly<Record<string, Step>>;
  excludes?: readonly string[];
  supersedes?: readonly string[];
  /** Exclusion groups that it belongs to. */
  groups?: readonly string[];
}
/** A named rule that only so many of a list of measures can be had (一企一年一项、同一项目只支持一次 …). */
export interface ExclusionGroup {
  id: string;
  /** What one cannot have twice: money of a fund in a year, for a project, for an expense; a treatment of the same tax. */
  kind: 'one-per-year' | 'one-per-project' | 'one-per-expense' | 'one-treatment';
  most: number;
  grade: Grade;
  basis: readonly BasisRef[];
}
export interface Measure {
  id: string;
  level: 'national' | 'beijing' | 'zhongguancun' | 'chaoyang' | 'dongcheng';
  instrument: string;
  availability: 'automatic' | 'rolling' | 'calls';
  /** No authority grants it (通行口径, not 行政认定): it stands in the catalogue for information. */
  unofficial?: true;
  /** The certificate type this measure grants. */
  title?: string;
  renewalMonths?: number;
  provisions: readonly string[];
  checked: IsoDate;
  grade: Grade;
  versions: readonly Version[];
  calls: readonly Call[];
  relations: Relations;
  successor?: string;
}
export interface Parameter {
  unit: Unit;
  values: readonly { from: IsoDate; to?: IsoDate; value: Expr; grade: Grade; basis: readonly BasisRef[] }[];
}
export type SizeClass = 'large' | 'medium' | 'small' | 'micro';
export type SizeIndicator = 'employees' | 'revenue' | 'totalAssets';
export type SizeLimits = Partial<Record<SizeIndicator, number>>;
export interface SizeRow {
  codes: readonly string[];
  large: SizeLimits;
  medium: SizeLimits;
  small: SizeLimits;
}
export interface SizeTable {
  values: readonly { from: IsoDate; to?: IsoDate; rows: readonly SizeRow[] }[];
}
export interface Rules {
  /** SHA-256 over rules and texts of all languages. */
  hash: string;
  /** The day up to which the facts were checked: the earliest of the measures'. */
  checked: IsoDate;
  fields: FieldDictionary;
  parameters: Readonly<Record<string, Parameter>>;
  sizes: SizeTable;
  /** Call regions that contain others, such as `beijing`. */
  regions: Readonly<Record<string, readonly string[]>>;
  groups: readonly ExclusionGroup[];
  measures: readonly Measure[];
}

// ---- Texts, one language at a time ----------------------------------------

export interface ConditionText {
  label: string;
  /** Who judges, for judgements and declarations. */
  by?: string;
  note?: string;
  evidence?: readonly string[];
}
export interface MeasureText {
  name: string;
  summary: string;
  department: string;
  contact?: string;
  apply?: { channel: string; url?: string };
  evidence: readonly string[];
  versions: Readonly<
    Record<
      IsoDate,
      {
        conditions: Readonly<Record<string, ConditionText>>;
        /** Score item labels, as `<score id>.<item id>`. */
        items: Readonly<Record<string, string>>;
        benefit?: { text: string; basis?: string };
        note?: string;
        leftOut: readonly { clause: string; reason: string }[];
      }
    >
  >;
}
export interface DocumentText {
  title: string;
  number: string | null;
  issuer: string;
  issuedOn: IsoDate | null;
  url: string | null;
}
export interface Texts {
  hash: string;
  lang: Lang;
  documents: Readonly<Record<string, DocumentText>>;
  fields: Readonly<
    Record<
      string,
      { label: string; question: string; help?: string; source?: string; values?: Readonly<Record<string, string>> }
    >
  >;
  sizes: Readonly<Record<SizeClass, string>>;
  /** Names of the sets of choices that stand together, such as the districts of Beijing. */
  sets: Readonly<Record<string, string>>;
  parameters: Readonly<Record<string, string>>;
  industries: Readonly<Record<string, string>>;
  groups: Readonly<Record<string, { name: string; note?: string }>>;
  /** Words of both languages that mean the same in a search. */
  synonyms: readonly (readonly string[])[];
  measures: Readonly<Record<string, MeasureText>>;
}

// ---- What an evaluation returns (command-line contract) --------------------

export type Verdict = 'eligible' | 'review' | 'incomplete' | 'ineligible' | 'out-of-scope';
export type State = 'met' | 'unmet' | 'unknown' | 'judgement' | 'skipped';
export type AvailabilityState =
  'future' | 'lapsed' | 'automatic' | 'rolling' | 'open' | 'upcoming' | 'closed' | 'unlisted' | 'unannounced';

/** Open ends are left out. */
export interface NumberRange {
  min?: number;
  max?: number;
}
export interface DateRange {
  min?: IsoDate;
  max?: IsoDate;
}
export type Shown = number | string | boolean | NumberRange | DateRange | readonly string[] | null;

export interface ConditionResult {
  id: string;
  state: State;
  actual: Shown;
  required: Shown;
  unit: Unit | null;
  missing: readonly string[];
  /** How `actual` compares with `required`; null for judgements. */
  op: '>=' | '>' | '<=' | '<' | '=' | 'in' | null;
  part: 'scope' | 'require';
  /** Whether the verdict rests on this condition: false where a group it belongs to is settled without it. */
  decides: boolean;
  grade: Grade;
  basis: readonly BasisRef[];
  /** Which of several possible figures was used, where a firm may give a more exact one. */
  used: readonly string[];
  /** Points per item, for scores. */
  items?: readonly { id: string; points: NumberRange; max: number; missing: readonly string[] }[];
}
export type Gap =
  | {
      condition: string;
      field: string;
      from: number | NumberRange;
      to: number;
      delta: number | NumberRange;
      unit: Unit;
      forYear: number | null;
    }
  | { condition: string; on: IsoDate };

export interface Availability {
  state: AvailabilityState;
  opensOn: IsoDate | null;
  closesOn: IsoDate | null;
  /** Open until the money is used up: no closing day is promised. */
  firstCome: boolean;
  /** Last year's window, not announced for this year. */
  expected: { year: number; opensOn: IsoDate | null; closesOn: IsoDate | null } | null;
  successor: string | null;
  /** Calls of other regions, where the firm's own is unknown or has none. */
  otherRegions: readonly { region: string; year: number; opensOn: IsoDate | null; closesOn: IsoDate | null }[];
  /** Grade and source of the call that decided, where one did. */
  call: { year: number; grade: Grade; doc: string; checked: IsoDate } | null;
}
export interface BenefitFigures {
  yearly: NumberRange | null;
  oneOff: NumberRange | null;
  ceiling: number | NumberRange | null;
}
export interface Benefit extends BenefitFigures {
  basis: string | null;
  text: string | null;
}
export interface EvaluatedMeasure {
  measure: string;
  version: IsoDate;
  track: 'new' | 'renewal' | null;
  verdict: Verdict;
  near: boolean;
  held: { validTo: IsoDate | null } | null;
  availability: Availability;
  conditions: readonly ConditionResult[];
  missing: readonly string[];
  gaps: readonly Gap[];
  benefit: BenefitFigures | null;
  /** Start dates of the parameter values used. */
  parameters: Readonly<Record<string, IsoDate>>;
}
export interface MatchResult {
  asOf: IsoDate;
  catalogue: { hash: string; measures: number };
  results: readonly (Omit<EvaluatedMeasure, 'benefit'> & { benefit: Benefit | null })[];
}
