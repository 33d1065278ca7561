import type { ResultView } from './view.ts';

/** What stands where the result goes. */
export type Outcome =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working' }
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'faults'; readonly faults: readonly FaultView[]; readonly more: number }
  | { readonly kind: 'result'; readonly view: ResultView };

export interface FaultView {
  readonly path: string;
  readonly message: string;
}

/** At most so many faults are shown; the rest is counted. */
export const FAULTS_SHOWN = 50;

export const faultsOutcome = (faults: readonly FaultView[], more = 0): Outcome => ({
  kind: 'faults',
  faults: faults.slice(0, FAULTS_SHOWN),
  more: more + Math.max(0, faults.length - FAULTS_SHOWN),
});
