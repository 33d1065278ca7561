/** The field for one answer of a firm, as the forms that ask for it share it. */
export interface AnswerField {
  /** What it is called in the form. */
  readonly name: string;
  readonly label: string;
  readonly kind: 'text' | 'date' | 'one' | 'several' | 'certificates';
  readonly options: readonly { readonly id: string; readonly name: string }[];
}
export interface AskedAnswer extends AnswerField {
  /** Which answer of the profile it is. */
  readonly path: string;
}
export interface AnswerWords {
  readonly pick: string;
  readonly certificates: string;
  readonly noCertificates: string;
}
