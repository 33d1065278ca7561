/** What turns a draft into a catalogue: a port, because only a place with the source tree can. */
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import type { Patch } from './patch.ts';

/** A fault of a draft, at its line in the file as the draft would have it. */
export interface DraftProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The line itself; empty where there is none. */
  readonly excerpt: string;
  /** Which of the changes it lies in, by its position; null where a change has it come up elsewhere. */
  readonly patch: number | null;
  /** Whether that change cannot stand, whatever else is changed. */
  readonly final: boolean;
}

/** A worked example of a measure that does not come out as it says. */
export interface CaseFailure {
  readonly measure: string;
  readonly name: string;
  readonly differences: readonly string[];
}

export type Compilation =
  | {
      readonly ok: true;
      readonly rules: Rules;
      readonly texts: Readonly<Record<Lang, Texts>>;
      /** Measures whose verdict, benefit or calls the draft can change, with what reads them. */
      readonly touched: readonly string[];
      /** The worked examples of these measures, as the draft decides them. */
      readonly cases: { readonly run: number; readonly failures: readonly CaseFailure[] };
    }
  | { readonly ok: false; readonly problems: readonly DraftProblem[] };

export interface Compiler {
  /** The catalogue's source with these changes in their order, beside the rules it is compared with. */
  compile(patches: readonly Patch[], against: Rules): Promise<Compilation>;
}
