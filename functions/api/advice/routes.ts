/** `POST /v1/match` and what follows from it: verdicts, advice. Stateless: keeps nothing, logs no figure. */
import { OpenAPIHono, type RouteConfig, type z } from '@hono/zod-openapi';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { laddersOf } from '#rules/engine/path.ts';
import { bestPortfolio } from '#rules/engine/portfolio.ts';
import { nextQuestion } from '#rules/engine/question.ts';
import { timelineOf } from '#rules/engine/timeline.ts';
import type { EvaluatedMeasure, IsoDate, Measure, Profile } from '#rules/engine/types.ts';
import { checked, type Checked } from '#functions/match/answer.ts';
import { matchBytes } from '#functions/match/bytes.ts';
import type { Deps, LoadedCatalogue } from '../deps.ts';
import type { ApiContext, ApiEnv } from '../env.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { AdviceRequest, Ladders, Matched, NextQuestionView, PortfolioView, Timeline } from './schemas.ts';

const shared = {
  method: 'post',
  access: { right: 'match.run' },
  tag: 'match',
  limit: 'compute',
  request: { body: { required: true, content: { 'application/json': { schema: AdviceRequest } } } },
  problems: ['invalid-profile', 'unknown-measure'],
} as const;

/** Written out by `matchBytes`, not by the framework. */
const written: RouteConfig['responses'] = {
  200: json(Matched, 'Every measure asked for, in the catalogue’s order.'),
};
const verdicts = defineRoute({
  ...shared,
  path: '/v1/match',
  summary: { zh: '逐项判定一家企业可享的政策', en: 'What a firm qualifies for, measure by measure, and why' },
  responses: written,
});
const question = defineRoute({
  ...shared,
  path: '/v1/match/next-question',
  summary: { zh: '下一个最值得回答的问题', en: 'The next question: the one whose answer settles most' },
  responses: { 200: json(NextQuestionView, 'The question, or null where no answer can change a verdict any more.') },
});
const path = defineRoute({
  ...shared,
  path: '/v1/match/path',
  summary: { zh: '成长路径：已有、下一步、以后的称号', en: 'Ladders of titles: held, next, later' },
  responses: { 200: json(Ladders, 'Each ladder, lowest rung first.') },
});
const portfolio = defineRoute({
  ...shared,
  path: '/v1/match/portfolio',
  summary: { zh: '最优组合：互斥政策怎样取舍', en: 'The best combination of measures that exclude one another' },
  responses: { 200: json(PortfolioView, 'What to take, what is given up for it, and what that costs.') },
});
const timeline = defineRoute({
  ...shared,
  path: '/v1/match/timeline',
  summary: { zh: '三年内结论变化的日子', en: 'The days within three years on which an answer changes' },
  responses: { 200: json(Timeline, 'Every turn, in order.') },
});

export function adviceRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  app.openapi(verdicts, (c) => {
    const asked = askedOf(deps, c, c.req.valid('json'));
    if (!asked.ok) return refuse(c, asked.kind, { faults: asked.faults });
    const { loaded, profile, asOf, measures } = asked;
    const answer = matchBytes(loaded.catalogue, loaded.texts[c.var.lang], profile, {
      asOf,
      measures: measures?.map(({ id }) => id),
    });
    return c.body(answer, 200, { 'content-type': 'application/json; charset=utf-8' });
  });

  app.openapi(question, (c) => {
    const asked = askedOf(deps, c, c.req.valid('json'));
    if (!asked.ok) return refuse(c, asked.kind, { faults: asked.faults });
    const { loaded, profile, asOf, measures } = asked;
    const ids = measures?.map(({ id }) => id);
    const next = nextQuestion(loaded.catalogue, profile, asOf, ids);
    const words = next && loaded.texts[c.var.lang].fields[entryOf(next.field)];
    return c.json(
      {
        asOf,
        catalogue: loaded.rules.hash,
        question: next && {
          field: next.field,
          label: words?.label ?? next.field,
          question: words?.question ?? next.field,
          help: words?.help ?? null,
          decides: next.decides,
          upTo: next.upTo,
        },
      },
      200,
    );
  });

  app.openapi(path, (c) => {
    const asked = askedOf(deps, c, c.req.valid('json'));
    if (!asked.ok) return refuse(c, asked.kind, { faults: asked.faults });
    const { loaded, asOf, profile } = asked;
    const ladders = laddersOf(loaded.catalogue, resultsOf(asked), asOf, profile);
    return c.json({ asOf, catalogue: loaded.rules.hash, ladders }, 200);
  });

  app.openapi(portfolio, (c) => {
    const asked = askedOf(deps, c, c.req.valid('json'));
    if (!asked.ok) return refuse(c, asked.kind, { faults: asked.faults });
    const { loaded, asOf } = asked;
    return c.json({ asOf, catalogue: loaded.rules.hash, ...bestPortfolio(loaded.catalogue, resultsOf(asked)) }, 200);
  });

  app.openapi(timeline, (c) => {
    const asked = askedOf(deps, c, c.req.valid('json'));
    if (!asked.ok) return refuse(c, asked.kind, { faults: asked.faults });
    const { loaded, profile, asOf, measures } = asked;
    const turns = timelineOf(loaded.catalogue, profile, asOf, measures);
    return c.json({ asOf, catalogue: loaded.rules.hash, turns }, 200);
  });

  return app;
}

interface Asked {
  readonly ok: true;
  readonly loaded: LoadedCatalogue;
  readonly profile: Profile;
  readonly asOf: IsoDate;
  /** All of the catalogue where absent. */
  readonly measures: readonly Measure[] | undefined;
}

/** The request with its profile checked; else the refusal. */
function askedOf(
  deps: Deps,
  c: ApiContext,
  body: z.infer<typeof AdviceRequest>,
): Asked | Extract<Checked, { ok: false }> {
  const { profile, asOf = todayInBeijing(deps.now()), measures: ids, lang = c.var.lang } = body;
  c.set('lang', lang);
  const loaded = deps.catalogue();
  const asked = checked(loaded.catalogue, { profile, measures: ids, lang });
  if (!asked.ok) return asked;
  const measures = ids && loaded.rules.measures.filter(({ id }) => ids.includes(id));
  return { ok: true, loaded, profile: asked.profile, asOf, measures };
}

function resultsOf({ loaded, profile, asOf, measures }: Asked): EvaluatedMeasure[] {
  const assessOne = assess(loaded.catalogue, profile, asOf);
  return (measures ?? loaded.rules.measures).map(assessOne);
}

const entryOf = (path: string): string =>
  path.replace(/^(years|platformScore)\.\d{4}/, '$1.*').replace(/^certificates\..*/, 'certificates');
