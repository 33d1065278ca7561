/** What a district's firms look like to every measure: counted after each re-match and kept for its staff. */
import { z } from 'zod';
import { companiesOfBucket } from '#functions/api/companies/repository.ts';
import { DISTRICTS, type District } from '#functions/identity/principal.ts';
import { allBuckets } from '#functions/store/buckets.ts';
import { getLarge, putLarge } from '#functions/store/parts.ts';
import type { JsonValue, Store } from '#functions/store/port.ts';
import { lawOf } from './law.ts';
import { VERDICTS } from '#rules/engine/board.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { countPopulation } from '#rules/engine/counting.ts';
import type { IsoDate, Profile } from '#rules/engine/types.ts';

/** Counts firms by a catalogue: in this thread, or in one of its own (`counter.ts`). */
export type Counter = (catalogue: Catalogue, profiles: readonly Profile[], asOf: IsoDate) => Promise<Counted>;

const Verdicts = z.record(z.enum(VERDICTS), z.number());
const Counted = z.object({
  firms: z.number(),
  measures: z
    .array(
      z.object({
        measure: z.string(),
        version: z.string(),
        verdicts: Verdicts,
        near: z.number(),
        blockers: z
          .array(
            z.object({
              condition: z.string(),
              // Counts kept before there were choices have none.
              choice: z.string().nullable().default(null),
              blocks: z.number(),
              alone: z.number(),
              near: z.number(),
              medianGap: z.object({ field: z.string(), delta: z.number(), unit: z.string() }).nullable(),
            }),
          )
          .readonly(),
        choices: z
          .array(
            z.object({
              id: z.string(),
              enough: z.number(),
              blocks: z.number(),
              alone: z.number(),
              near: z.number(),
            }),
          )
          .readonly()
          .default([]),
      }),
    )
    .readonly(),
});
export type Counted = z.infer<typeof Counted>;

const Stored = Counted.extend({ asOf: z.string(), catalogue: z.string(), at: z.string() });
/** The latest count of a district. */
export type Population = z.infer<typeof Stored>;

const keyOf = (district: District) => ({ pk: `POPULATION#${district}`, sk: 'LATEST' });

export async function populationOf(store: Store, district: District): Promise<Population | undefined> {
  const item = await getLarge(store, keyOf(district));
  return item && Stored.parse(item.body);
}

/** Counts every district anew and keeps the results. */
export async function countDistricts(
  { store, now }: { readonly store: Store; readonly now: () => Date },
  catalogue: Catalogue,
  asOf: IsoDate,
  count: Counter = inThisThread,
): Promise<void> {
  const profiles = new Map<string, Profile[]>(DISTRICTS.map((district) => [district, []]));
  for await (const { profile } of everyFirm(store)) {
    if (typeof profile.region === 'string') profiles.get(profile.region)?.push(profile);
  }
  for (const district of DISTRICTS) {
    const own = profiles.get(district) ?? [];
    const counted = await (own.length === 0 ? inThisThread : count)(catalogue, own, asOf);
    const body: Record<string, JsonValue> = {
      ...counted,
      asOf,
      catalogue: lawOf(catalogue).hash,
      at: now().toISOString(),
    };
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const before = await getLarge(store, keyOf(district));
      if ((await store.write(putLarge({ ...keyOf(district), body }, before))).ok) break;
    }
  }
}

/** Every firm there is, giving way to others between two pages. */
export async function* everyFirm(store: Store): AsyncGenerator<{ readonly uscc: string; readonly profile: Profile }> {
  for (const bucket of allBuckets) {
    let after: string | undefined;
    do {
      const page = await companiesOfBucket(store, bucket, { limit: 100, ...(after === undefined ? {} : { after }) });
      yield* page.companies;
      after = page.next;
      await new Promise((resolve) => setImmediate(resolve));
    } while (after !== undefined);
  }
}

/** How many of these firms are eligible for each of some measures, or in review. */
export function countIn(
  catalogue: Catalogue,
  profiles: readonly Profile[],
  asOf: IsoDate,
  measures: readonly string[],
): ReadonlyMap<string, number> {
  if (measures.length === 0) return new Map();
  const counted = countPopulation(catalogue, profiles, asOf, { measures, near: false });
  return new Map(counted.measures.map(({ measure, verdicts }) => [measure, verdicts.eligible + verdicts.review]));
}

export const inThisThread: Counter = (catalogue, profiles, asOf) =>
  Promise.resolve(countPopulation(catalogue, profiles, asOf));

const MOST_ATTEMPTS = 5;
