/** `/v1/demand/…`: the demand of a district as its staff see it, in firms and never in few of them. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { addMonths, toDay, toIso, todayInBeijing } from '#rules/engine/calendar.ts';
import { countsOf, EVER, type Count } from '#functions/demand/counts.ts';
import { FUNNEL, STEPS, type FunnelStep, type Step } from '#functions/demand/events.ts';
import { rounded, shownChain, suppressed, type Row, type Shown } from '#functions/demand/suppress.ts';
import { SIZES, UNKNOWN } from '#functions/demand/where.ts';
import { DISTRICTS, type District, type Principal } from '#functions/identity/principal.ts';
import type { Store } from '#functions/store/port.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import type { Deps } from '../deps.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { MeasureId } from './schemas.ts';

const access = { right: 'demand.read.aggregate', district: 'district' } as const;
const District = z.enum(DISTRICTS);
const Month = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2])$/)
  .openapi({ example: '2026-06' });
const GROUPS = ['measure', 'place', 'industry', 'size'] as const;
type Group = (typeof GROUPS)[number];

/** Narrower than one whole dimension only for those who may see single firms: two cuts differ by few. */
const cuts = {
  place: z
    .string()
    .regex(/^(\d{9}|unknown)$/)
    .optional(),
  industry: z
    .string()
    .regex(/^([A-T]|unknown)$/)
    .optional(),
  size: z.enum([...SIZES, UNKNOWN]).optional(),
};
const query = z.object({
  district: District.optional().openapi({ description: 'Your own where absent.' }),
  measure: MeasureId.optional(),
  by: z.enum(GROUPS).default('measure').openapi({ description: 'Any other than `measure` needs a measure.' }),
  ...cuts,
});

const Firms = z
  .number()
  .int()
  .min(0)
  .nullable()
  .openapi({ description: 'Null: fewer than five, or would tell of fewer.' });
const steps = <const S extends readonly string[]>(names: S) => z.record(z.enum(names), Firms);

const Summary = z
  .object({
    district: District,
    month: Month,
    by: z.enum(GROUPS),
    exact: z.boolean().openapi({ description: 'False: to the nearest five.' }),
    rows: z.array(z.object({ key: z.string(), steps: steps(STEPS) })).readonly(),
    total: steps(STEPS).nullable().openapi({ description: 'Null by measure: a firm may be in several.' }),
  })
  .openapi('DemandSummary');
const Funnel = z
  .object({
    district: District,
    by: z.enum(GROUPS),
    exact: z.boolean(),
    rows: z.array(z.object({ key: z.string(), reached: steps(FUNNEL) })).readonly(),
    total: steps(FUNNEL).nullable(),
    withheld: z.boolean().openapi({ description: 'Whether groups or numbers are left out so that no few firms show.' }),
  })
  .openapi('DemandFunnel');
const Series = z
  .object({
    district: District,
    measure: MeasureId,
    exact: z.boolean(),
    months: z.array(z.object({ month: Month, steps: steps(STEPS) })).readonly(),
  })
  .openapi('DemandSeries');

const shared = { method: 'get', access, tag: 'demand', problems: ['unknown-measure'] } as const;
const summary = defineRoute({
  ...shared,
  path: '/v1/demand/summary',
  summary: { zh: '本区一个月的政策需求，按政策、街道、行业或规模', en: 'What firms of the district did in a month' },
  request: { query: query.extend({ month: Month.optional().openapi({ description: 'This month where absent.' }) }) },
  responses: { 200: json(Summary, 'Firms by step: each once per measure, step and month.') },
});
const funnel = defineRoute({
  ...shared,
  path: '/v1/demand/funnel',
  summary: { zh: '本区企业走到了哪一步', en: 'How far firms of the district have come' },
  request: { query },
  responses: { 200: json(Funnel, 'Firms that came at least so far, each once per measure.') },
});
const series = defineRoute({
  ...shared,
  path: '/v1/demand/series',
  summary: { zh: '一项政策的需求走势', en: 'The demand for a measure, month by month' },
  request: {
    query: z.object({
      district: District.optional(),
      measure: MeasureId,
      from: Month.optional(),
      to: Month.optional(),
      ...cuts,
    }),
  },
  responses: { 200: json(Series, 'Every month from first to last, 24 where no first is given, 60 at most.') },
});

