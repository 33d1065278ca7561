import { error, fail } from '@sveltejs/kit';
import { plain } from '#lib/format.ts';
import { change } from '#lib/server/api-session.server.ts';
import { Simulation } from '#lib/server/api-shapes.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ params }) => {
  const lang = params.lang ?? 'zh';
  const measure = (await rules()).measures.find(({ id }) => id === params.measure);
  const text = measure && (await texts(lang)).measures[measure.id];
  if (!measure || !text) error(404, roomWords[lang].gone);
  const today = todayInBeijing(new Date());
  const version = measure.versions.findLast(({ from }) => from <= today) ?? measure.versions.at(-1);
  const conditions = text.versions[version?.from ?? '']?.conditions ?? {};
  return {
    measure: { id: measure.id, name: text.name },
    conditions: Object.entries(conditions).map(([id, { label }]) => ({ id, name: label })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const sent = { condition: text('condition'), value: text('value') };
    const done = await change(event, Simulation, '/v1/population/simulate', {
      method: 'POST',
      body: {
        measure: event.params.measure,
        patch: { condition: sent.condition, value: sent.value === '' ? null : Number(sent.value) },
      },
    });
    if (!done.ok) {
      return fail(done.refused.status, {
        problem: done.refused.problem,
        faults: [...done.refused.faults],
        sent,
        found: null,
      });
    }
    const words = await texts(lang);
    const amount = ({ min, max }: { min: number; max: number }): string =>
      min === max ? plain(min, lang, 0) : `${plain(min, lang, 0)}–${plain(max, lang, 0)}`;
    const { was, firms, measures } = done.body;
    return {
      problem: null,
      faults: [] as string[],
      sent,
      found: {
        was: plain(was, lang),
        firms: firms === null ? '<5' : String(firms),
        rows: measures.map(({ measure, enters, leaves }) => ({
          id: measure,
          name: words.measures[measure]?.name ?? measure,
          cells: [enters, leaves],
        })),
        money: measures.flatMap(({ measure, money }) =>
          money ? [{ id: measure, before: amount(money.before), after: amount(money.after) }] : [],
        ),
        entering: measures.flatMap(({ entering }) => entering ?? []),
        leaving: measures.flatMap(({ leaving }) => leaving ?? []),
      },
    };
  },
};
