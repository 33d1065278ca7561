/** A firm's verdicts as they were last worked out: one digit per measure, by the list of measures of that catalogue. */
import { z } from 'zod';
import { bucketOf } from '#functions/store/buckets.ts';
import type { Key, Store, Write } from '#functions/store/port.ts';
import { stateAt, VERDICTS } from '#rules/engine/board.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { firmsOn, verdictsOn } from '#rules/engine/population.ts';
import type { IsoDate, Profile, Verdict } from '#rules/engine/types.ts';

export interface Judged {
  readonly asOf: IsoDate;
  /** The hash of the law judged by, see law.ts. */
  readonly catalogue: string;
  /** A digit per measure: its place in 符合、待认定、需补充、不符合、不适用. */
  readonly codes: string;
  /** The version of the profile that was judged. */
  readonly profile: number;
}
const JudgedBody = z.object({ asOf: z.string(), catalogue: z.string(), codes: z.string(), profile: z.number() });

/** The codes of firms by a catalogue on a day, in the firms' order; of these measures alone where they are given. */
export type Judge = (profiles: readonly Profile[]) => readonly string[];

/** From so many firms on it is quicker to work them out side by side. */
const SIDE_BY_SIDE = 24;

export function judgeOn(catalogue: Catalogue, asOf: IsoDate, measures?: readonly string[]): Judge {
  let verdicts: ReturnType<typeof verdictsOn> | undefined;
  let firms: ReturnType<typeof firmsOn> | undefined;
  return (profiles) => {
    if (profiles.length < SIDE_BY_SIDE) {
      const oneByOne = (verdicts ??= verdictsOn(catalogue, asOf, measures));
      return profiles.map((profile) =>
        oneByOne(profile)
          .map((verdict) => VERDICTS.indexOf(verdict))
          .join(''),
      );
    }
    const codes: string[] = [];
    const sideBySide = (firms ??= firmsOn(catalogue, asOf, measures));
    sideBySide(profiles, (board, planned, lane) => {
      codes.push(planned.map(({ verdict }) => stateAt(board, verdict, lane)).join(''));
    });
    return codes;
  };
}

/** Eligible, or for an authority to judge (符合、待认定): what a firm is told of. */
export const isIn = (code: string | undefined): boolean => code === '0' || code === '1';

/** What was not open to a firm before and is now, and the other way round; measures that are gone are neither. */
export function turnsBetween(
  before: { readonly codes: string; readonly measures: readonly string[] },
  after: { readonly codes: string; readonly measures: readonly string[] },
): { readonly entered: readonly string[]; readonly left: readonly string[] } {
  const same = before.measures === after.measures;
  const old = same ? undefined : new Map(before.measures.map((id, at) => [id, before.codes[at]]));
  const [entered, left]: [string[], string[]] = [[], []];
  if (same && before.codes === after.codes) return { entered, left };
  for (const [at, id] of after.measures.entries()) {
    const [was, is] = [isIn(old ? old.get(id) : before.codes[at]), isIn(after.codes[at])];
    if (is && !was) entered.push(id);
    if (was && !is) left.push(id);
  }
  return { entered, left };
}

/** Verdicts by measure. */
export const verdictsIn = (codes: string, measures: readonly string[]): ReadonlyMap<string, Verdict> =>
  new Map(measures.map((id, at) => [id, VERDICTS[Number(codes[at])] ?? 'incomplete']));

// ---- In the store -----------------------------------------------------------------------

const judgedPk = (bucket: string): string => `JUDGED#${bucket}`;
const judgedKey = (uscc: string): Key => ({ pk: judgedPk(bucketOf(uscc)), sk: uscc });

export interface StoredJudged extends Judged {
  readonly uscc: string;
  readonly version: number;
}

export const judgedWrite = (uscc: string, judged: Judged, before: StoredJudged | undefined): Write => ({
  put: { ...judgedKey(uscc), body: { ...judged } },
  if: before ? { version: before.version } : 'absent',
});

export async function judgedOf(store: Store, uscc: string): Promise<StoredJudged | undefined> {
  const item = await store.get(judgedKey(uscc));
  return item && { uscc, version: item.version, ...JudgedBody.parse(item.body) };
}

/** For the firm's erasure. */
export const forgetJudged = (store: Store, uscc: string) => store.write([{ delete: judgedKey(uscc) }]);
