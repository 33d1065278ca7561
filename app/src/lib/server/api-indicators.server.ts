/** The plans' indicators as district staff see them: what the plan wants, what was entered, which firms could feed it. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { type IndicatorView, inUnit, PLANS, planView } from '#lib/catalogue/plans.ts';
import { isOnlyJudged } from '#lib/catalogue/judged.ts';
import type { Indicator } from '#lib/catalogue/sources.ts';
import { day } from '#lib/format.ts';
import { indicatorWords } from '#lib/wording/rooms/indicators.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { planWords } from '#lib/wording/public/plans.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { z } from 'zod';
import { moment } from './api-firm.server.ts';
import { askedOf } from './asked.ts';
import { change, named, read, type Refused } from './api-session.server.ts';
import { Blockers, IndicatorFigure, IndicatorFigures } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';
import { figureTyped } from './figure-typed.ts';
import { formText } from './session-form.ts';
import { sources } from './public.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
type Figure = z.infer<typeof IndicatorFigure>;

const figuresPath = (indicator: string): string => `/v1/indicators/${encodeURIComponent(indicator)}/figures`;

/** Plans of a district, by the district; the others are the city's and Zhongguancun's. */
const PLAN_OF: Readonly<Record<string, string>> = { chaoyang: 'cy-14fyp', dongcheng: 'dc-14fyp' };
export const ownPlan = (district: string | null): string => PLAN_OF[district ?? ''] ?? PLANS[0]?.id ?? '';
const isDistrictPlan = (plan: string): boolean => Object.values(PLAN_OF).includes(plan);

async function plansIn(lang: Lang): Promise<{ id: string; name: string }[]> {
  const { documents } = await texts(lang);
  return PLANS.map(({ id }) => ({ id, name: documents[id]?.title ?? id }));
}

export interface BoardRow extends IndicatorView {
  readonly plan: string;
  readonly latest: EnteredFigure | null;
  /** The measures that feed it. */
  readonly pipeline: readonly Feeding[];
}
/** How many firms of the district are eligible for a measure, and how many for review; null: fewer than five. */
export interface Feeding {
  readonly id: string;
  readonly name: string;
  readonly eligible: number | null;
  readonly review: number | null;
  /** An authority judges all of it: no number of firms says anything. */
  readonly judged: boolean;
}
export interface EnteredFigure {
  readonly id: string;
  /** The day as the form sends it. */
  readonly iso: string;
  /** Null where the day's figure was taken back. */
  readonly value: string | null;
  readonly on: string;
  readonly who: string;
  readonly at: string;
  readonly source: { readonly title: string; readonly url: string | null };
}

const WHICH = ['all', 'goals', 'entered', 'missing'] as const;
export type BoardView = Awaited<ReturnType<typeof boardView>>;

/** The board as the address asks for it: which plan, which of its indicators. */
export async function boardView(event: Event, lang: Lang) {
  const { searchParams } = event.url;
  const plans = await plansIn(lang);
  const ofPlan = askedOf(
    event.url,
    'plan',
    plans.map(({ id }) => id),
  );
  const asked = askedOf(event.url, 'which', WHICH);
  const plan = ofPlan === null || ofPlan === '' ? planOf(event) : ofPlan;
  const which = WHICH.find((one) => one === asked) ?? 'all';
  const search = searchParams.get('q')?.trim().slice(0, 100) ?? '';
  const { rows: board, exact } = await boardOf(event, plan, lang);
  const fits = ({ target, latest }: BoardRow): boolean =>
    which === 'all' ||
    (which === 'goals' && target !== null) ||
    (which === 'entered' && latest !== null) ||
    (which === 'missing' && target !== null && latest === null);
  return {
    plans,
    plan,
    which,
    all: WHICH,
    search,
    unknown: ofPlan === null || asked === null,
    firms: seesFirms(event),
    total: board.length,
    exact,
    rows: board.filter((row) => fits(row) && row.name.toLowerCase().includes(search.toLowerCase())),
  };
}

export type EnteringView = Awaited<ReturnType<typeof enteringView>>;

/** One indicator with its history and whether the person enters its figures; not found where no plan has it. */
export async function enteringView(event: Event, id: string, lang: Lang) {
  const found = await indicatorOf(event, id, lang);
  if (!found) error(404, roomWords[lang].gone);
  const { plan } = found.row;
  return {
    ...found,
    firms: seesFirms(event),
    mayEnter: mayEnter(event, plan),
    /** Who does, where the person does not. */
    enteredBy:
      event.locals.person?.role !== 'staff'
        ? ('others' as const)
        : isDistrictPlan(plan)
          ? ('district' as const)
          : ('publisher' as const),
    saved: event.url.searchParams.has('saved'),
    taken: event.url.searchParams.has('taken'),
    today: todayInBeijing(new Date()),
    /** Sent with the form, so that a second click enters nothing twice. */
    key: randomUUID(),
  };
}

export interface FigureForm {
  readonly problem: string;
  readonly faults: readonly string[];
  /** The ids of the fields that the faults are about. */
  readonly fields: readonly string[];
  /** What is wrong, by the name of the field. */
  readonly at: Readonly<Record<string, string>>;
  readonly sent: {
    readonly on: string;
    readonly value: string;
    readonly source: string;
    readonly url: string;
    readonly sure: boolean;
  };
}

/** The form's fields by their place in the request. */
const FIELDS: Readonly<Record<string, 'on' | 'value' | 'source' | 'url' | 'sure'>> = {
  on: 'on',
  value: 'value',
  'source.title': 'source',
  'source.url': 'url',
  sure: 'sure',
};

