import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { calledMeasure, callOf, callsPath, callToChange } from '#lib/server/api-calls.server.ts';
import { change, ifVersion } from '#lib/server/api-session.server.ts';
import { Anything } from '#lib/server/api-shapes.ts';
import { moment } from '#lib/server/api-firm.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { measure, id } = event.params;
  const call = await callToChange(event, measure, id, lang);
  return {
    ...(await calledMeasure(event, measure, lang)),
    call,
    saved: call.savedAt === null ? '' : moment(call.savedAt, lang),
    today: todayInBeijing(new Date()),
  };
};

const onePath = ({ params }: RequestEvent): string => `${callsPath(params.measure)}/${encodeURIComponent(params.id)}`;
const back = ({ params }: RequestEvent, done: string): string =>
  pathIn(params.lang ?? 'zh', `/demand/${params.measure}?call=${done}#calls`);

export const actions: Actions = {
  change: async (event) => {
    const text = formText(await event.request.formData());
    const body = callOf(text);
    const headers = ifVersion(text('version'));
    const done = await change(event, Anything, onePath(event), { method: 'PUT', headers, body });
    if (!done.ok) return fail(done.refused.status, { ...done.refused, body });
    redirect(303, back(event, 'changed'));
  },
  withdraw: async (event) => {
    const text = formText(await event.request.formData());
    const headers = ifVersion(text('version'));
    const done = await change(event, Anything, onePath(event), { method: 'DELETE', headers });
    if (!done.ok) return fail(done.refused.status, { ...done.refused, body: null });
    redirect(303, back(event, 'withdrawn'));
  },
};
