import type { TestApi } from '../support.ts';

/** A request that is right in every respect but, perhaps, for who sends it. */
export interface Asked {
  /** With its parameters filled in, and the query. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** Gives the request, and puts into the store what must be there first. */
type Prepare = (api: TestApi) => Asked | Promise<Asked>;

/** One route's requests for the rights matrix. */
export interface Example {
  /** On an object within reach of the people of the small world: `OWN`, the district of Chaoyang, another's draft. */
  readonly own: Prepare;
  /** On an object out of their reach (`FOREIGN`, the district of Dongcheng, their own draft), where there is one. */
  readonly foreign?: Prepare;
}

/** A module's examples, by `GET /v1/companies/{uscc}`; every route has one. */
export type Examples = Readonly<Record<string, Example>>;
