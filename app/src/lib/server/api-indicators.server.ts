/** The plans' indicators as district staff see them: what the plan wants, what was entered, which firms could feed it. */
import type { RequestEvent } from '@sveltejs/kit';
import { type IndicatorView, PLANS, planView } from '#lib/catalogue/plans.ts';
import type { Indicator } from '#lib/catalogue/sources.ts';
import { day, plain } from '#lib/format.ts';
import { planWords } from '#lib/wording/public/plans.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { z } from 'zod';
import { moment } from './api-firm.server.ts';
import { change, read } from './api-session.server.ts';
import { Blockers, IndicatorFigure, IndicatorFigures } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';
import { sources } from './public.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
type Figure = z.infer<typeof IndicatorFigure>;

export const figuresPath = (indicator: string): string => `/v1/indicators/${encodeURIComponent(indicator)}/figures`;

/** Plans of a district, by the district; the others are the city's and Zhongguancun's. */
const PLAN_OF: Readonly<Record<string, string>> = { chaoyang: 'cy-14fyp', dongcheng: 'dc-14fyp' };
export const ownPlan = (district: string | null): string => PLAN_OF[district ?? ''] ?? PLANS[0]?.id ?? '';
export const isDistrictPlan = (plan: string): boolean => Object.values(PLAN_OF).includes(plan);

export async function plansIn(lang: Lang): Promise<{ id: string; name: string }[]> {
  const { documents } = await texts(lang);
  return PLANS.map(({ id }) => ({ id, name: documents[id]?.title ?? id }));
}

export interface BoardRow extends IndicatorView {
  readonly plan: string;
  readonly latest: EnteredFigure | null;
  /** Of each measure that feeds it how many firms of the district are eligible or for review; null: fewer than five. */
  readonly pipeline: readonly { readonly id: string; readonly name: string; readonly firms: number | null }[];
}
export interface EnteredFigure {
  readonly id: string;
  /** Null where the day's figure was taken back. */
  readonly value: string | null;
  readonly on: string;
  readonly who: string;
  readonly at: string;
  readonly source: { readonly title: string; readonly url: string | null };
}

/** One plan's indicators. */
export async function boardOf(event: Event, plan: string, lang: Lang): Promise<BoardRow[]> {
  const [{ all, views }, { items }, { measures }] = await Promise.all([
    indicatorsOf(plan, lang),
    read(event, IndicatorFigures, '/v1/indicators/figures'),
    read(event, Blockers, '/v1/population/blockers'),
  ]);
  const latest = new Map(items.map((figure) => [figure.indicator, figure]));
  const ready = new Map(measures.map(({ measure, verdicts }) => [measure, eligible(verdicts)]));
  return views.map((view) => {
    const figure = latest.get(view.id);
    const unit = all.get(view.id)?.unit ?? '';
    return {
      ...view,
      plan,
      latest: figure ? entered(figure, unit, lang) : null,
      pipeline: view.measures.map(({ id, name }) => ({ id, name, firms: ready.get(id) ?? null })),
    };
  });
}

/** Null where both are too few to tell. */
function eligible({ eligible: yes = null, review = null }: z.infer<typeof Blockers>['measures'][number]['verdicts']) {
  return yes === null && review === null ? null : (yes ?? 0) + (review ?? 0);
}

/** One indicator with everything that was entered for it; null where no plan has it. */
export async function indicatorOf(event: Event, id: string, lang: Lang) {
  const indicator = (await sources()).indicators.find((one) => one.id === id);
  if (!indicator) return null;
  const row = (await boardOf(event, indicator.doc, lang)).find((one) => one.id === id);
  if (!row) return null;
  const { items } = await read(event, IndicatorFigures, figuresPath(id));
  return { row, unit: unitOf(indicator.unit, lang), history: items.map((one) => entered(one, indicator.unit, lang)) };
}

export const enterFigure = (
  event: Event,
  id: string,
  key: string,
  body: {
    readonly on: string;
    readonly value: number | null;
    readonly source: { readonly title: string; readonly url: string | null };
  },
) => change(event, IndicatorFigure, figuresPath(id), { method: 'POST', headers: { 'idempotency-key': key }, body });

async function indicatorsOf(
  plan: string,
  lang: Lang,
): Promise<{ all: ReadonlyMap<string, Indicator>; views: IndicatorView[] }> {
  const [own, words, found] = await Promise.all([rules(), texts(lang), sources()]);
  const view = planView({ rules: own, texts: words, sources: found, words: planWords[lang] }, plan);
  return {
    all: new Map(found.indicators.map((one) => [one.id, one])),
    views: view ? [...view.goals, ...view.states] : [],
  };
}

const unitOf = (unit: string, lang: Lang): string => planWords[lang].units[unit] ?? unit;

function entered({ id, on, value, savedAt, by, source }: Figure, unit: string, lang: Lang): EnteredFigure {
  const said = value === null ? null : planWords[lang].unit(plain(value, lang), unitOf(unit, lang));
  return { id, value: said, on: day(on, lang), who: by.name, at: moment(savedAt, lang), source };
}
