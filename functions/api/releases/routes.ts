/** `/v1/releases`: what has been in force, what differs, and the way back. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Deps, LoadedCatalogue } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { Day, LangParam } from '../fields.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { releaseDiff } from './diff.ts';
import { notPublished } from './drafting.ts';
import { triedOn } from './impact.ts';
import { restoreRelease } from './publish.ts';
import { getRelease, latestRelease, listReleases, releasedCatalogue } from './release.ts';
import { ImpactView, ReleaseDiff, ReleaseNumber, ReleasePage, ReleaseView, RestoreBody } from './schemas.ts';
import { builtView, releaseView } from './view.ts';

const tag = 'releases';
const access = { right: 'releases.read' } as const;
const params = z.object({ n: ReleaseNumber });

const list = defineRoute({
  method: 'get',
  path: '/v1/releases',
  access,
  tag,
  summary: { zh: '历次发布', en: 'Releases' },
  request: { query: z.object(pageQuery) },
  responses: { 200: json(ReleasePage, 'The latest first; the catalogue as built stands at the end.') },
  problems: ['invalid-cursor'],
});
const one = defineRoute({
  method: 'get',
  path: '/v1/releases/{n}',
  access,
  tag,
  summary: { zh: '一次发布', en: 'One release' },
  request: { params },
  responses: { 200: json(ReleaseView, 'Who published it, who approved it, and its hash.') },
  problems: ['not-found'],
});
const diff = defineRoute({
  method: 'get',
  path: '/v1/releases/{a}/diff/{b}',
  access,
  limit: 'compute',
  tag,
  summary: { zh: '两次发布的对照', en: 'What differs between two releases' },
  request: { params: z.object({ a: ReleaseNumber, b: ReleaseNumber }), query: z.object({ lang: LangParam }) },
  responses: { 200: json(ReleaseDiff, 'Place by place.') },
  problems: ['not-found'],
});
const impact = defineRoute({
  method: 'post',
  path: '/v1/releases/{n}/impact',
  access: { right: 'releases.impact' },
  limit: 'compute',
  tag,
  summary: { zh: '测算恢复的影响：多少企业会变', en: 'How many firms bringing a release back would move' },
  request: { params, query: z.object({ asOf: Day.optional() }) },
  responses: { 200: json(ImpactView, 'By measure, against the rules in force: moves between verdicts, and money.') },
  problems: ['not-found'],
});
const restore = defineRoute({
  method: 'post',
  path: '/v1/releases/{n}/restore',
  access: { right: 'releases.restore' },
  tag,
  summary: { zh: '恢复到以前的发布', en: 'Bring a former release back, as a new one' },
  request: { params, ...jsonBody(RestoreBody) },
  responses: { 201: json(ReleaseView, 'In force from now on.') },
  problems: ['not-found', 'wrong-state', 'too-large'],
});

export function releasesRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;
  const servedNumber = async (): Promise<number> => (await latestRelease(store))?.number ?? 0;

  app.openapi(list, async (c) => {
    const { limit, cursor } = c.req.valid('query');
    const scope = ['releases'];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const query = { limit, ...(start.after === undefined ? {} : { after: start.after }) };
    const { releases, next } = await listReleases(store, query);
    const built = deps.builtCatalogue();
    const served = await servedNumber();
    const items = [
      ...releases.map((release) => releaseView(release, { served, built })),
      ...(next === undefined ? [builtView(built, served)] : []),
    ];
    return c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(one, async (c) => {
    const { n } = c.req.valid('param');
    const [served, built] = [await servedNumber(), deps.builtCatalogue()];
    if (n === 0) return c.json(builtView(built, served), 200);
    const release = await getRelease(store, n);
    return release ? c.json(releaseView(release, { served, built }), 200) : refuse(c, 'not-found');
  });

  app.openapi(diff, async (c) => {
    const { a, b } = c.req.valid('param');
    const [older, newer] = [await catalogueOf(deps, a), await catalogueOf(deps, b)];
    if (!older || !newer) return refuse(c, 'not-found');
    return c.json({ from: a, to: b, changes: releaseDiff(older, newer, c.var.lang) }, 200);
  });

  app.openapi(impact, async (c) => {
    const { n } = c.req.valid('param');
    const former = await catalogueOf(deps, n);
    if (!former) return refuse(c, 'not-found');
    const { asOf = todayInBeijing(deps.now()) } = c.req.valid('query');
    return c.json(await triedOn(c, deps, former.catalogue, { asOf, object: `release ${n}` }), 200);
  });

  app.openapi(restore, async (c) => {
    const { n } = c.req.valid('param');
    const { notes } = c.req.valid('json');
    const restored = await restoreRelease(deps, { number: n, notes }, principalOf(c), c.var.requestId);
    if (!restored) return refuse(c, 'not-found');
    if (!restored.ok) return notPublished(c, restored);
    const { release } = restored;
    return c.json(releaseView(release, { served: release.number, built: deps.builtCatalogue() }), 201);
  });

  return app;
}

async function catalogueOf(deps: Deps, number: number): Promise<LoadedCatalogue | undefined> {
  const built = deps.builtCatalogue();
  if (number === 0) return built;
  return (await getRelease(deps.store, number)) && releasedCatalogue(deps.store, number, built);
}
