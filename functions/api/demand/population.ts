/** `/v1/population/…`: what keeps a district's firms from measures, and what a changed figure would move. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { rounded } from '#functions/demand/suppress.ts';
import { DISTRICTS } from '#functions/identity/principal.ts';
import { patched, type Patch, type Patched } from '#functions/rematch/patch.ts';
import { countIn, everyFirm, populationOf, type Population } from '#functions/rematch/population.ts';
import { VERDICTS } from '#rules/engine/board.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { simulate, type Money } from '#rules/engine/simulation.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import { actorOf, writeAudited } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { MeasureId } from './schemas.ts';

const District = z.enum(DISTRICTS);
const Firms = z.number().int().min(0).nullable().openapi({ description: 'Null: fewer than five.' });
const Verdict = z.enum(VERDICTS);

const Blockers = z
  .object({
    district: District,
    exact: z.boolean().openapi({ description: 'False: to the nearest five.' }),
    asOf: z.string().nullable().openapi({ description: 'The day of the latest count; null where there is none yet.' }),
    catalogue: z.string().nullable(),
    firms: Firms,
    measures: z
      .array(
        z.object({
          measure: z.string(),
          verdicts: z.record(Verdict, Firms),
          near: Firms.openapi({ description: 'Ineligible firms that are near (差一点).' }),
          far: Firms.openapi({ description: 'Ineligible firms that are not.' }),
          blockers: z
            .array(
              z.object({
                condition: z.string(),
                label: z.string(),
                choice: z
                  .string()
                  .nullable()
                  .openapi({ description: 'The choice that it is one of; no firm lacks it in particular.' }),
                blocks: Firms.openapi({ description: 'Ineligible firms that it keeps out.' }),
                alone: Firms.openapi({ description: 'Of these, firms that nothing else keeps out.' }),
                near: Firms,
                medianGap: z
                  .object({ field: z.string(), delta: z.number(), unit: z.string() })
                  .nullable()
                  .openapi({ description: 'What half of the near firms would have to change at most.' }),
              }),
            )
            .readonly(),
          choices: z
            .array(
              z.object({
                id: z.string(),
                enough: z.number().int().openapi({ description: 'So many of its branches would be enough.' }),
                blocks: Firms.openapi({ description: 'Ineligible firms that have too few of its branches.' }),
                alone: Firms.openapi({ description: 'Of these, firms that nothing else keeps out.' }),
                near: Firms,
              }),
            )
            .readonly()
            .openapi({ description: 'Conditions of which some are enough, together.' }),
        }),
      )
      .readonly(),
  })
  .openapi('PopulationBlockers');

const value = z.number().min(0).max(1e13);
const PatchBody = z
  .union([
    z.strictObject({ condition: z.string().min(1).max(100), value }),
    z.strictObject({ benefit: z.enum(['yearly', 'oneOff', 'ceiling']), value }),
    z.strictObject({ parameter: z.string().min(1).max(100), value }),
  ])
  .openapi('SimulationPatch');
const Simulate = z
  .strictObject({ measure: MeasureId, patch: PatchBody, district: District.optional() })
  .openapi('SimulationRequest');
const Yuan = z.object({ min: z.number(), max: z.number() });
const Listed = z
  .array(z.object({ uscc: z.string(), name: z.string().nullable() }))
  .readonly()
  .nullable();
const Simulated = z
  .object({
    district: District,
    asOf: z.string(),
    exact: z.boolean(),
    was: z.number().openapi({ description: 'The figure as it stands.' }),
    firms: Firms,
    measures: z
      .array(
        z.object({
          measure: z.string(),
          moves: z.array(z.object({ from: Verdict, to: Verdict, firms: Firms })).readonly(),
          in: z
            .object({ before: Firms, after: Firms })
            .openapi({ description: 'Firms eligible or in review, as the figure stands and changed.' }),
          enters: Firms.openapi({ description: 'Firms that come to be eligible or in review.' }),
          leaves: Firms,
          money: z
            .object({ before: Yuan, after: Yuan })
            .nullable()
            .openapi({ description: 'What those eligible or in review can get, in yuan; null where few firms are.' }),
          entering: Listed.openapi({ description: 'With the right to see firms, at most 500; else null.' }),
          leaving: Listed,
        }),
      )
      .readonly()
      .openapi({ description: 'Measures whose rules the change touches.' }),
  })
  .openapi('Simulation');

const blockers = defineRoute({
  method: 'get',
  path: '/v1/population/blockers',
  access: { right: 'demand.read.aggregate', district: 'district' },
  tag: 'demand',
  summary: { zh: '本区企业被哪些条件挡住', en: 'What keeps firms of the district out' },
  request: { query: z.object({ district: District.optional(), measure: MeasureId.optional() }) },
  responses: { 200: json(Blockers, 'By measure; conditions only where one measure is asked for.') },
  problems: ['unknown-measure'],
});
const simulation = defineRoute({
  method: 'post',
  path: '/v1/population/simulate',
  access: { right: 'demand.read.aggregate', byHandler: true },
  tag: 'demand',
  summary: { zh: '模拟：改一个门槛或金额，看多少企业变化', en: 'What one changed figure would move' },
  limit: 'compute',
  request: jsonBody(Simulate),
  responses: { 200: json(Simulated, 'Firms that move, and what it would cost.') },
  problems: ['unknown-measure'],
});

/** So many firms are named. */
const LISTED = 500;

