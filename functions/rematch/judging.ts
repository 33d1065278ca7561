/** Judging firms by a law on a day, and of each only what may have moved since it was last judged. */
import type { Company } from '#functions/api/companies/repository.ts';
import type { Store } from '#functions/store/port.ts';
import { availabilityOf } from '#rules/engine/availability.ts';
import { toDay } from '#rules/engine/calendar.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { IsoDate, Profile } from '#rules/engine/types.ts';
import { keptLaws, lawOf, movedBetween, type Law } from './law.ts';
import { judgeOn, turnsBetween, type Judge, type Judged, type StoredJudged } from './verdicts.ts';

/** A firm, and how it was judged before. */
export interface Standing {
  readonly company: Company;
  readonly before: StoredJudged | undefined;
}
export interface Judgement extends Standing {
  readonly after: Judged;
  /** Whether it says anything that is not kept already. */
  readonly isNew: boolean;
  /** How many verdicts had to be worked out. */
  readonly workedOut: number;
  readonly entered: readonly string[];
  readonly left: readonly string[];
}

/** Judges firms, in their order. */
export type Judging = (firms: readonly Standing[]) => Promise<readonly Judgement[]>;

export function judging(store: Store, catalogue: Catalogue, asOf: IsoDate): Judging {
  const law = lawOf(catalogue);
  const lawBy = keptLaws(store);
  const parts = new Map<string, Promise<Part>>();
  const partSince = (hash: string): Promise<Part> => {
    const part = parts.get(hash) ?? lawBy(hash).then((older) => partOf(catalogue, asOf, movedBetween(older, law)));
    parts.set(hash, part);
    return part;
  };
  /** Nobody is told of a measure that is over: nothing can be done about it. */
  const inForce = ({ entered, left }: Pick<Judgement, 'entered' | 'left'>, profile: Profile) => {
    const still = (id: string): boolean => {
      const measure = catalogue.measures.get(id);
      return !measure || availabilityOf({ catalogue, profile, asOf: toDay(asOf) }, measure).state !== 'lapsed';
    };
    return { entered: entered.filter(still), left: left.filter(still) };
  };
  const whole = partOf(catalogue, asOf, law.measures);

  return async (firms) => {
    const judgements = new Map<Standing, Judgement>();
    const byBase = Map.groupBy(firms, ({ company, before }) =>
      before?.asOf === asOf && before.profile === company.version ? before.catalogue : null,
    );
    for (const [base, group] of byBase) {
      const { moved, judge } = base === null ? whole : await partSince(base);
      const fresh = judge(group.map(({ company }) => company.profile));
      for (const [index, standing] of group.entries()) {
        const { before } = standing;
        const older = before && (before.catalogue === law.hash ? law : await lawBy(before.catalogue));
        const codes = combined(law, { older, codes: before?.codes ?? '' }, { moved, codes: fresh[index] ?? '' });
        judgements.set(standing, {
          ...standing,
          after: { asOf, catalogue: law.hash, codes, profile: standing.company.version },
          isNew: base === null || base !== law.hash,
          workedOut: moved.length,
          // A firm that is judged for the first time gains nothing: it has just been told everything.
          ...(before && older
            ? inForce(
                turnsBetween({ codes: before.codes, measures: older.measures }, { codes, measures: law.measures }),
                standing.company.profile,
              )
            : { entered: [], left: [] }),
        });
      }
    }
    return firms.flatMap((firm) => judgements.get(firm) ?? []);
  };
}

/** Judges by some of the measures. */
interface Part {
  readonly moved: readonly string[];
  readonly judge: Judge;
}

function partOf(catalogue: Catalogue, asOf: IsoDate, moved: readonly string[]): Part {
  if (moved.length === 0) return { moved, judge: (profiles) => profiles.map(() => '') };
  // All of them share the plan that others use.
  const all = moved.length === catalogue.rules.measures.length;
  return { moved, judge: judgeOn(catalogue, asOf, all ? undefined : moved) };
}

/** The codes by the new law: those worked out anew, and those that stand. */
function combined(
  { measures }: Law,
  standing: { readonly older: Law | undefined; readonly codes: string },
  fresh: { readonly moved: readonly string[]; readonly codes: string },
): string {
  if (fresh.moved.length === measures.length) return fresh.codes;
  const codes = new Map((standing.older?.measures ?? []).map((id, at) => [id, standing.codes[at]]));
  for (const [at, id] of fresh.moved.entries()) codes.set(id, fresh.codes[at]);
  return measures.map((id) => codes.get(id) ?? '').join('');
}
