import type { Field, Json, Points, Score } from './types.ts';

/** Where a value stands: the same number, test or condition, however often the rules name it, stands in one place. */
export type Slot = number;

export type Arithmetic = '+' | '-' | '*' | '/' | 'min' | 'max';
export type Comparison = '>=' | '>' | '<=' | '<' | '=';

/** A fiscal year's figure, and whether that year exists. */
export interface YearSlots {
  readonly exists: Slot;
  readonly of: Slot;
}
/** A part of a figure with the parts that it contains in turn. */
export interface Part {
  readonly own: Slot;
  readonly parts: readonly Part[];
}
/** Certificates of a type; whether they run out, so that a missing last day is unknown. */
export interface CertificateType {
  readonly type: string;
  readonly expires: boolean;
}

/** One step of the evaluation, as plain data; what it needs stands in earlier slots. */
export type Node =
  // Numbers and days
  | { readonly op: 'const'; readonly value: number }
  /** A figure as it was answered, else the field's widest range; a bound that is null is infinite. */
  | { readonly op: 'answer'; readonly path: string; readonly min: number | null; readonly max: number | null }
  /** The same narrowed by the wholes it is part of (nearest first) and the parts it contains. */
  | {
      readonly op: 'figure';
      readonly path: string;
      readonly own: Slot;
      readonly wholes: readonly Slot[];
      readonly parts: readonly Part[];
    }
  | { readonly op: 'date'; readonly path: string }
  /** The exact figure where it is given, else the coarser one. */
  | { readonly op: 'pick'; readonly given: Slot; readonly exact: Slot; readonly coarse: Slot }
  | { readonly op: 'year'; readonly offset: number; readonly exists: Slot; readonly of: Slot }
  /** Growth is the mean of the yearly rates. Newest year first. */
  | { readonly op: 'sum' | 'mean' | 'growth'; readonly years: readonly YearSlots[] }
  | { readonly op: Arithmetic; readonly a: Slot; readonly b: Slot }
  | { readonly op: 'if'; readonly test: Slot; readonly a: Slot; readonly b: Slot }
  | { readonly op: 'days' | 'months' | 'years'; readonly of: Slot }
  | ({ readonly op: 'validTo' } & CertificateType)
  /** The size classes a firm can belong to, as a set of bits; by one of the plan's tables. */
  | {
      readonly op: 'sizes';
      readonly table: number;
      readonly exists: Slot;
      readonly figures: Readonly<Record<string, Slot>>;
    }
  // Tests
  | { readonly op: 'compare'; readonly kind: Comparison; readonly a: Slot; readonly b: Slot }
  | { readonly op: 'is'; readonly path: string; readonly implied: Field['implied'] }
  | { readonly op: 'in' | 'has'; readonly path: string; readonly list: readonly Json[] }
  | { readonly op: 'industry'; readonly list: readonly string[] }
  | { readonly op: 'size'; readonly sizes: Slot; readonly list: readonly string[] }
  | ({ readonly op: 'holds' } & CertificateType)
  | ({ readonly op: 'renewal'; readonly months: number } & CertificateType)
  | { readonly op: 'exists'; readonly offset: number }
  | { readonly op: 'qualifies'; readonly measure: string; readonly verdict: Slot; readonly assumed: boolean }
  | { readonly op: 'not'; readonly of: Slot }
  // Conditions
  | { readonly op: 'judgement' }
  /** What only the firm can declare: an absent answer leaves a judgement. */
  | { readonly op: 'declared'; readonly of: Slot }
  | { readonly op: 'guard'; readonly when: Slot; readonly of: Slot }
  | { readonly op: 'all' | 'any'; readonly of: readonly Slot[] }
  | { readonly op: 'atLeast'; readonly n: number; readonly of: readonly Slot[] }
  | {
      readonly op: 'score';
      readonly score: Pick<Score, 'op' | 'pass' | 'best' | 'caps'> & { readonly items: readonly ScoreItemSlots[] };
    }
  | { readonly op: 'verdict'; readonly scope: Slot | null; readonly require: Slot };

export interface ScoreItemSlots {
  readonly id: string;
  /** The tests of the steps, in order. */
  readonly tests: readonly Slot[];
  /** What each step gives, and what remains where none is met. */
  readonly spans: readonly (readonly [number, number])[];
}
export const spanOf = (points: Points): readonly [number, number] =>
  typeof points === 'number' ? [points, points] : points;

/** Under these names a step keeps slots; under all others, values. */
const SLOTS: ReadonlySet<string> = new Set(
  'own wholes parts given exact coarse exists of years a b test figures sizes verdict when tests scope require'.split(
    ' ',
  ),
);
const BY_NAME: ReadonlySet<string> = new Set(['figures']);

/** The slots that a step reads, in the order of the rule. */
export function inputsOf(node: Node | undefined): readonly Slot[] {
  const found: Slot[] = [];
  const visit = (value: unknown, isSlot: boolean, isNamed = false): void => {
    if (typeof value === 'number') {
      if (isSlot) found.push(value);
    } else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value))
        visit(inner, Array.isArray(value) || isNamed ? isSlot : SLOTS.has(name), BY_NAME.has(name));
  };
  visit(node, false);
  return found;
}

/** Whether a step's numbers are exact as floating point: as typed, or one of them. */
export function isExactStep(exact: readonly boolean[], node: Node): boolean {
  return CHOOSING.has(node.op) && 'a' in node
    ? exact[node.a] === true && exact[node.b] === true
    : AS_TYPED.has(node.op);
}
const CHOOSING: ReadonlySet<string> = new Set(['if', 'min', 'max']);
const AS_TYPED: ReadonlySet<string> = new Set(['const', 'answer', 'figure', 'date', 'pick', 'year', 'days', 'validTo']);
