/** A change of the catalogue's text, at the level at which people write it: a place in a file, and what stands there. */
import { z } from 'zod';
import type { JsonValue } from '#functions/store/port.ts';

/** What a change touches: a measure's file, or a dated parameter. */
const Target = z.union([
  z.strictObject({ measure: z.string().regex(/^[a-z0-9][a-z0-9-]{1,63}$/) }),
  z.strictObject({ parameter: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,63}$/) }),
]);

/**
 * A step of JSON Patch (RFC 6902) below a target. Entries of a list that have an id may be named by it instead of by
 * their position: `/versions/0/require/all/tech-staff-share/test`.
 */
export const Patch = z.strictObject({
  target: Target,
  op: z.enum(['add', 'replace', 'remove']),
  path: z
    .string()
    .max(500)
    .regex(/^(\/[^/]{1,100}){1,20}$/),
  /** Absent with `remove`. */
  value: z.json().optional(),
});
export interface Patch {
  readonly target: { readonly measure: string } | { readonly parameter: string };
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: JsonValue | undefined;
}

/** `measure cn-hnte`, `parameter rdRatioFloor`. */
export const targetName = ({ target }: Patch): string =>
  'measure' in target ? `measure ${target.measure}` : `parameter ${target.parameter}`;

/** The steps of a path, unescaped. */
export const stepsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
