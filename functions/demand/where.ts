/** Where a firm counts (统计口径): district, subdistrict, section of industry, size class. */
import { loadCatalogue } from '#rules/engine/load.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import type { IsoDate, Measure, Profile, Rules } from '#rules/engine/types.ts';
import type { Place } from './events.ts';

export const UNKNOWN = 'unknown';
export const SIZES = ['large', 'medium', 'small', 'micro'] as const;

/** Every district that firms can count in. */
export const districtsOf = ({ fields }: Rules): readonly string[] => [...(fields.region?.values ?? []), UNKNOWN];

/**
 * Where firms count on a day. The size class is the one that the standard leaves as the only possible one; a firm with
 * ranges that reach into two classes, or without a completed year, has none.
 */
export function placesOn(rules: Rules, asOf: IsoDate): (profile: Profile) => Place {
  const classes = verdictsOn(
    loadCatalogue({ ...rules, measures: SIZES.map((size) => sizeQuestion(rules, size)) }),
    asOf,
  );
  return (profile) => {
    const { region, subdistrict, industryCode } = profile;
    const size = SIZES[classes(profile).indexOf('eligible')];
    return {
      district: typeof region === 'string' ? region : UNKNOWN,
      place: typeof subdistrict === 'string' ? subdistrict : UNKNOWN,
      industry: typeof industryCode === 'string' ? industryCode.slice(0, 1) : UNKNOWN,
      size: size ?? UNKNOWN,
    };
  };
}

/** The question whether a firm is of this size, put as a measure that asks for nothing else: the engine knows the standard. */
const sizeQuestion = ({ checked }: Rules, size: (typeof SIZES)[number]): Measure => ({
  id: `size-${size}`,
  level: 'national',
  instrument: 'title',
  availability: 'automatic',
  provisions: [],
  checked,
  grade: 'A',
  calls: [],
  relations: {},
  versions: [
    {
      from: '2000-01-01',
      bases: [],
      require: { kind: 'test', id: 'size', test: ['size', [size]], grade: 'A', basis: [] },
    },
  ],
});
