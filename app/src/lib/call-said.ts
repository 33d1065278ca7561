/** What a year’s call says, but for its year and region. */
export interface CallSaid {
  readonly publishedOn: string | null;
  readonly listed: boolean;
  readonly directions: readonly string[];
  readonly windows: readonly { readonly opensOn: string | null; readonly closesOn: string | null }[];
  readonly firstCome: boolean;
  readonly acrossYears: boolean;
  readonly grade: string;
  readonly source: { readonly title: string; readonly url: string | null };
  readonly checked: string;
}

/** A call as a row of the table that names a measure's calls. */
export interface CallRow {
  readonly id: string;
  readonly year: number;
  readonly region: string;
  readonly windows: readonly string[];
  /** What stands instead of windows. */
  readonly without: string | null;
  readonly source: { readonly title: string; readonly url: string | null };
  readonly state: string;
  readonly by: string | null;
  readonly mayChange: boolean;
}

/** What the form says after a refusal: each fault with its field, and by the field's name. */
export interface CallForm {
  readonly problem: string;
  readonly faults: readonly string[];
  readonly fields: readonly string[];
  readonly at: Readonly<Record<string, string>>;
}
