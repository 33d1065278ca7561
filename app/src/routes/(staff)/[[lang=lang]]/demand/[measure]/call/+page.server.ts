import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { pathIn } from '#lib/lang.ts';
import { calledMeasure, callOf, callsPath } from '#lib/server/api-calls.server.ts';
import { change } from '#lib/server/api-session.server.ts';
import { Anything } from '#lib/server/api-shapes.ts';
import { formText } from '#lib/server/session-form.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  ...(await calledMeasure(event, event.params.measure, event.params.lang ?? 'zh')),
  today: todayInBeijing(new Date()),
  /** Sent with the form, so that a second click changes nothing twice. */
  key: randomUUID(),
});

export const actions: Actions = {
  default: async (event) => {
    const { params, locals } = event;
    const text = formText(await event.request.formData());
    const body = { year: Number(text('year')), region: locals.person?.district ?? null, ...callOf(text) };
    const done = await change(event, Anything, callsPath(params.measure), {
      method: 'POST',
      headers: { 'idempotency-key': text('key') || randomUUID() },
      body,
    });
    if (!done.ok) return fail(done.refused.status, { ...done.refused, body });
    redirect(303, pathIn(params.lang ?? 'zh', `/demand/${params.measure}?call=entered#calls`));
  },
};
