import { error, fail } from '@sveltejs/kit';
import { typedFigure } from '#lib/check/typed.ts';
import { plain } from '#lib/format.ts';
import { change } from '#lib/server/api-session.server.ts';
import { Simulation } from '#lib/server/api-shapes.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Condition, Version } from '#rules/engine/types.ts';
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
    conditions:
      version === undefined ? [] : figuresOf(version).map((id) => ({ id, name: conditions[id]?.label ?? id })),
  };
};

/** The conditions that compare with a figure of their own, and scores: what a simulation can change. */
const figuresOf = ({ scope, require }: Version): string[] => [require, ...(scope ? [scope] : [])].flatMap(within);

function within(condition: Condition): string[] {
  if ('of' in condition) return condition.of.flatMap(within);
  if (condition.kind === 'score') return [condition.id];
  if (condition.kind !== 'test') return [];
  const bound: unknown = condition.test[2];
  return Array.isArray(bound) && bound[0] === 'num' ? [condition.id] : [];
}

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const sent = { condition: text('condition'), value: text('value') };
    const typed = typedFigure(sent.value, 0);
    if (typed.kind !== 'value' || typeof typed.value !== 'number') {
      const unreadable = staffWords[lang].simulate.unreadable(sent.value);
      return fail(400, { problem: null, faults: [] as string[], unreadable, sent, found: null });
    }
    const done = await change(event, Simulation, '/v1/population/simulate', {
      method: 'POST',
      body: {
        measure: event.params.measure,
        patch: {
          condition: sent.condition,
          value: typed.value,
        },
      },
    });
    if (!done.ok) {
      const { status, problem, faults, faultsAt } = done.refused;
      const unreadable = faultsAt['patch.value'] ?? null;
      return fail(status, {
        problem: unreadable === null ? problem : null,
        faults: [...faults],
        unreadable,
        sent,
        found: null,
      });
    }
    const words = await texts(lang);
    const amount = ({ min, max }: { min: number; max: number }): string =>
      min === max ? plain(min, lang, 0) : `${plain(min, lang, 0)}–${plain(max, lang, 0)}`;
    const { was, exact, firms, measures } = done.body;
    const nameOf = (measure: string): string => words.measures[measure]?.name ?? measure;
    const moving = (key: 'entering' | 'leaving') =>
      measures.flatMap(({ measure, [key]: moved }) =>
        moved && moved.length > 0 ? [{ id: measure, name: nameOf(measure), firms: moved }] : [],
      );
    return {
      problem: null,
      faults: [] as string[],
      unreadable: null,
      sent,
      found: {
        was: plain(was, lang),
        firms: firms === null ? '<5' : String(firms),
        rows: measures.map(({ measure, enters, leaves }) => ({
          id: measure,
          name: nameOf(measure),
          cells: [enters, leaves],
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
