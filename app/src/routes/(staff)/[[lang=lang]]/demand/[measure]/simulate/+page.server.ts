import { error, fail } from '@sveltejs/kit';
import { type Threshold, thresholdsOf, typedThreshold } from '#lib/check/threshold.ts';
import { figure, figureBeside, plain } from '#lib/format.ts';
import { bracketed } from '#lib/lang.ts';
import { change } from '#lib/server/api-session.server.ts';
import { Simulation } from '#lib/server/api-shapes.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import { todayInBeijing, toDay } from '#rules/engine/calendar.ts';
import { inForceOrNearest } from '#rules/engine/facts.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
  const lang = params.lang ?? 'zh';
  const { measure, conditions } = await tried(params.measure, lang);
  const now = (threshold: Threshold): string =>
    staffWords[lang].simulate.now(figure(threshold.figure, threshold.unit, lang, 4));
  return {
    measure,
    conditions: conditions.map((one) => ({ id: one.id, name: `${one.name}${bracketed(lang, now(one))}` })),
  };
};

/** The measure, and of its conditions those whose threshold can be tried, as the version in force calls them. */
async function tried(id: string, lang: Lang) {
  const measure = (await rules()).measures.find((one) => one.id === id);
  const text = measure && (await texts(lang)).measures[id];
  if (!measure || !text) error(404, roomWords[lang].gone);
  const version = inForceOrNearest(measure.versions, toDay(todayInBeijing(new Date())));
  const labels = text.versions[version?.from ?? '']?.conditions ?? {};
  return {
    measure: { id: measure.id, name: text.name },
    conditions: (version ? thresholdsOf(version) : []).map((one) => ({
      ...one,
      name: labels[one.id]?.label ?? one.id,
    })),
  };
}

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const sent = { condition: text('condition'), value: text('value') };
    const { conditions } = await tried(event.params.measure, lang);
    const threshold = conditions.find(({ id }) => id === sent.condition);
    const typed = typedThreshold(sent.value, threshold);
    if (!typed.ok) {
      const wrong = staffWords[lang].simulate.wrong[typed.why];
      return fail(400, { problem: null, faults: [] as string[], wrong, sent, found: null });
    }
    const done = await change(event, Simulation, '/v1/population/simulate', {
      method: 'POST',
      body: { measure: event.params.measure, patch: { condition: sent.condition, value: typed.value } },
    });
    if (!done.ok) {
      const { status, problem, faults, faultsAt } = done.refused;
      const wrong = faultsAt['patch.value'] ?? null;
      return fail(status, { problem: wrong === null ? problem : null, faults: [...faults], wrong, sent, found: null });
    }
    const words = await texts(lang);
    const amount = ({ min, max }: { min: number; max: number }): string =>
      min === max ? plain(min, lang, 0) : `${plain(min, lang, 0)}–${plain(max, lang, 0)}`;
    const { was, exact, firms, measures } = done.body;
    const unit = threshold?.unit ?? null;
    const nameOf = (measure: string): string => words.measures[measure]?.name ?? measure;
    const moving = (key: 'entering' | 'leaving') =>
      measures.flatMap(({ measure, [key]: moved }) =>
        moved && moved.length > 0 ? [{ id: measure, name: nameOf(measure), firms: moved }] : [],
      );
    return {
      problem: null,
      faults: [] as string[],
      wrong: null,
      sent,
      found: {
        condition: threshold?.name ?? sent.condition,
        was: figureBeside(was, typed.value, unit, lang),
        then: figureBeside(typed.value, was, unit, lang),
        firms: firms === null ? '<5' : String(firms),
        still: measures.every(({ enters, leaves }) => enters === 0 && leaves === 0),
        rows: measures.map(({ measure, in: within, enters, leaves }) => ({
          id: measure,
          name: nameOf(measure),
          cells: [within.before, within.after, enters, leaves],
        })),
        money: measures.flatMap(({ measure, money }) =>
          money && amount(money.before) !== amount(money.after)
            ? [{ id: measure, before: amount(money.before), after: amount(money.after) }]
            : [],
        ),
        exact,
        entering: moving('entering'),
        leaving: moving('leaving'),
      },
    };
  },
};
