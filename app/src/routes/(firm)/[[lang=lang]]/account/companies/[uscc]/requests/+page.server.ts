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
    requests: await Promise.all(found.items.map((one) => requestRow(one, lang, `${at}/${one.id}`, null))),
    measures,
  };
};

/** What is wrong, by field. */
type Wrong = Partial<Record<'text' | 'measure' | 'phone' | 'agreed', string>>;

export const actions: Actions = {
  default: async (event) => {
    const text = formText(await event.request.formData());
    const lang = event.params.lang ?? 'zh';
    const say = firmWords[lang].requests;
    const phone = text('phone');
    const sent = { text: text('text'), phone, urgency: text('urgency'), measure: text('measure') };
    const asked = await measureTyped(text, lang);
    const agreed = text('agreed') !== '';
    const back = {
      problem: null as string | null,
      faults: [] as string[],
      wrong: {} as Wrong,
      choices: [] as readonly NamedMeasure[],
      body: { ...sent, agreed },
    };
    const wrong: Wrong = {
      ...(sent.text.trim() === '' ? { text: say.noText } : {}),
      ...(asked.ok ? {} : { measure: asked.fault }),
      ...(phone !== '' && !agreed ? { agreed: say.noConsent } : {}),
    };
    if (!asked.ok || Object.keys(wrong).length > 0) {
      return fail(400, { ...back, wrong, choices: asked.ok ? [] : asked.choices });
    }
    const body = {
      text: sent.text,
      urgency: text('urgency'),
      ...(asked.id === null ? {} : { measure: asked.id }),
      ...(phone === '' ? {} : { phone: { number: phone, agreed } }),
    };
    const done = await change(event, Anything, `${firmPath(event.params.uscc)}/requests`, {
      method: 'POST',
      headers: { 'idempotency-key': text('key') || randomUUID() },
      body,
    });
    if (!done.ok) {
      const atPhone: Wrong = { phone: say.wrongPhone };
      if (done.refused.faultsAt['phone.number'] !== undefined) return fail(400, { ...back, wrong: atPhone });
      return fail(done.refused.status, { ...back, problem: done.refused.problem, faults: [...done.refused.faults] });
    }
    redirect(303, `${event.url.pathname}?asked#asked`);
  },
};
