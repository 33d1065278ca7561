import type { Engine } from './adapter.ts';
import type { Row } from './report.ts';

export interface Options {
  /** Fewer firms, draws and milliseconds: to see that it works, not to quote. */
  readonly quick: boolean;
  /** The engines asked for that are there. */
  readonly engines: readonly Engine[];
}
/** What each file in `sections/` exports as `measure`: prints its tables as it goes and gives its figures with their bars. */
export type Section = (options: Options) => Promise<readonly Row[]>;
