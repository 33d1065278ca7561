/** Sets of choices that have a name together: the districts of Beijing, the parks of a zone. */
import type { Rules, Texts } from './types.ts';

/** The name of the set that these choices are, all of it and no more; undefined where they are none. */
export function setName({ regions }: Pick<Rules, 'regions'>, { sets }: Pick<Texts, 'sets'>, values: readonly string[]) {
  const [id] =
    Object.entries(regions).find(
      ([, members]) => members.length === values.length && members.every((member) => values.includes(member)),
    ) ?? [];
  return id === undefined ? undefined : sets[id];
}

/** The region of a call by name: a district, or a set of them. */
export const regionName = ({ fields, sets }: Pick<Texts, 'fields' | 'sets'>, region: string): string =>
  fields.region?.values?.[region] ?? sets[region] ?? region;