/** What a page's forms about an indicator do: enter a figure, take one back. */
export const figureActions = {
  enter: enterPosted,
  /** The day's figure no longer stands; what it was taken from stays with it. */
  takeBack: async (event: RequestEvent, id: string, lang: Lang) => {
    const text = formText(await event.request.formData());
    const sent = { on: text('on'), value: '', source: '', url: '', sure: false };
    const source = { title: text('source'), url: text('url') || null };
    const body = { on: sent.on, value: null, source };
    const done = await enterFigure(event, id, text('key') || randomUUID(), body);
    if (!done.ok) return refusedFigure(done.refused, { ...sent, on: '' }, lang);
    redirect(303, `${event.url.pathname}?taken`);
  },
};

/** Enters what the form says, and comes back to the page. */
async function enterPosted(event: RequestEvent, id: string, lang: Lang) {
  const text = formText(await event.request.formData());
  const sent = {
    on: text('on'),
    value: text('value'),
    source: text('source'),
    url: text('url'),
    sure: text('sure') !== '',
  };
  const value = await typedValue(sent.value, id, lang);
  const done = await enterFigure(event, id, text('key') || randomUUID(), {
    on: sent.on,
    // What is no number goes as it was typed: it is refused with whatever else is wrong.
    value: value ?? sent.value,
    source: { title: sent.source, url: sent.url || null },
    sure: sent.sure,
  });
  if (!done.ok) {
    const { faultsAt } = done.refused;
    const said = value === null ? { ...faultsAt, value: indicatorWords[lang].badValue } : faultsAt;
    return refusedFigure({ ...done.refused, faultsAt: said }, sent, lang);
  }
  redirect(303, `${event.url.pathname}?saved`);
}

function refusedFigure(refused: Refused, sent: FigureForm['sent'], lang: Lang) {
  const { on, value, source, url } = indicatorWords[lang];
  const labels = { on, value: value(''), 'source.title': source, 'source.url': url, sure: value('') };
  const { status, problem, faults } = named(refused, labels, lang);
  const places = Object.entries(refused.faultsAt).map(([place, said]) => [FIELDS[place] ?? '', said] as const);
  return fail(status, {
    problem,
    faults,
    fields: places.map(([field]) => field),
    at: Object.fromEntries(places),
    sent,
  });
}

/** The number as people type it, full-width digits and the unit behind it too; null where it is none. */
async function typedValue(typed: string, id: string, lang: Lang): Promise<number | null> {
  const { unit = '' } = (await sources()).indicators.find((one) => one.id === id) ?? {};
  return figureTyped(typed, [unit, unitOf(unit, lang)]);
}

/** Staff enter for their own district's plans, publishers for all. */
const mayEnter = ({ locals: { person } }: Pick<Event, 'locals'>, plan: string): boolean =>
  person?.role === 'publisher' ||
  (person?.role === 'staff' && isDistrictPlan(plan) && plan === ownPlan(person.district ?? null));

/** How many firms feed an indicator is for the staff of a district. */
const seesFirms = ({ locals }: Pick<Event, 'locals'>): boolean => locals.person?.role === 'staff';
const planOf = ({ locals }: Pick<Event, 'locals'>): string => ownPlan(locals.person?.district ?? null);

/** One plan's indicators, and whether the numbers of firms that feed them are exact. */
async function boardOf(event: Event, plan: string, lang: Lang): Promise<{ rows: BoardRow[]; exact: boolean }> {
  const [own, { all, views }, { items }, { measures, exact }] = await Promise.all([
    rules(),
    indicatorsOf(plan, lang),
    read(event, IndicatorFigures, '/v1/indicators/figures'),
    seesFirms(event) ? read(event, Blockers, '/v1/population/blockers') : { measures: [], exact: true },
  ]);
  const latest = new Map(items.map((figure) => [figure.indicator, figure]));
  const today = todayInBeijing(new Date());
  const judged = new Set(own.measures.flatMap((one) => (isOnlyJudged(one, today) ? [one.id] : [])));
  const counted = new Map(measures.map(({ measure, verdicts }) => [measure, verdicts]));
  const rows = views.map((view): BoardRow => {
    const figure = latest.get(view.id);
    const unit = all.get(view.id)?.unit ?? '';
    return {
      ...view,
      plan,
      latest: figure ? entered(figure, unit, lang) : null,
      pipeline: view.measures.map(({ id, name }) => {
        const { eligible = null, review = null } = counted.get(id) ?? {};
        return { id, name, eligible, review, judged: judged.has(id) };
      }),
    };
  });
  return { rows, exact };
}

/** One indicator with everything that was entered for it; null where no plan has it. */
async function indicatorOf(event: Event, id: string, lang: Lang) {
  const indicator = (await sources()).indicators.find((one) => one.id === id);
  if (!indicator) return null;
  const { rows, exact } = await boardOf(event, indicator.doc, lang);
  const row = rows.find((one) => one.id === id);
  if (!row) return null;
  const { items } = await read(event, IndicatorFigures, figuresPath(id));
  return {
    row,
    exact,
    unit: unitOf(indicator.unit, lang),
    // Of one day the one entered last comes first: it is the one that stands.
    history: items.map((one, index) => ({
      ...entered(one, indicator.unit, lang),
      stands: one.value !== null && items[index - 1]?.on !== one.on,
    })),
  };
}

const enterFigure = (
  event: Event,
  id: string,
  key: string,
  body: {
    readonly on: string;
    /** Null takes it back; what could not be read as a number is sent as typed. */
    readonly value: number | string | null;
    readonly source: { readonly title: string; readonly url: string | null };
    readonly sure?: boolean;
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
  const said = value === null ? null : inUnit(planWords[lang], value, unit, lang);
  return { id, iso: on, value: said, on: day(on, lang), who: by.name, at: moment(savedAt, lang), source };
}