export function demandSummaryRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;
  const thisMonth = (): string => todayInBeijing(deps.now()).slice(0, 7);

  app.openapi(summary, async (c) => {
    const asked = c.req.valid('query');
    const viewer = viewerOf(principalOf(c), asked);
    if (!viewer.ok) return refuse(c, viewer.kind);
    const fault = faultOf(deps, asked);
    if (fault) return refuse(c, fault.kind, { faults: [{ path: `query.${fault.path}`, message: fault[c.var.lang] }] });
    const { district, exact } = viewer;
    const { month = thisMonth(), by } = asked;
    const counts = await chosen(store, { district, month }, asked);
    const show = (some: readonly Count[]) => stepsOf(some, exact ? (firms) => firms : rounded);
    const rows = [...grouped(counts, by)].map(([key, own]) => ({ key, steps: show(own) }));
    return c.json({ district, month, by, exact, rows, total: by === 'measure' ? null : show(counts) }, 200);
  });

  app.openapi(funnel, async (c) => {
    const asked = c.req.valid('query');
    const viewer = viewerOf(principalOf(c), asked);
    if (!viewer.ok) return refuse(c, viewer.kind);
    const fault = faultOf(deps, asked);
    if (fault) return refuse(c, fault.kind, { faults: [{ path: `query.${fault.path}`, message: fault[c.var.lang] }] });
    const { district, exact } = viewer;
    const { by } = asked;
    const counts = await chosen(store, { district, month: EVER }, asked);
    const rows = [...grouped(counts, by)].map(([key, own]) => ({ key, reached: reachedBy(own) }));
    return c.json({ district, by, exact, ...funnelTable(rows, by, exact) }, 200);
  });

  app.openapi(series, async (c) => {
    const asked = c.req.valid('query');
    const viewer = viewerOf(principalOf(c), asked);
    if (!viewer.ok) return refuse(c, viewer.kind);
    const { measure, to = thisMonth(), from = monthsBefore(to, 23) } = asked;
    const fault = faultOf(deps, { ...asked, by: 'measure' });
    if (fault) return refuse(c, fault.kind, { faults: [{ path: `query.${fault.path}`, message: fault[c.var.lang] }] });
    if (from > to || from < monthsBefore(to, MOST_MONTHS - 1)) {
      return refuse(c, 'invalid-request', { faults: [{ path: 'query.from', message: SPAN[c.var.lang] }] });
    }
    const { district, exact } = viewer;
    const months = await Promise.all(
      monthsFrom(from, to).map(async (month) => {
        const counts = await chosen(store, { district, month }, asked);
        return { month, steps: stepsOf(counts, exact ? (firms) => firms : rounded) };
      }),
    );
    return c.json({ district, measure, exact, months }, 200);
  });

  return app;
}

interface Cut {
  readonly district?: District | undefined;
  readonly measure?: string | undefined;
  readonly by?: Group;
  readonly place?: string | undefined;
  readonly industry?: string | undefined;
  readonly size?: string | undefined;
}

/** Exact numbers and cuts across are for those who may see single firms anyway. */
function viewerOf(
  { district: own, firmLevel = false }: Principal,
  { district = own, place, industry, size }: Cut,
):
  | { readonly ok: true; readonly district: District; readonly exact: boolean }
  | { readonly ok: false; readonly kind: 'forbidden' } {
  if (district === undefined || (!firmLevel && (place ?? industry ?? size) !== undefined))
    return { ok: false, kind: 'forbidden' };
  return { ok: true, district, exact: firmLevel };
}

function faultOf({ catalogue }: Deps, { measure, by }: Cut) {
  if (measure !== undefined && !catalogue().catalogue.measures.has(measure)) {
    return { kind: 'unknown-measure', path: 'measure', zh: measure, en: measure } as const;
  }
  return by !== 'measure' && measure === undefined
    ? ({ kind: 'invalid-request', path: 'measure', zh: '请指定一项政策', en: 'must name a measure' } as const)
    : undefined;
}

async function chosen(
  store: Store,
  { district, month }: { readonly district: District; readonly month: string },
  { measure, place, industry, size }: Cut,
): Promise<readonly Count[]> {
  const counts = await countsOf(store, { district, month, measure });
  return counts.filter(
    (count) =>
      (place === undefined || count.place === place) &&
      (industry === undefined || count.industry === industry) &&
      (size === undefined || count.size === size),
  );
}

const grouped = (counts: readonly Count[], by: Group): ReadonlyMap<string, readonly Count[]> =>
  Map.groupBy(
    [...counts].sort((a, b) => (a[by] < b[by] ? -1 : a[by] > b[by] ? 1 : 0)),
    (count) => count[by],
  );

function stepsOf(counts: readonly Count[], show: (firms: number) => number | null): Record<Step, number | null> {
  const sums = new Map<Step, number>();
  for (const { step, firms } of counts) sums.set(step, (sums.get(step) ?? 0) + firms);
  return Object.fromEntries(STEPS.map((step) => [step, show(sums.get(step) ?? 0)])) as Record<Step, number | null>;
}

/** Firms that came at least to each step of the funnel. */
function reachedBy(counts: readonly Count[]): number[] {
  return FUNNEL.map((_, at) =>
    counts.reduce((all, { step, firms }) => all + ((FUNNEL as readonly Step[]).indexOf(step) >= at ? firms : 0), 0),
  );
}

const named = (reached: Shown) =>
  Object.fromEntries(FUNNEL.map((step, at) => [step, reached[at] ?? null])) as Record<FunnelStep, number | null>;

function funnelTable(rows: readonly Row[], by: Group, exact: boolean) {
  if (exact || by === 'measure') {
    const shown = rows.map(({ key, reached }) => ({ key, reached: exact ? reached : shownChain(reached) }));
    const total = FUNNEL.map((_, at) => rows.reduce((all, { reached }) => all + (reached[at] ?? 0), 0));
    return {
      rows: shown.map(({ key, reached }) => ({ key, reached: named(reached) })),
      total: by === 'measure' ? null : named(total),
      withheld: shown.some(({ reached }) => reached.includes(null)),
    };
  }
  const { rows: shown, total, withheld } = suppressed(rows);
  return { rows: shown.map(({ key, reached }) => ({ key, reached: named(reached) })), total: named(total), withheld };
}

const MOST_MONTHS = 60;
const monthsBefore = (month: string, by: number): string => toIso(addMonths(toDay(`${month}-01`), -by)).slice(0, 7);
function monthsFrom(from: string, to: string): string[] {
  const months = [from];
  for (let last = from; last < to;) months.push((last = monthsBefore(last, -1)));
  return months;
}
const SPAN = {
  zh: '起止月份不对，最多 60 个月',
  en: 'must not be after the last month, nor more than 60 months before it',
};
