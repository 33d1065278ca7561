/** `/v1/corrections`: anyone says what is wrong; someone takes it on and answers. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { holds } from '#functions/identity/rights.ts';
import { leavesIn } from '#rules/engine/leaves.ts';
import type { Measure } from '#rules/engine/types.ts';
import type { Actor } from '../audit/chain.ts';
import { actorOf, SYSTEM, writeAudited } from '../audit/record.ts';
import { MeasureId } from '../demand/schemas.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { idempotencyHeader, onceOnly } from '../idempotency.ts';
import { DEFAULT_QUOTAS, memoryLimiter } from '../limiter.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { expectedVersion, ifMatchHeader, versionTag } from '../version.ts';
import { codeHash, isCode, mayFollow, newCode, STATES, type Correction } from './correction.ts';
import {
  contactOf,
  getCorrection,
  listCorrections,
  moveCorrection,
  sendCorrection,
  type KeptCorrection,
} from './repository.ts';
import {
  CorrectionId,
  CorrectionPage,
  CorrectionStep,
  CorrectionView,
  NewCorrection,
  SentCorrection,
} from './schemas.ts';

const tag = 'corrections';
const params = z.object({ id: CorrectionId });

const send = defineRoute({
  method: 'post',
  path: '/v1/corrections',
  access: { right: 'corrections.write' },
  tag,
  summary: { zh: '指出错误（不必登录）', en: 'Say that something is wrong (no sign-in needed)' },
  request: { headers: idempotencyHeader.partial(), ...jsonBody(NewCorrection) },
  bodyLimit: 16 * 1024,
  responses: { 201: json(SentCorrection, 'Received, with the code to ask by.') },
  problems: ['unknown-measure', 'idempotency-mismatch', 'conflict'],
});

const list = defineRoute({
  method: 'get',
  path: '/v1/corrections',
  access: { right: 'corrections.read' },
  tag,
  summary: { zh: '收到的纠错', en: 'The corrections received' },
  request: {
    query: z.object({ ...pageQuery, state: z.enum(STATES).default('open'), measure: MeasureId.optional() }),
  },
  responses: { 200: json(CorrectionPage, 'Of one state, those that have waited longest first.') },
  problems: ['invalid-cursor'],
});

const one = defineRoute({
  method: 'get',
  path: '/v1/corrections/{id}',
  access: { right: 'corrections.write' },
  tag,
  summary: { zh: '一条纠错的进展和答复', en: 'What became of a correction' },
  request: {
    params,
    query: z.object({
      code: z.string().min(1).max(100).optional().openapi({ description: 'As it was given when it was sent.' }),
    }),
  },
  responses: { 200: json(CorrectionView, 'To whoever has the code, or deals with corrections.') },
  problems: ['not-found'],
});

const step = defineRoute({
  method: 'patch',
  path: '/v1/corrections/{id}',
  access: { right: 'corrections.handle' },
  tag,
  summary: { zh: '受理或答复纠错', en: 'Take a correction on, or answer it' },
  request: { params, headers: ifMatchHeader, ...jsonBody(CorrectionStep) },
  responses: { 200: json(CorrectionView, 'As it stands now.') },
  problems: ['not-found', 'wrong-state', 'version-conflict', 'precondition-required'],
});

/** Of one address in a minute; nobody finds more mistakes than that. */
const MOST_SENT = 6;

