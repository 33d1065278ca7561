import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { firmPath } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { hasManager, requestRow } from '#lib/server/api-requests.server.ts';
import { change, read } from '#lib/server/api-session.server.ts';
import { Anything, Requests } from '#lib/server/api-shapes.ts';
import { measuresByName } from '#lib/server/catalogue.server.ts';
import { measureTyped } from '#lib/server/measure-typed.server.ts';
import type { NamedMeasure } from '#lib/server/measure-named.ts';
import { formText } from '#lib/server/session-form.ts';
import { pathIn } from '#lib/lang.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const [found, measures, managed] = await Promise.all([
    read(event, Requests, `${firmPath(firm.uscc)}/requests?limit=100`),
    measuresByName(lang),
    hasManager(event, firm.uscc),
  ]);
  const at = pathIn(lang, `/account/companies/${firm.uscc}/requests`);
  return {
    firm,
    managed,
    asked: event.url.searchParams.has('asked'),
    about: event.url.searchParams.get('measure') ?? '',
    key: randomUUID(),
    requests: found.items.map((one) => requestRow(one, lang, `${at}/${one.id}`, null)),
    measures,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const text = formText(await event.request.formData());
    const lang = event.params.lang ?? 'zh';
    const say = firmWords[lang].requests;
    const phone = text('phone');
    const sent = { text: text('text'), phone, urgency: text('urgency'), measure: text('measure') };
    const asked = await measureTyped(text, lang);
    const back = { faults: [] as string[], fault: null as string | null, choices: [] as NamedMeasure[], body: sent };
    if (sent.text.trim() === '') return fail(400, { ...back, problem: say.noText });
    if (!asked.ok) return fail(400, { ...back, problem: null, fault: asked.fault, choices: asked.choices });
    if (phone !== '' && text('consent') === '') {
      return fail(400, { ...back, problem: say.noConsent });
    }
    const body = {
      text: phone === '' ? sent.text : say.withPhone(sent.text, phone),
      urgency: text('urgency'),
      ...(asked.id === null ? {} : { measure: asked.id }),
    };
    const done = await change(event, Anything, `${firmPath(event.params.uscc)}/requests`, {
      method: 'POST',
      headers: { 'idempotency-key': text('key') || randomUUID() },
      body,
    });
    if (!done.ok) {
      return fail(done.refused.status, { ...back, problem: done.refused.problem, faults: [...done.refused.faults] });
    }
    redirect(303, `${event.url.pathname}?asked#asked`);
  },
};
