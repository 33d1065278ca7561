/** A change of the catalogue's text, at the level at which people write it: a place in a file, and what stands there. */
import { z } from 'zod';

/** What a change touches: a measure's file, a dated parameter, or a document of the bibliography. */
const Target = z.union([
  z.strictObject({ measure: z.string().regex(/^[a-z0-9][a-z0-9-]{1,63}$/) }),
  z.strictObject({ parameter: z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,63}$/) }),
  z.strictObject({ document: z.string().regex(/^[a-z0-9][a-z0-9-]{1,63}$/) }),
]);
export type Target = z.infer<typeof Target>;

/**
 * A step of JSON Patch (RFC 6902) below a target. Entries of a list that have an id may be named by it instead of by
 * their position: `/versions/0/require/all/tech-staff-share/test`. The empty path is the target itself: added or removed.
 */
export const Patch = z.strictObject({
  target: Target,
  op: z.enum(['add', 'replace', 'remove']),
  path: z
    .string()
    .max(500)
    .regex(/^(\/[^/]{1,100}){0,20}$/),
  /** Absent with `remove`. */
  value: z.exactOptional(z.json()),
});
export type Patch = z.infer<typeof Patch>;

/** `measure cn-hnte`, `parameter rdRatioFloor`, `document gkfh-2016-32`. */
export const targetName = (target: Target): string => Object.entries(target).flat().join(' ');

/** The steps of a path, unescaped. */
export const stepsOf = (path: string): string[] =>
  path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
