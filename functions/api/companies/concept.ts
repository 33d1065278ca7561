/** What every concept that keeps something about a firm answers for: giving it out, erasing it, handing it on. */
import type { JsonValue, Store } from '#functions/store/port.ts';
import type { Actor } from '../audit/chain.ts';

export interface ConceptDeps {
  readonly store: Store;
  readonly now: () => Date;
}
export interface Concept {
  readonly name: string;
  /** Everything kept about the firm, readable by its people; undefined where there is nothing. */
  readonly export: (store: Store, uscc: string) => Promise<JsonValue | undefined>;
  /** Erases it, in steps that can be repeated after a break. What remains says nothing about the firm. */
  readonly erase: (store: Store, uscc: string) => Promise<void>;
  /** Moves what is kept by manager to the next one; to be repeated without effect. */
  readonly handOver?: (deps: ConceptDeps, uscc: string, change: Change) => Promise<void>;
}
/** From one manager to another, by whom. */
export interface Change {
  readonly from: string;
  readonly to: { readonly subject: string; readonly name: string };
  readonly by: Actor;
}
