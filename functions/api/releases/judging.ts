/** `/v1/releases/drafts`: a checked change of rules sent for approval, approved by another or given back, published. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { AuditAction } from '../audit/actions.ts';
import { actorOf } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { ifMatchHeader } from '../version.ts';
import { checkOf, checkWrite, getDraft, type Check, type Draft, type KeptDraft } from './draft.ts';
import { keep, notPublished, outdated, SAID, toChange, toJudge } from './drafting.ts';
import { publishDraft } from './publish.ts';
import { ApproveBody, DraftId, DraftView, RefuseBody, ReleaseView } from './schemas.ts';
import { draftView, releaseView } from './view.ts';

const tag = 'releases';
const path = '/v1/releases/drafts/{id}';
const params = z.object({ id: DraftId });
const draftRight = { right: 'releases.draft' } as const;
const changing = ['not-found', 'wrong-state', 'version-conflict', 'precondition-required'] as const;

const submit = defineRoute({
  method: 'post',
  path: `${path}/submit`,
  access: draftRight,
  tag,
  summary: { zh: '把检查过的草案送审批', en: 'Send a checked draft for approval' },
  request: { params, headers: ifMatchHeader },
  responses: { 200: json(DraftView, 'With those who approve, until it is changed.') },
  problems: changing,
});
const approve = defineRoute({
  method: 'post',
  path: `${path}/approve`,
  access: { right: 'releases.approve', byHandler: true },
  tag,
  summary: { zh: '批准草案（不能是起草人）', en: 'Approve a draft; nobody approves their own' },
  request: { params, headers: ifMatchHeader, ...jsonBody(ApproveBody) },
  responses: { 200: json(DraftView, 'Approved as it was checked.') },
  problems: changing,
});
const giveBack = defineRoute({
  method: 'post',
  path: `${path}/refuse`,
  access: { right: 'releases.approve', byHandler: true },
  tag,
  summary: { zh: '退回草案并说明理由', en: 'Give a draft back, saying why' },
  request: { params, headers: ifMatchHeader, ...jsonBody(RefuseBody) },
  responses: { 200: json(DraftView, 'To be changed, checked and approved anew.') },
  problems: changing,
});
const publish = defineRoute({
  method: 'post',
  path: `${path}/publish`,
  access: draftRight,
  limit: 'compute',
  tag,
  summary: { zh: '发布', en: 'Publish' },
  request: { params, headers: ifMatchHeader },
  responses: { 201: json(ReleaseView, 'In force from now on, and never changed.') },
  problems: [...changing, 'too-large'],
});

export function judgingRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;

  app.openapi(submit, async (c) => {
    const found = await toChange(c, deps, c.req.valid('param').id, ['draft']);
    if (!found.ok) return found.refusal;
    const { draft, version } = found.kept;
    const { lang } = c.var;
    const checked = await checkOf(store, found.kept);
    if (draft.refusal) return refuse(c, 'wrong-state', { detail: SAID.back[lang] });
    if (draft.sent) return refuse(c, 'wrong-state', { detail: SAID.sent[lang] });
    if (!checked) return refuse(c, 'wrong-state', { detail: SAID.unchecked[lang] });
    if (checked.hash === null) return refuse(c, 'wrong-state', { detail: SAID.faulty[lang] });
    const sent = { by: actorOf(principalOf(c)), at: deps.now().toISOString() };
    const saved = await keepChecked(c, deps, { draft: { ...draft, sent }, version }, checked, 'release.submit');
    if (!saved) return outdated(c, await getDraft(store, draft.id));
    return c.json(draftView(saved.kept, saved.check), 200);
  });

  app.openapi(approve, async (c) => {
    const principal = principalOf(c);
    const found = await toJudge(c, deps, c.req.valid('param').id);
    if (!found.ok) return found.refusal;

    const { draft, version } = found.kept;
    const { note, failedCases, staleWords } = c.req.valid('json');
    const checked = await checkOf(store, found.kept);
    const { lang } = c.var;
    if (!draft.sent) return refuse(c, 'wrong-state', { detail: SAID.unsent[lang] });
    if (!checked) return refuse(c, 'wrong-state', { detail: SAID.unchecked[lang] });
    if (checked.hash === null) return refuse(c, 'wrong-state', { detail: SAID.faulty[lang] });
    if (checked.cases.failed > 0 && !failedCases) return refuse(c, 'wrong-state', { detail: SAID.failing[lang] });
    if (checked.wordsLeft.length > 0 && !staleWords) return refuse(c, 'wrong-state', { detail: SAID.stale[lang] });
    const at = deps.now().toISOString();
    const approved: Draft = {
      ...draft,
      state: 'approved',
      approval: { by: actorOf(principal), at, note, hash: checked.hash },
    };
    const saved = await keep(c, deps, { draft: approved, version }, 'release.approve');
    return saved ? c.json(draftView(saved, checked), 200) : outdated(c, await getDraft(store, draft.id));
  });

  app.openapi(giveBack, async (c) => {
    const found = await toJudge(c, deps, c.req.valid('param').id);
    if (!found.ok) return found.refusal;
    const { draft, version } = found.kept;
    const at = deps.now().toISOString();
    if (!draft.sent) return refuse(c, 'wrong-state', { detail: SAID.unsent[c.var.lang] });
    const checked = await checkOf(store, found.kept);
    const refusal = { by: actorOf(principalOf(c)), at, note: c.req.valid('json').note };
    const saved = await keepChecked(
      c,
      deps,
      { draft: { ...draft, refusal, sent: null }, version },
      checked,
      'release.refuse',
    );
    if (!saved) return outdated(c, await getDraft(store, draft.id));
    return c.json(draftView(saved.kept, saved.check), 200);
  });

  app.openapi(publish, async (c) => {
    const found = await toChange(c, deps, c.req.valid('param').id, ['approved']);
    if (!found.ok) return found.refusal;
    const { draft, version } = found.kept;
    const { approval } = draft;
    if (!approval) return refuse(c, 'wrong-state');
    const kept = { draft: { ...draft, approval }, version };
    const published = await publishDraft(deps, kept, principalOf(c), c.var.requestId);
    if (!published.ok) return notPublished(c, published);
    const { release } = published;
    return c.json(releaseView(release, { served: release.number, built: deps.builtCatalogue() }), 201);
  });

  return app;
}

/** Keeps the draft with what was found of it: nothing that it says has changed, so that is still so. */
async function keepChecked(
  c: ApiContext,
  deps: Deps,
  { draft, version }: KeptDraft,
  check: Check | undefined,
  action: AuditAction,
): Promise<{ readonly kept: KeptDraft; readonly check: Check | undefined } | undefined> {
  const carried = check && { ...check, version: version + 1 };
  const kept = await keep(c, deps, { draft, version }, action, carried ? [checkWrite(draft.id, carried)] : []);
  return kept && { kept, check: carried };
}