export function populationRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;

  app.openapi(blockers, async (c) => {
    const { district: own, firmLevel: exact = false } = principalOf(c);
    const { district = own, measure } = c.req.valid('query');
    if (district === undefined) return refuse(c, 'forbidden');
    const loaded = deps.catalogue();
    if (measure !== undefined && !loaded.catalogue.measures.has(measure)) {
      return refuse(c, 'unknown-measure', { faults: [{ path: 'query.measure', message: measure }] });
    }
    const counted = await populationOf(store, district);
    const show = exact ? (firms: number) => firms : rounded;
    const asked = (counted?.measures ?? []).filter((each) => measure === undefined || each.measure === measure);
    const label = (id: string, version: string, condition: string): string =>
      loaded.texts[c.var.lang].measures[id]?.versions[version]?.conditions[condition]?.label ?? condition;
    const measures = asked.map(({ measure: id, version, verdicts, near, blockers: found, choices }) => ({
      measure: id,
      verdicts: Object.fromEntries(VERDICTS.map((verdict) => [verdict, show(verdicts[verdict])])) as z.infer<
        typeof Blockers
      >['measures'][number]['verdicts'],
      near: show(near),
      far: show(verdicts.ineligible - near),
      blockers: (measure === undefined ? [] : found).map((each) =>
        blockerView(each, label(id, version, each.condition), exact),
      ),
      choices: (measure === undefined ? [] : choices).map((each) => ({
        id: each.id,
        enough: each.enough,
        blocks: show(each.blocks),
        alone: show(each.alone),
        near: show(each.near),
      })),
    }));
    const { asOf = null, catalogue = null, firms = 0 } = counted ?? {};
    return c.json({ district, exact, asOf, catalogue, firms: show(firms), measures }, 200);
  });

  app.openapi(simulation, async (c) => {
    const principal = principalOf(c);
    const { district: own, firmLevel: exact = false } = principal;
    const { measure, patch, district = own } = c.req.valid('json');
    if (district === undefined || district !== own) return refuse(c, 'forbidden');
    const loaded = deps.catalogue();
    const asOf = todayInBeijing(deps.now());
    if (!loaded.catalogue.measures.has(measure)) {
      return refuse(c, 'unknown-measure', { faults: [{ path: 'measure', message: measure }] });
    }
    const change = patched(loaded.rules, measure, asOf, patch);
    if (!change.ok) return refuse(c, 'invalid-request', { faults: [patchFault(patch, change, c.var.lang)] });

    const firms: { readonly uscc: string; readonly profile: Profile }[] = [];
    for await (const firm of everyFirm(store)) if (firm.profile.region === district) firms.push(firm);
    const profiles = firms.map(({ profile }) => profile);
    const found = simulate(loaded.catalogue, loadCatalogue(change.rules), profiles, asOf);
    const touched = found.measures.map(({ measure: id }) => id);
    const within = countIn(loaded.catalogue, profiles, asOf, touched);
    const show = exact ? (count: number) => count : rounded;
    const named = (positions: readonly number[]): z.infer<typeof Listed> =>
      exact
        ? positions
            .slice(0, LISTED)
            .flatMap((at) => firms[at] ?? [])
            .map(cardOf)
        : null;
    if (exact && found.measures.some(({ enter, leave }) => enter.length + leave.length > 0)) {
      const by = actorOf(principal);
      await writeAudited(
        deps,
        [],
        [{ action: 'company.list', by, object: `simulate ${measure}`, requestId: c.var.requestId }],
      );
    }
    const measures = found.measures.map(({ measure: id, moves, enter, leave, money }) => ({
      measure: id,
      moves: moves.map(({ from, to, firms: count }) => ({ from, to, firms: show(count) })),
      in: inView(within.get(id) ?? 0, enter.length - leave.length, show),
      enters: show(enter.length),
      leaves: show(leave.length),
      money: exact ? money : coarseMoney(money, enter.length + leave.length),
      entering: named(enter),
      leaving: named(leave),
    }));
    return c.json({ district, asOf, exact, was: change.before, firms: show(found.firms), measures }, 200);
  });

  return app;
}

