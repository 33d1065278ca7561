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
