import { error, fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { pathIn } from '#lib/lang.ts';
import { mayCall } from '#lib/server/api-calls.server.ts';
import { districtName } from '#lib/server/api-demand.server.ts';
import { change } from '#lib/server/api-session.server.ts';
import { Anything } from '#lib/server/api-shapes.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Actions, PageServerLoad } from './$types';

const WINDOWS = [1, 2, 3] as const;

export const load: PageServerLoad = async ({ params, locals }) => {
  const lang = params.lang ?? 'zh';
  const measure = (await rules()).measures.find(({ id }) => id === params.measure);
  const district = locals.person?.district ?? null;
  const words = await texts(lang);
  const text = measure && words.measures[measure.id];
  if (!measure || !text || !mayCall(measure, district)) error(404, roomWords[lang].gone);
  return {
    measure: { id: measure.id, name: text.name },
    district: districtName(words, district),
    windows: WINDOWS,
    today: todayInBeijing(new Date()),
    /** Sent with the form, so that a second click changes nothing twice. */
    key: randomUUID(),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const { params, locals } = event;
    const text = formText(await event.request.formData());
    const dayOrNone = (name: string): string | null => text(name) || null;
    const body = {
      year: Number(text('year')),
      region: locals.person?.district ?? null,
      publishedOn: dayOrNone('publishedOn'),
      listed: text('listed') !== 'no',
      directions: text('directions')
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean),
      windows: WINDOWS.map((n) => ({ opensOn: dayOrNone(`opensOn${n}`), closesOn: dayOrNone(`closesOn${n}`) })).filter(
        ({ opensOn, closesOn }) => opensOn !== null || closesOn !== null,
      ),
      firstCome: text('firstCome') === 'on',
      acrossYears: text('acrossYears') === 'on',
      grade: text('grade'),
      source: { title: text('source'), url: text('url') || null },
      checked: text('checked'),
    };
    const done = await change(event, Anything, `/v1/measures/${params.measure}/calls`, {
      method: 'POST',
      headers: { 'idempotency-key': text('key') || randomUUID() },
      body,
    });
    if (!done.ok) return fail(done.refused.status, { ...done.refused, body });
    redirect(303, pathIn(params.lang ?? 'zh', `/demand/${params.measure}?entered`));
  },
};
