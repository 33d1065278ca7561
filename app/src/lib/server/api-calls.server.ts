import type { Measure } from '#rules/engine/types.ts';

/** Whether a district’s staff enter the calls of this measure: those of a year, of their own district or of all. */
export const mayCall = ({ availability, level }: Measure, district: string | null): boolean =>
  availability === 'calls' && ((level !== 'chaoyang' && level !== 'dongcheng') || level === district);
