/** Proofs: signed statements of what the catalogue says of a firm, and how anyone can check one. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { unknownMeasures } from '#rules/engine/load.ts';
import type { Lang } from '#rules/engine/types.ts';
import { actorOf, recordLook, writeAudited } from '../audit/record.ts';
import { getCompany } from '../companies/repository.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { Day, Uscc } from '../fields.ts';
import { idempotencyHeader, onceOnly } from '../idempotency.ts';
import { pageOf, pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { proofBy, ProofHead, proofsOf, proofWrites } from './proof.ts';
import { stateOf, Statement } from './statement.ts';
import { REASONS, REMARKS, verifyProof } from './verify.ts';

const tag = 'proofs';
const params = z.object({ uscc: Uscc });
const MOST_MEASURES = 20;
const verifying = { right: 'proofs.verify' } as const;
const ProofHeadView = z.object(ProofHead.shape).openapi('ProofHead');
const ProofView = ProofHeadView.extend({ proof: z.string().openapi({ description: 'A compact JWS.' }) }).openapi(
  'Proof',
);
const Verification = z
  .object({
    valid: z.boolean(),
    reasons: z.array(z.object({ code: z.string(), words: z.string() })),
    remarks: z.array(z.object({ code: z.string(), words: z.string() })),
    statement: Statement.nullable(),
  })
  .openapi('ProofVerification');

const issue = defineRoute({
  method: 'post',
  path: '/v1/companies/{uscc}/proofs',
  access: { right: 'company.prove', firm: 'uscc' },
  tag,
  summary: { zh: '出具证明', en: 'Issue a proof' },
  request: {
    params,
    headers: idempotencyHeader,
    ...jsonBody(
      z.strictObject({ measures: z.array(z.string().max(100)).min(1).max(MOST_MEASURES), asOf: Day.optional() }),
    ),
  },
  limit: 'compute',
  responses: { 201: json(ProofView, 'Signed; it shows the answers that the chosen measures read, and no others.') },
  problems: ['not-found', 'unknown-measure', 'idempotency-mismatch', 'conflict'],
});
const list = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/proofs',
  access: { right: 'company.read', firm: 'uscc' },
  tag,
  summary: { zh: '已出具的证明', en: 'Proofs issued' },
  request: { params, query: z.object(pageQuery) },
  responses: { 200: json(pageOf(ProofHeadView), 'Newest first, without their texts.') },
  problems: ['invalid-cursor'],
});
const one = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/proofs/{id}',
  access: { right: 'company.read', firm: 'uscc' },
  tag,
  summary: { zh: '一份证明', en: 'One proof' },
  request: { params: params.extend({ id: z.string().min(1).max(100) }) },
  responses: { 200: json(ProofView, 'As it was issued.') },
  problems: ['not-found'],
});
const keys = defineRoute({
  method: 'get',
  path: '/v1/proofs/keys',
  access: verifying,
  tag,
  summary: { zh: '验证证明用的公钥', en: 'The public keys of proofs' },
  responses: {
    200: json(
      z.object({ keys: z.array(z.record(z.string(), z.string())).readonly() }).openapi('ProofKeys'),
      'A JWK set (RFC 7517).',
    ),
  },
});
const verify = defineRoute({
  method: 'post',
  path: '/v1/proofs/verify',
  access: verifying,
  tag,
  summary: { zh: '验证一份证明', en: 'Verify a proof' },
  request: jsonBody(z.strictObject({ proof: z.string().min(1).max(200_000) })),
  limit: 'compute',
  responses: {
    200: json(Verification, 'What a genuine proof states; of one that is not, why, and nothing of what it says.'),
  },
});
const shown = defineRoute({
  method: 'get',
  path: '/v1/proofs/{uscc}/{id}',
  access: verifying,
  tag,
  summary: { zh: '按证明卡上的编号查看证明', en: 'The proof that a card names' },
  request: { params: params.extend({ id: z.string().min(1).max(100) }) },
  responses: {
    200: json(
      Verification,
      'Verified anew. The id, which nobody can guess, is the key: whoever was given the card may see what it states.',
    ),
  },
  problems: ['not-found'],
});

export function proofsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now, signer } = deps;

  app.openapi(issue, async (c) => {
    const { uscc } = c.req.valid('param');
    const body = c.req.valid('json');
    const { measures, asOf = todayInBeijing(now()) } = body;
    const principal = principalOf(c);
    const loaded = deps.catalogue();
    const [unknown] = unknownMeasures(loaded.catalogue, measures);
    if (unknown !== undefined) {
      return refuse(c, 'unknown-measure', {
        faults: [{ path: `measures.${measures.indexOf(unknown)}`, message: unknown }],
      });
    }
    const once = await onceOnly(deps, principal, c.req.valid('header')['idempotency-key'], {
      proof: uscc,
      measures,
      asOf: body.asOf ?? null,
    });
    if (once === 'mismatch') return refuse(c, 'idempotency-mismatch');
    const before = once.before?.body;
    const earlier = typeof before === 'string' ? await proofBy(store, uscc, before) : undefined;
    if (earlier) return c.json({ ...earlier.head, proof: earlier.proof }, 201);

    const company = await getCompany(store, uscc);
    if (!company) return refuse(c, 'not-found');
    const issuedAt = now().toISOString();
    const id = `${issuedAt.replaceAll(/\D/g, '')}-${deps.newId()}`;
    const statement = stateOf(loaded, company, { id, issuedAt, asOf, measures });
    const proof = await signer.sign(JSON.stringify(statement));
    const by = actorOf(principal);
    const head: ProofHead = { id, issuedAt, by, asOf, measures, profileVersion: company.version };
    const result = await writeAudited(
      deps,
      [...proofWrites(uscc, head, proof), once.remember(201, id)],
      [{ action: 'proof.issue', by, uscc, object: id, requestId: c.var.requestId }],
    );
    return result.ok ? c.json({ ...head, proof }, 201) : refuse(c, 'conflict');
  });

  app.openapi(list, async (c) => {
    const { uscc } = c.req.valid('param');
    const { limit, cursor } = c.req.valid('query');
    const scope = ['proofs', uscc];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const after = start.after === undefined ? {} : { after: start.after };
    const { heads, next } = await proofsOf(store, uscc, { limit, ...after });
    return c.json({ items: heads, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(one, async (c) => {
    const { uscc, id } = c.req.valid('param');
    const found = await proofBy(store, uscc, id);
    if (!found) return refuse(c, 'not-found');
    await recordLook(deps, principalOf(c), { uscc, object: id, requestId: c.var.requestId });
    return c.json({ ...found.head, proof: found.proof }, 200);
  });

  app.openapi(keys, (c) => {
    c.header('cache-control', 'public, max-age=3600');
    return c.json({ keys: signer.publicKeys.map((key) => textsOf(key)) }, 200);
  });

  const verified = async (proof: string, lang: Lang) => {
    const outcome = await verifyProof(signer, deps.catalogue().rules, proof);
    return outcome.valid
      ? {
          valid: true,
          reasons: [],
          remarks: outcome.remarks.map((code) => ({ code, words: REMARKS[code][lang] })),
          statement: outcome.statement,
        }
      : {
          valid: false,
          reasons: [{ code: outcome.reason, words: REASONS[outcome.reason][lang] }],
          remarks: [],
          statement: null,
        };
  };

  app.openapi(verify, async (c) => c.json(await verified(c.req.valid('json').proof.trim(), c.var.lang), 200));

  app.openapi(shown, async (c) => {
    const { uscc, id } = c.req.valid('param');
    const found = await proofBy(store, uscc, id);
    return found ? c.json(await verified(found.proof, c.var.lang), 200) : refuse(c, 'not-found');
  });

  return app;
}

const textsOf = (key: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(key).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
