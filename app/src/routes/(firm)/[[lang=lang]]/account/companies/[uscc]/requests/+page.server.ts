import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { firmPath } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { hasManager, requestRow } from '#lib/server/api-requests.server.ts';
import { change, read } from '#lib/server/api-session.server.ts';
import { Anything, Requests } from '#lib/server/api-shapes.ts';
import { measuresByName } from '#lib/server/catalogue.server.ts';
import { measureNamed } from '#lib/server/measure-named.ts';
import { formText } from '#lib/server/session-form.ts';
import { pathIn } from '#lib/lang.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
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
    const measure = measureNamed(sent.measure, await measuresByName(lang));
    if (sent.text.trim() === '') return fail(400, { problem: say.noText, faults: [] as string[], body: sent });
    if (sent.measure !== '' && measure === null) {
      return fail(400, { problem: roomWords[lang].measureUnknown(sent.measure), faults: [] as string[], body: sent });
    }
    if (phone !== '' && text('consent') === '') {
      return fail(400, { problem: say.noConsent, faults: [] as string[], body: sent });
    }
    const body = {
      text: phone === '' ? sent.text : say.withPhone(sent.text, phone),
      urgency: text('urgency'),
      ...(measure === null ? {} : { measure }),
    };
    const done = await change(event, Anything, `${firmPath(event.params.uscc)}/requests`, {
      method: 'POST',
      headers: { 'idempotency-key': text('key') || randomUUID() },
      body,
    });
    if (!done.ok) {
      return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults], body: sent });
    }
    redirect(303, `${event.url.pathname}?asked#asked`);
  },
};
