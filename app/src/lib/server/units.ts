import type { Unit } from '#rules/engine/types.ts';

const UNITS = [
  'yuan',
  'usd',
  'ratio',
  'percent',
  'people',
  'count',
  'days',
  'months',
  'years',
  'points',
  'sqm',
  'rank',
] as const satisfies readonly Unit[];

/** The unit that an answer of the interface names; null for none, or one this portal does not know. */
export const unitNamed = (name: unknown): Unit | null => UNITS.find((unit) => unit === name) ?? null;
