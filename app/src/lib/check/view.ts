/** What the result page shows: plain words, already in the visitor's language. Made by `present.ts`. */
import type { Measure, State, Verdict } from '#rules/engine/types.ts';
import type { Papers } from './papers.ts';

export type GroupKey = Verdict | 'near' | 'not-in-force';

export interface ResultView {
  readonly heading: string;
  readonly summary: string;
  readonly groups: readonly GroupView[];
}
export interface GroupView {
  readonly key: GroupKey;
  readonly short: string;
  readonly long: string;
  readonly note: string;
  readonly items: readonly MeasureView[];
}
/** What a list shows of a measure. */
export interface RowView {
  readonly id: string;
  readonly name: string;
  readonly group: GroupKey;
  /** The verdict's key and word; measures out of force stand in a group of their own but keep their verdict. */
  readonly verdict: Exclude<GroupKey, 'not-in-force'>;
  readonly word: string;
  readonly level: Measure['level'];
  readonly instrument: string;
  readonly place: string;
  readonly availability: string;
  readonly isOpen: boolean;
  /** Whether lists tell it by its number only until it is asked for: see `isAside`. */
  readonly aside: boolean;
  /** What the verdict does not rest on; empty where nothing need be said. */
  readonly remark: string;
  readonly money: { readonly amount: string; readonly note: string } | null;
}
/** What stands under it once it is opened. */
export interface DetailView {
  readonly summary: string;
  /** Short facts above the conditions: held, track. */
  readonly remarks: readonly string[];
  readonly conditions: readonly ConditionRow[];
  readonly missing: readonly string[];
  readonly gaps: readonly string[];
  readonly benefit: readonly string[];
  readonly papers: Papers;
  readonly apply: { readonly channel: string; readonly url: string | null } | null;
  readonly department: string;
  /** Whom to ask: the measure's own contact, or the city's hotline. */
  readonly contact: string;
  /** How long it takes, or that this is not published. */
  readonly howLong: string;
  readonly otherCalls: readonly string[];
  readonly leftOut: readonly { readonly clause: string; readonly reason: string }[];
  readonly note: string | null;
  readonly documents: readonly DocumentView[];
  readonly provenance: string;
}
export type MeasureView = RowView & DetailView;
/** A heading over conditions of which not all are needed, or a condition; `depth` is how many headings it stands under. */
export type ConditionRow =
  | { readonly kind: 'heading'; readonly key: string; readonly depth: number; readonly text: string }
  | { readonly kind: 'condition'; readonly key: string; readonly depth: number; readonly condition: ConditionView };
export interface ConditionView {
  readonly id: string;
  readonly label: string;
  /** Who judges, where a person does. */
  readonly by: string | null;
  readonly notes: readonly string[];
  readonly own: string;
  readonly required: string;
  readonly state: State;
  /** Whether the verdict rests on it. */
  readonly decides: boolean;
  readonly word: string;
  readonly clauses: readonly string[];
  /** What shows that it is met. */
  readonly evidence: readonly string[];
  readonly items: readonly { readonly label: string; readonly points: string }[];
}
export interface DocumentView {
  readonly title: string;
  readonly detail: string;
  readonly url: string | null;
}
