/** What the API stands on; tests, the single process and Lambda each bring their own. */
import type { Principal } from '#functions/identity/principal.ts';
import type { Relations } from '#functions/identity/relations.ts';
import type { Store } from '#functions/store/port.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import type { Sources } from '#rules/language/sources.ts';
import type { Limiter } from './limiter.ts';
import type { Log } from './log.ts';
import type { Compiler } from './releases/compiler.ts';
import type { Signer } from './proofs/signer.ts';
import type { Served } from './served/served.ts';

export interface Deps {
  readonly store: Store;
  /** The catalogue in force now; a new object with a hash of its own once a release or a call has changed it. */
  readonly catalogue: () => LoadedCatalogue;
  /** The catalogue that came with the program, whatever was released since. */
  readonly builtCatalogue: () => LoadedCatalogue;
  /** Brings `catalogue` up to what is stored: `served/served.ts`. */
  readonly refreshCatalogue: Served['refreshCatalogue'];
  /** Turns drafts into catalogues; null where there is no source tree, and releases are built elsewhere. */
  readonly compiler: Compiler | null;
  readonly now: () => Date;
  readonly newId: () => string;
  /** Who a token speaks for; null where it is not to be believed; throws where that cannot be told. */
  readonly verifyToken: (token: string) => Promise<Principal | null>;
  readonly relations: Relations;
  readonly limiter: Limiter;
  /** What cursors are signed with: the same in every instance, at least 32 characters. */
  readonly cursorKey: string;
  /** What a portal elsewhere vouches with for its visitors' addresses (`functions/visitor.ts`); absent, nobody is believed. */
  readonly portalKey?: string | undefined;
  /** What proofs are signed with. */
  readonly signer: Signer;
  readonly log: Log;
}

/** A compiled catalogue with its words and sources. */
export interface LoadedCatalogue {
  readonly rules: Rules;
  readonly texts: Readonly<Record<Lang, Texts>>;
  readonly catalogue: Catalogue;
  readonly sources: Sources;
}
