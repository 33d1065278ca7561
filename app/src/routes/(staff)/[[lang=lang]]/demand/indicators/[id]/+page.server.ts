import { error, fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { enterFigure, indicatorOf, isDistrictPlan, ownPlan } from '#lib/server/api-indicators.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { indicatorWords } from '#lib/wording/rooms/indicators.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const found = await indicatorOf(event, event.params.id, lang);
  if (!found) error(404, roomWords[lang].gone);
  const { plan } = found.row;
  return {
    ...found,
    mayEnter: isDistrictPlan(plan) && plan === ownPlan(event.locals.person?.district ?? null),
    elsewhere: isDistrictPlan(plan),
    saved: event.url.searchParams.has('saved'),
    today: todayInBeijing(new Date()),
    /** Sent with the form, so that a second click enters nothing twice. */
    key: randomUUID(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const text = formText(await event.request.formData());
    const sent = { on: text('on'), value: text('value'), source: text('source'), url: text('url') };
    const value = text('back') === '' ? Number(sent.value.replaceAll(/[,，\s]/g, '') || Number.NaN) : null;
    if (value !== null && !Number.isFinite(value)) {
      return fail(400, { problem: indicatorWords[event.params.lang ?? 'zh'].badValue, faults: [] as string[], sent });
    }
    const done = await enterFigure(event, event.params.id, text('key') || randomUUID(), {
      on: sent.on,
      value,
      source: { title: sent.source, url: sent.url || null },
    });
    if (!done.ok) {
      return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults], sent });
    }
    redirect(303, `${event.url.pathname}?saved`);
  },
};
