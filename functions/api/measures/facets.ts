/** Filters of the list and how many measures each choice would leave (分面). */
import type { Measure, Rules } from '#rules/engine/types.ts';
import type { Row } from './rows.ts';

export const FACETS = ['level', 'instrument', 'department', 'state', 'grade', 'region'] as const;
export type Facet = (typeof FACETS)[number];
export type Choices = Readonly<Record<Facet, readonly string[]>>;

/** Where a measure applies: in the whole country, in Beijing, or in one district. */
const SCOPES: Readonly<Record<Measure['level'], string | null>> = {
  national: null,
  beijing: 'beijing',
  zhongguancun: 'beijing',
  chaoyang: 'chaoyang',
  dongcheng: 'dongcheng',
};

/** The values of a row for a facet. */
function valuesOf(row: Row, facet: Exclude<Facet, 'region'>): string {
  return facet === 'state' ? row.availability.state : row[facet];
}

/** A measure applies in a region when it does so everywhere, there, or in what contains it. */
export function appliesIn(regions: Rules['regions'], row: Row, region: string): boolean {
  const scope = SCOPES[row.level];
  return scope === null || scope === region || (regions[scope] ?? []).includes(region);
}

/** Whether the row is left by every facet but, perhaps, one: choices of one facet widen, facets narrow one another. */
export function fits(regions: Rules['regions'], choices: Choices, row: Row, but?: Facet): boolean {
  return FACETS.every((facet) => {
    const chosen = choices[facet];
    if (facet === but || chosen.length === 0) return true;
    if (facet === 'region') return chosen.some((region) => appliesIn(regions, row, region));
    return chosen.includes(valuesOf(row, facet));
  });
}

/** Regions offered as choices. */
const OFFERED = ['chaoyang', 'dongcheng', 'beijing'];

/** Per facet its values and how many measures each would leave, given the other facets' choices; most first. */
export function countsOf(
  regions: Rules['regions'],
  choices: Choices,
  rows: readonly Row[],
): Record<Facet, { value: string; count: number }[]> {
  const counted = (facet: Facet): { value: string; count: number }[] => {
    const counts = new Map<string, number>();
    const left = rows.filter((row) => fits(regions, choices, row, facet));
    for (const row of left) {
      const values =
        facet === 'region' ? OFFERED.filter((region) => appliesIn(regions, row, region)) : [valuesOf(row, facet)];
      for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
  };
  return {
    level: counted('level'),
    instrument: counted('instrument'),
    department: counted('department'),
    state: counted('state'),
    grade: counted('grade'),
    region: counted('region'),
  };
}