type CountedBlocker = Population['measures'][number]['blockers'][number];

/** The median is some firm's own figure: without the right to see firms it is told of five or more, and roughly. */
function blockerView(counted: CountedBlocker, label: string, exact: boolean) {
  const { condition, choice, blocks, alone, near, medianGap } = counted;
  if (exact) return { condition, label, choice, blocks, alone, near, medianGap };
  const gap = rounded(near) === null || medianGap === null ? null : { ...medianGap, delta: roughly(medianGap.delta) };
  return {
    condition,
    label,
    choice,
    blocks: rounded(blocks),
    alone: rounded(alone),
    near: rounded(near),
    medianGap: gap,
  };
}

const inView = (before: number, more: number, show: (firms: number) => number | null) => ({
  before: show(before),
  after: show(before + more),
});

/** The difference of two sums is what the moving firms get; of few firms it is not told. */
function coarseMoney({ before, after }: { readonly before: Money; readonly after: Money }, moving: number) {
  if (rounded(moving) === null) return null;
  const coarse = ({ min, max }: Money): Money => ({ min: roughly(min), max: roughly(max) });
  return { before: coarse(before), after: coarse(after) };
}

/** To two digits. */
const roughly = (figure: number): number => Number(figure.toPrecision(2));

const cardOf = ({ uscc, profile: { name } }: { readonly uscc: string; readonly profile: Profile }) => ({
  uscc,
  name: typeof name === 'string' ? name : null,
});

function patchFault(patch: Patch, { why, parameter }: Extract<Patched, { ok: false }>, lang: Lang) {
  const path = `patch.${Object.keys(patch).find((key) => key !== 'value') ?? ''}`;
  const words: Readonly<Record<typeof why, Readonly<Record<Lang, string>>>> = {
    'no-measure': { zh: '没有这项政策', en: 'there is no such measure' },
    'no-condition': { zh: '现行版本没有这个条件', en: 'is no condition of the version in force' },
    'no-parameter': { zh: '没有这个参数', en: 'is no parameter' },
    'no-figure':
      parameter === undefined
        ? { zh: '这里不是单独一个数字，不能这样改', en: 'is not a single figure and cannot be changed so' }
        : { zh: `这个数字是参数 ${parameter}，请改参数`, en: `is the parameter ${parameter}; change that instead` },
  };
  return { path, message: words[why][lang] };
}
