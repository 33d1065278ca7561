import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { day } from '#lib/format.ts';
import { firmPath } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { change, read } from '#lib/server/api-session.server.ts';
import { Anything, OwnDemand } from '#lib/server/api-shapes.ts';
import { measuresByName, texts } from '#lib/server/catalogue.server.ts';
import { measureTyped } from '#lib/server/measure-typed.server.ts';
import type { NamedMeasure } from '#lib/server/measure-named.ts';
import { formText } from '#lib/server/session-form.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const [demand, words, measures] = await Promise.all([
    read(event, OwnDemand, `${firmPath(firm.uscc)}/demand?limit=100`),
    texts(lang),
    measuresByName(lang),
  ]);
  const { steps } = roomWords[lang];
  const named = (names: Readonly<Record<string, string>>) => Object.entries(names).map(([id, name]) => ({ id, name }));
  return {
    firm,
    recorded: event.url.searchParams.has('recorded'),
    asked: event.url.searchParams.get('measure') ?? '',
    key: randomUUID(),
    stages: demand.items.map(({ measure, stage, since, reason, next }) => ({
      measure,
      name: words.measures[measure]?.name ?? measure,
      stage: steps[stage] ?? stage,
      since: day(since, lang),
      reason: reason === null ? null : (firmWords[lang].stages.reasons[reason] ?? reason),
      next: next.map((id) => ({ id, name: steps[id] ?? id })),
    })),
    measures,
    steps: named(steps),
    reasons: named(firmWords[lang].stages.reasons),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const typed = text('measure');
    const asked = await measureTyped(text, lang);
    const body = {
      measure: (asked.ok ? asked.id : null) ?? typed,
      type: text('type'),
      ...(text('reason') === '' ? {} : { reason: text('reason') }),
      ...(text('on') === '' ? {} : { on: text('on') }),
    };
    const back = { faults: [] as string[], fault: null as string | null, choices: [] as NamedMeasure[], body };
    if (!asked.ok) return fail(400, { ...back, problem: null, fault: asked.fault, choices: asked.choices });
    if (asked.id === null) return fail(400, { ...back, problem: null, fault: roomWords[lang].measureHelp });
    const done = await change(event, Anything, `${firmPath(event.params.uscc)}/demand`, {
      method: 'POST',
      headers: { 'idempotency-key': text('key') || randomUUID() },
      body,
    });
    if (!done.ok)
      return fail(done.refused.status, { ...back, problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, `${event.url.pathname}?recorded#recorded`);
  },
};
