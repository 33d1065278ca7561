import { quotasFrom, type LimitClass } from '#functions/api/limiter.ts';

/** A setting by its name, from the function's environment. The names are those of the single process. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}

export const optional = (name: string): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};

/** Requests per minute of one caller, by `CEYIN_LIMITS`; the usual ones where it is absent. */
export function quotas(): Readonly<Record<LimitClass, number>> {
  const given = optional('CEYIN_LIMITS') ?? '';
  const read = quotasFrom(given);
  if (!read) throw new Error(`CEYIN_LIMITS is written read=600,write=120,compute=120, not “${given}”.`);
  return read;
}
