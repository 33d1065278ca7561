/** What creating, replacing and changing a profile have in common: versions, checks, repetition. */
import type { z } from '@hono/zod-openapi';
import { BodyTooLarge } from '#functions/store/parts.ts';
import type { JsonValue, Write } from '#functions/store/port.ts';
import type { Profile } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { actorOf, recordLook } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext } from '../env.ts';
import { onceOnly } from '../idempotency.ts';
import { refuse } from '../problem.ts';
import { expectedVersion, versionTag } from '../version.ts';
import { newlyFrom, type Source } from './answers.ts';
import { getCompany, saveProfile, type Company } from './repository.ts';
import { SavedCompany } from './schemas.ts';

export interface Asked {
  readonly uscc: string;
  readonly profile: Readonly<Record<string, unknown>>;
  readonly source: Source | undefined;
  /** Undefined to create. */
  readonly before: Company | undefined;
  /** What happens with it, in the same transaction. */
  readonly more?: readonly Write[];
}
type Refusal = ReturnType<typeof refuse>;
type Saved =
  | { readonly ok: true; readonly saved: z.infer<typeof SavedCompany> }
  | { readonly ok: false; readonly refusal: Refusal };

/** Checks and saves a profile; a repeated request with the same key gets the first one's answer. */
export async function save(c: ApiContext, deps: Deps, asked: Asked): Promise<Saved> {
  const { uscc, before, source, more = [] } = asked;
  const principal = principalOf(c);
  const key = c.req.header('idempotency-key');
  const request = { method: c.req.method, path: c.req.path, body: await c.req.json<JsonValue>() };
  const once = key === undefined ? undefined : await onceOnly(deps, principal, key, request);
  if (once === 'mismatch') return refused(refuse(c, 'idempotency-mismatch'));
  if (once?.before) return accepted(c, SavedCompany.parse(once.before.body));

  if (before) {
    const expected = expectedVersion(c);
    if (!expected.ok && expected.kind === 'precondition-required') return refused(refuse(c, expected.kind));
    if (!expected.ok || expected.version !== before.version) return refused(await conflicted(c, deps, before));
  }
  const { fields } = deps.catalogue().rules;
  const checked = validateProfile(asked.profile, fields);
  if (!checked.ok) return refused(invalid(c, checked.faults));
  const from = source ?? (principal.role === 'manager' ? 'manager' : 'self');
  const claimed = principal.role === 'manager' ? [] : managerClaims(from, before?.profile, checked.profile);
  if (claimed.length > 0) {
    return refused(refuse(c, 'invalid-profile', { faults: claimed.map((path) => sourceFault(c, path)) }));
  }

  const saving = {
    uscc,
    profile: checked.profile,
    before,
    by: actorOf(principal),
    source: from,
    requestId: c.var.requestId,
    more: ({ version, changed }: { readonly version: number; readonly changed: readonly string[] }) => [
      ...more,
      ...(once ? [once.remember(before ? 200 : 201, { uscc, version, changed })] : []),
    ],
  };
  const result = await saveProfile({ ...deps, fields }, saving).catch((error: unknown) => {
    if (error instanceof BodyTooLarge) return undefined;
    throw error;
  });
  if (!result) return refused(refuse(c, 'too-large'));
  if (result.ok) return accepted(c, { uscc, version: result.version, changed: result.changed });
  if (!before) return refused(refuse(c, 'conflict', { detail: TAKEN[c.var.lang] }));
  if (result.kind === 'more') return refused(refuse(c, 'conflict'));
  return refused(await conflicted(c, deps, await getCompany(deps.store, uscc)));
}

export const viewOf = ({ uscc, version, saved, profile }: Company) => ({ uscc, version, saved, profile });

const refused = (refusal: Refusal): Saved => ({ ok: false, refusal });

function accepted(c: ApiContext, { uscc, version, changed }: z.infer<typeof SavedCompany>): Saved {
  c.header('etag', versionTag(version));
  return { ok: true, saved: { uscc, version, changed } };
}

/** The refusal shows what is there, so that both can be compared; that is a look like any other. */
async function conflicted(c: ApiContext, deps: Deps, current: Company | undefined): Promise<Refusal> {
  if (!current) return refuse(c, 'not-found');
  const { uscc, version } = current;
  await recordLook(deps, principalOf(c), { uscc, object: `v${version}`, requestId: c.var.requestId });
  return refuse(c, 'version-conflict', { current: viewOf(current), headers: { etag: versionTag(version) } });
}

/** Only a manager can say that a value comes from the manager. */
const managerClaims = (source: Source, before: Profile | undefined, profile: Profile): string[] =>
  source === 'manager' ? ['source'] : newlyFrom('manager', before, profile).map((path) => `provenance.${path}`);

const sourceFault = (c: ApiContext, path: string) => ({
  path: path === 'source' ? path : `profile.${path}`,
  message:
    c.var.lang === 'zh' ? '只有服务管家可以注明来源为 manager' : 'only a service manager can give “manager” here',
});

const invalid = (c: ApiContext, faults: readonly { path: string; zh: string; en: string }[]): Refusal =>
  refuse(c, 'invalid-profile', {
    faults: faults.map((fault) => ({
      path: ['profile', fault.path].filter(Boolean).join('.'),
      message: fault[c.var.lang],
    })),
  });

const TAKEN = {
  zh: '这家企业已有资料。请企业的负责人或服务管家邀请您加入。',
  en: 'This firm is here already. Ask its owner or its service manager for an invitation.',
};
