import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { act, changesInWords, discard, draftBy, draftView, saveDraft } from '#lib/server/api-drafts.server.ts';
import { impactOf } from '#lib/server/api-impact.server.ts';
import { type Done, named } from '#lib/server/api-session.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import type { Actions, PageServerLoad, RouteParams } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const role = event.locals.person?.role;
  const kept = await draftBy(event, event.params.id);
  const [draft, inWords] = await Promise.all([draftView(kept, lang), changesInWords(event, kept, lang)]);
  return {
    draft,
    inWords,
    done: event.url.searchParams.get('done') ?? '',
    mayTry: role !== 'auditor',
    mayWrite: role === 'publisher' && draft.open,
    mayJudge: role === 'approver' && draft.standing === 'waiting',
    mayWait: role === 'approver' && ['draft', 'faulty', 'checked'].includes(draft.standing),
  };
};

type Event = RequestEvent<RouteParams>;

/** Does something to the draft; a refusal is shown beside what was typed, its faults by the names of these fields. */
async function doing(
  event: Event,
  done: string,
  work: (text: (name: string) => string) => Promise<Done<unknown>>,
  fields: Readonly<Record<string, string>> = {},
) {
  const text = formText(await event.request.formData());
  const said = await work(text);
  if (said.ok) redirect(303, `${event.url.pathname}?done=${done}`);
  const { status, problem, faults } = named(said.refused, fields, event.params.lang ?? 'zh');
  return fail(status, { problem, faults: [...faults], note: text('note'), impact: null });
}

const wordsOf = (event: Event) => rulesWords[event.params.lang ?? 'zh'];

export const actions: Actions = {
  save: (event) =>
    doing(
      event,
      'changed',
      (text) =>
        saveDraft(event, event.params.id, text('version'), () => ({ title: text('title'), notes: text('notes') })),
      { title: wordsOf(event).draftTitle, notes: wordsOf(event).notes },
    ),
  take: (event) =>
    doing(event, 'changed', (text) =>
      saveDraft(event, event.params.id, text('version'), ({ patches }) => ({
        patches: patches.filter((_, index) => String(index) !== text('index')),
      })),
    ),
  check: (event) => doing(event, 'checked', () => act(event, event.params.id, 'check')),
  submit: (event) =>
    doing(event, 'sent', (text) => act(event, event.params.id, 'submit', { version: text('version') })),
  approve: (event) =>
    doing(
      event,
      'approved',
      (text) =>
        act(event, event.params.id, 'approve', {
          version: text('version'),
          body: { note: text('note'), failedCases: text('failedCases') !== '', staleWords: text('staleWords') !== '' },
        }),
      { note: wordsOf(event).approveNoteName },
    ),
  refuse: (event) =>
    doing(
      event,
      'refused',
      (text) => act(event, event.params.id, 'refuse', { version: text('version'), body: { note: text('note') } }),
      { note: wordsOf(event).giveBackNoteName },
    ),
  publish: (event) =>
    doing(event, 'published', (text) => act(event, event.params.id, 'publish', { version: text('version') })),
  discard: (event) => doing(event, 'discarded', (text) => discard(event, event.params.id, text('version'))),
  /** Shown on the page that answers; nothing of it is kept. */
  impact: async (event) => {
    const found = await impactOf(event, `drafts/${event.params.id}`, event.params.lang ?? 'zh');
    if (found.ok) return { problem: null, faults: [] as string[], note: '', impact: found.found };
    const { status, problem, faults } = found.refused;
    return fail(status, { problem, faults: [...faults], note: '', impact: null });
  },
};
