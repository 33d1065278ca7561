/** `/v1/releases/drafts`: a change of rules written, checked and tried on the population. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { actorOf } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { Day, LangParam } from '../fields.ts';
import { idempotencyHeader, onceOnly } from '../idempotency.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { ifMatchHeader, versionTag } from '../version.ts';
import { releaseDiff } from './diff.ts';
import { checkOf, getDraft, keepCheck, listDrafts, type Draft } from './draft.ts';
import { compilable, keep, outdated, patchesOf, SAID, toChange } from './drafting.ts';
import { triedOn } from './impact.ts';
import { baseOf, checkedAs, compiledDraft, loadedDraft } from './publish.ts';
import { latestRelease, releasedCatalogue } from './release.ts';
import { CheckView, DraftBody, DraftDiff, DraftId, DraftPage, DraftView, ImpactView } from './schemas.ts';
import { checkView, draftRow, draftView } from './view.ts';

const tag = 'releases';
const path = '/v1/releases/drafts/{id}';
const params = z.object({ id: DraftId });
const draftRight = { right: 'releases.draft' } as const;
const readRight = { right: 'releases.read' } as const;
const changing = ['not-found', 'wrong-state', 'version-conflict', 'precondition-required'] as const;

const create = defineRoute({
  method: 'post',
  path: '/v1/releases/drafts',
  access: draftRight,
  limit: 'compute',
  tag,
  summary: { zh: '起草规则修改', en: 'Draft a change of rules' },
  request: { headers: idempotencyHeader.partial(), ...jsonBody(DraftBody) },
  responses: { 201: json(DraftView, 'On the release in force.') },
  problems: ['idempotency-mismatch', 'conflict'],
});
const list = defineRoute({
  method: 'get',
  path: '/v1/releases/drafts',
  access: readRight,
  tag,
  summary: { zh: '规则草案', en: 'Drafts of rules' },
  request: { query: z.object(pageQuery) },
  responses: { 200: json(DraftPage, 'The newest first, with those published and discarded.') },
  problems: ['invalid-cursor'],
});
const one = defineRoute({
  method: 'get',
  path,
  access: readRight,
  tag,
  summary: { zh: '一份草案', en: 'One draft' },
  request: { params },
  responses: { 200: json(DraftView, 'With what was found of it.') },
  problems: ['not-found'],
});
const change = defineRoute({
  method: 'put',
  path,
  access: draftRight,
  limit: 'compute',
  tag,
  summary: { zh: '修改草案（并以现行版本为基础）', en: 'Change a draft; it is then on the release in force' },
  request: { params, headers: ifMatchHeader, ...jsonBody(DraftBody) },
  responses: { 200: json(DraftView, 'To be checked and approved anew.') },
  problems: changing,
});
const discard = defineRoute({
  method: 'delete',
  path,
  access: draftRight,
  tag,
  summary: { zh: '放弃草案', en: 'Discard a draft' },
  request: { params, headers: ifMatchHeader },
  responses: { 200: json(DraftView, 'Discarded; it can still be read.') },
  problems: changing,
});
const diff = defineRoute({
  method: 'get',
  path: `${path}/diff`,
  access: readRight,
  limit: 'compute',
  tag,
  summary: { zh: '草案与现行规则的对照', en: 'What a draft changes, in words' },
  request: { params, query: z.object({ lang: LangParam }) },
  responses: { 200: json(DraftDiff, 'Place by place, against the release it is on.') },
  problems: ['not-found', 'wrong-state'],
});
const check = defineRoute({
  method: 'post',
  path: `${path}/check`,
  access: draftRight,
  limit: 'compute',
  tag,
  summary: { zh: '检查草案：语法、引用，并跑用例', en: 'Check a draft: its text, and the worked examples it touches' },
  request: { params },
  responses: { 200: json(CheckView, 'Faults with file and line; examples that come out differently.') },
  problems: ['not-found', 'wrong-state'],
});
const impact = defineRoute({
  method: 'post',
  path: `${path}/impact`,
  access: { right: 'releases.impact' },
  limit: 'compute',
  tag,
  summary: { zh: '测算影响：多少企业会变', en: 'How many firms a draft would move' },
  request: { params, query: z.object({ asOf: Day.optional() }) },
  responses: { 200: json(ImpactView, 'By measure: moves between verdicts, and money.') },
  problems: ['not-found', 'wrong-state'],
});

export function draftsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;

  app.openapi(create, async (c) => {
    const principal = principalOf(c);
    const body = c.req.valid('json');
    const { 'idempotency-key': key } = c.req.valid('header');
    const once = key === undefined ? undefined : await onceOnly(deps, principal, key, body);
    if (once === 'mismatch') return refuse(c, 'idempotency-mismatch');
    const before = once?.before && (await getDraft(store, DraftId.parse(once.before.body)));
    if (before) {
      c.header('etag', versionTag(before.version));
      return c.json(draftView(before, await checkOf(store, before)), 201);
    }

    const from = (await latestRelease(store))?.number ?? 0;
    const patches = await patchesOf(c, deps, body, { from, patches: [] });
    if (!patches.ok) return patches.refusal;
    const at = deps.now().toISOString();
    const draft: Draft = {
      id: deps.newId(),
      title: body.title,
      notes: body.notes,
      patches: patches.patches,
      from,
      state: 'draft',
      authors: [actorOf(principal)],
      createdAt: at,
      changedAt: at,
      sent: null,
      approval: null,
      refusal: null,
      release: null,
    };
    const more = once ? [once.remember(201, draft.id)] : [];
    const kept = await keep(c, deps, { draft, version: 0 }, 'release.draft', more);
    return kept ? c.json(draftView(kept, undefined), 201) : refuse(c, 'conflict');
  });

  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const scope = ['drafts'];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const query = { limit, ...(start.after === undefined ? {} : { after: start.after }) };
    const { kept, next } = await listDrafts(store, query);
    return c.json({ items: kept.map(draftRow), next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(one, async (c) => {
    const kept = await getDraft(store, c.req.valid('param').id);
    if (!kept) return refuse(c, 'not-found');
    c.header('etag', versionTag(kept.version));
    return c.json(draftView(kept, await checkOf(store, kept)), 200);
  });

  app.openapi(change, async (c) => {
    const found = await toChange(c, deps, c.req.valid('param').id, ['draft', 'approved']);
    if (!found.ok) return found.refusal;
    const body = c.req.valid('json');
    const { draft, version } = found.kept;
    const from = (await latestRelease(store))?.number ?? 0;
    const patches = await patchesOf(c, deps, body, { from, patches: draft.patches });
    if (!patches.ok) return patches.refusal;
    const by = actorOf(principalOf(c));
    const changed: Draft = {
      ...draft,
      title: body.title,
      notes: body.notes,
      patches: patches.patches,
      from,
      state: 'draft',
      authors: draft.authors.some(({ subject }) => subject === by.subject) ? draft.authors : [...draft.authors, by],
      changedAt: deps.now().toISOString(),
      sent: null,
      approval: null,
      refusal: null,
    };
    const kept = await keep(c, deps, { draft: changed, version }, 'release.change');
    return kept ? c.json(draftView(kept, undefined), 200) : outdated(c, await getDraft(store, draft.id));
  });

  app.openapi(discard, async (c) => {
    const found = await toChange(c, deps, c.req.valid('param').id, ['draft', 'approved']);
    if (!found.ok) return found.refusal;
    const { draft, version } = found.kept;
    const discarded: Draft = { ...draft, state: 'discarded', changedAt: deps.now().toISOString() };
    const kept = await keep(c, deps, { draft: discarded, version }, 'release.change');
    return kept ? c.json(draftView(kept, undefined), 200) : outdated(c, await getDraft(store, draft.id));
  });

  app.openapi(diff, async (c) => {
    const found = await compilable(c, deps, c.req.valid('param').id);
    if (!found.ok) return found.refusal;
    const { kept, compilation } = found;
    const built = deps.builtCatalogue();
    const older = await releasedCatalogue(store, kept.draft.from, built);
    return c.json({ changes: releaseDiff(older, loadedDraft(compilation, built), c.var.lang) }, 200);
  });

  app.openapi(check, async (c) => {
    const kept = await getDraft(store, c.req.valid('param').id);
    if (!kept) return refuse(c, 'not-found');
    if (kept.draft.state !== 'draft') return refuse(c, 'wrong-state');
    const compilation = await compiledDraft(deps, kept.draft);
    if (compilation === null) return refuse(c, 'unavailable', { detail: SAID['no-compiler'][c.var.lang] });
    const base = await baseOf(deps, kept.draft);
    const found = checkedAs(compilation, base, kept.version, deps.now().toISOString());
    await keepCheck(store, kept.draft.id, found);
    return c.json(checkView(found), 200);
  });

  app.openapi(impact, async (c) => {
    const found = await compilable(c, deps, c.req.valid('param').id);
    if (!found.ok) return found.refusal;
    const { kept, compilation } = found;
    const { asOf = todayInBeijing(deps.now()) } = c.req.valid('query');
    const { catalogue } = loadedDraft(compilation, deps.builtCatalogue());
    return c.json(await triedOn(c, deps, catalogue, { asOf, object: kept.draft.id }), 200);
  });

  return app;
}