export function correctionsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;
  const few = memoryLimiter(deps.now, { ...DEFAULT_QUOTAS, write: MOST_SENT });

  app.openapi(send, async (c) => {
    const said = c.req.valid('json');
    const sender = c.var.principal?.subject ?? 'anonymous';
    const { 'idempotency-key': key } = c.req.valid('header');
    const once = key === undefined ? undefined : await onceOnly(deps, { subject: sender }, key, said);
    if (once === 'mismatch') return refuse(c, 'idempotency-mismatch');
    if (once?.before) return c.json(SentCorrection.parse(once.before.body), 201);

    const { ok, resetSeconds } = few.take(c.var.address, 'write');
    if (!ok) return refuse(c, 'too-many-requests', { headers: { 'retry-after': String(resetSeconds) } });
    const wrong = wrongPlace(c, deps, said);
    if (wrong) return wrong;

    const code = newCode();
    const correction = correctionOf(said, { id: deps.newId(), at: deps.now().toISOString(), code });
    const answer = { id: correction.id, code, state: correction.state };
    const kept = await sendCorrection(deps, correction, {
      contact: said.contact,
      by: senderOf(c),
      requestId: c.var.requestId,
      more: once ? [once.remember(201, answer)] : [],
    });
    return kept ? c.json(answer, 201) : refuse(c, 'conflict');
  });

  app.openapi(list, async (c) => {
    const { limit, cursor, state, measure } = c.req.valid('query');
    const scope = ['corrections', state, measure ?? null];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const query = { limit, ...(start.after === undefined ? {} : { after: start.after }) };
    const { kept, next } = await listCorrections(store, { state, measure }, query);
    const items = kept.map(({ correction }) => ({
      ...aboutOf(correction),
      owner: personOf(correction.owner),
      hasContact: correction.hasContact,
    }));
    return c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(one, async (c) => {
    const kept = await getCorrection(store, c.req.valid('param').id);
    const { code } = c.req.valid('query');
    const { principal } = c.var;
    const reads = holds(principal, 'corrections.read').ok;
    // Without the right and the code nobody learns whether there is such a correction.
    if (!kept || !(reads || (code !== undefined && isCode(kept.correction, code)))) return refuse(c, 'not-found');
    c.header('etag', versionTag(kept.version));
    return c.json(reads ? await fullView(c, deps, kept) : senderView(kept.correction), 200);
  });

  app.openapi(step, async (c) => {
    const kept = await getCorrection(store, c.req.valid('param').id);
    if (!kept) return refuse(c, 'not-found');
    const expected = expectedVersion(c);
    if (!expected.ok && expected.kind === 'precondition-required') return refuse(c, expected.kind);
    if (!expected.ok || expected.version !== kept.version) return outdated(c, kept);
    const { state, reply = null } = c.req.valid('json');
    if (!mayFollow(kept.correction.state, state)) return refuse(c, 'wrong-state');
    const by = actorOf(principalOf(c));
    const moved = await moveCorrection(deps, kept, { to: state, reply, by, requestId: c.var.requestId });
    if (!moved) return outdated(c, await getCorrection(store, kept.correction.id));
    c.header('etag', versionTag(moved.version));
    return c.json(await fullView(c, deps, moved), 200);
  });

  return app;
}

type Said = z.infer<typeof NewCorrection>;

const correctionOf = (
  said: Said,
  { id, at, code }: { readonly id: string; readonly at: string; readonly code: string },
): Correction => ({
  id,
  state: 'open',
  measure: said.measure ?? null,
  condition: said.condition ?? null,
  version: said.version ?? null,
  text: said.text,
  source: said.source ?? null,
  at,
  code: codeHash(code),
  hasContact: said.contact !== undefined,
  owner: null,
  reply: null,
  history: [{ at, state: 'open', by: null }],
});

/** Who sent it is recorded where someone was signed in, and is no part of the correction. */
const senderOf = (c: ApiContext): Actor =>
  c.var.principal ? actorOf(c.var.principal) : { ...SYSTEM, subject: 'anonymous', name: '匿名' };

/** The refusal of a place that is not there; undefined where it is. */
function wrongPlace(c: ApiContext, deps: Deps, { measure: id, condition, version }: Said) {
  if (id === undefined) return undefined;
  const measure = deps.catalogue().catalogue.measures.get(id);
  if (!measure) return refuse(c, 'unknown-measure', { faults: [{ path: 'measure', message: id }] });
  const missing = c.var.lang === 'zh' ? '这项政策没有这一项' : 'is not part of this measure';
  const faults = [
    ...(version === undefined || measure.versions.some(({ from }) => from === version) ? [] : ['version']),
    ...(condition === undefined || conditionsOf(measure).has(condition) ? [] : ['condition']),
  ].map((path) => ({ path, message: missing }));
  return faults.length === 0 ? undefined : refuse(c, 'invalid-request', { faults });
}

const conditionsOf = ({ versions }: Measure): ReadonlySet<string> =>
  new Set(
    versions.flatMap(({ scope, require }) =>
      [...(scope ? leavesIn(scope) : []), ...leavesIn(require)].map(({ id }) => id),
    ),
  );

// ---- Views -------------------------------------------------------------------------------------

const aboutOf = ({ id, state, measure, condition, version, text, source, at, reply }: Correction) => ({
  id,
  state,
  measure,
  condition,
  version,
  text,
  source,
  at,
  reply,
});
const personOf = (actor: Actor | null) => actor && { name: actor.name, role: actor.role };

/** To whoever sent it: what became of it, not who dealt with it. */
const senderView = (correction: Correction): z.infer<typeof CorrectionView> => ({
  ...aboutOf(correction),
  owner: null,
  hasContact: correction.hasContact,
  contact: null,
  history: correction.history.map(({ at, state }) => ({ at, state, by: null })),
});

/** To those who deal with it; how to reach the sender only to them, and with a record that it was looked at. */
async function fullView(
  c: ApiContext,
  deps: Deps,
  { correction }: KeptCorrection,
): Promise<z.infer<typeof CorrectionView>> {
  const principal = principalOf(c);
  const mayContact = correction.hasContact && holds(principal, 'corrections.handle').ok;
  const contact = mayContact ? await contactOf(deps.store, correction.id) : null;
  if (contact !== null) {
    const { requestId } = c.var;
    const look = { action: 'correction.contact', by: actorOf(principal), object: correction.id, requestId } as const;
    await writeAudited(deps, [], [look]);
  }
  return {
    ...aboutOf(correction),
    owner: personOf(correction.owner),
    hasContact: correction.hasContact,
    contact,
    history: correction.history.map(({ at, state, by }) => ({ at, state, by: personOf(by) })),
  };
}

const outdated = (c: ApiContext, kept: KeptCorrection | undefined) =>
  kept
    ? refuse(c, 'version-conflict', {
        current: { ...senderView(kept.correction), owner: personOf(kept.correction.owner) },
        headers: { etag: versionTag(kept.version) },
      })
    : refuse(c, 'not-found');
