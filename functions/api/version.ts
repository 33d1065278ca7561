/** Versions over HTTP: `ETag: "v3"` on what is read, `If-Match: "v3"` on what is changed, so that nobody overwrites unseen. */
import { z } from '@hono/zod-openapi';
import type { ApiContext } from './env.ts';

export const versionTag = (version: number): string => `"v${version}"`;

export const ifMatchHeader = z.object({
  'if-match': z
    .string()
    .max(100)
    .optional()
    .openapi({ description: 'The version being changed: the ETag it was read with.' }),
});
export const ifNoneMatchHeader = z.object({ 'if-none-match': z.string().max(1000).optional() });

/**
 * The version a change is meant for: refuse with `precondition-required` where the header is missing, with
 * `version-conflict` and the current state where it names another version than the one that is there.
 */
export function expectedVersion(
  c: ApiContext,
):
  | { readonly ok: true; readonly version: number }
  | { readonly ok: false; readonly kind: 'precondition-required' | 'version-conflict' } {
  const sent = c.req.header('if-match');
  if (sent === undefined) return { ok: false, kind: 'precondition-required' };
  const [, version] = /^"v([1-9]\d{0,14})"$/.exec(sent.trim()) ?? [];
  return version === undefined ? { ok: false, kind: 'version-conflict' } : { ok: true, version: Number(version) };
}

/** Whether what the caller holds is still what there is; then answer `c.body(null, 304)`. Sets the ETag either way. */
export function isUnchanged(c: ApiContext, tag: string): boolean {
  c.header('etag', tag);
  const held = c.req.header('if-none-match');
  if (held === undefined) return false;
  return (
    held.trim() === '*' || held.split(',').some((each) => each.trim().replace(/^W\//, '') === tag.replace(/^W\//, ''))
  );
}
