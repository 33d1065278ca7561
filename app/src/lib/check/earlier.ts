/** What came of a firm's answers when they were last looked at. */
import { isIsoDate } from '#rules/engine/calendar.ts';
import type { IsoDate } from '#rules/engine/types.ts';
import type { Judged } from './incremental.ts';
import { groupOf } from './row.ts';
import type { GroupKey } from './view.ts';

/** By which rules and on which day, and where each measure stood; those that did not apply are left out. */
export interface Earlier {
  readonly on: IsoDate;
  /** The hash of the rules. */
  readonly rules: string;
  readonly groups: ReadonlyMap<string, GroupKey>;
}

const GROUPS: readonly GroupKey[] = ['eligible', 'review', 'near', 'incomplete', 'ineligible'];

export const asEarlier = ({ asOf, results }: Judged, rules: string): Earlier => ({
  on: asOf,
  rules,
  groups: new Map(
    results.map((one): [string, GroupKey] => [one.measure, groupOf(one)]).filter(([, group]) => GROUPS.includes(group)),
  ),
});

/** Reads what was written as JSON, the groups as an object; null where it cannot be read. */
export function earlierOf(value: unknown): Earlier | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!('on' in value) || typeof value.on !== 'string' || !isIsoDate(value.on)) return null;
  if (!('rules' in value) || typeof value.rules !== 'string' || !('groups' in value)) return null;
  if (typeof value.groups !== 'object' || value.groups === null) return null;
  const groups = Object.entries(value.groups as Readonly<Record<string, unknown>>).flatMap(
    ([measure, group]): [string, GroupKey][] => {
      const known = GROUPS.find((key) => key === group);
      return known === undefined ? [] : [[measure, known]];
    },
  );
  return { on: value.on, rules: value.rules, groups: new Map(groups) };
}
