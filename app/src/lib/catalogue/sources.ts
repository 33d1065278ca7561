/** What the portal reads of the plans' provisions and indicators (`build/catalogue/sources.json`). */
import type { Lang } from '#rules/engine/types.ts';

export interface Provision {
  readonly id: string;
  readonly name: Readonly<Record<Lang, string>>;
  /** The plan's own words, which are Chinese. */
  readonly benefitZh: string;
  readonly sources: readonly { readonly doc: string; readonly section: string; readonly anchor: string }[];
  /** Why no measure realises it; null where one does. */
  readonly unlinked: string | null;
}
export interface Indicator {
  readonly id: string;
  readonly name: Readonly<Record<Lang, string>>;
  readonly doc: string;
  readonly section: string;
  readonly baseline: { readonly value: number | string | null; readonly year: number | null };
  readonly target: { readonly value: number | string | null; readonly year: number | null };
  readonly unit: string;
  readonly qualifier: string | null;
  readonly property: string | null;
  /** Measures that feed the figure; empty where `reason` says why none does. */
  readonly measures: readonly string[];
  readonly reason: string | null;
}
export interface Sources {
  readonly provisions: readonly Provision[];
  readonly indicators: readonly Indicator[];
}
