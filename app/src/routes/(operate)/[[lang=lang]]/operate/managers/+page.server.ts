import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { handOver, knownManagers, operatePages, setManager } from '#lib/server/api-operate.server.ts';
import type { Refused } from '#lib/server/api-session.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { operateWords } from '#lib/wording/rooms/operate.ts';
import { usccFault } from '#rules/profile/uscc.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { searchParams } = event.url;
  const moved = searchParams.get('moved');
  const managers = await knownManagers(event, lang);
  const named = (key: string): string => {
    const id = searchParams.get(key);
    return managers.find((one) => one.id === id)?.name ?? id ?? '';
  };
  return {
    pages: operatePages(lang),
    managers,
    done: (['assign', 'withdraw'] as const).find((act) => act === searchParams.get('done')) ?? null,
    moved: moved === null ? null : Number(moved),
    /** Whom the notice of what was done is about. */
    about: { firm: searchParams.get('firm') ?? '', from: named('from'), to: named('to') },
    /** Sent with the form, so that a second click hands nothing over twice. */
    key: randomUUID(),
  };
};

export const actions: Actions = {
  set: async (event) => {
    const text = formText(await event.request.formData());
    const act = text('act') === 'withdraw' ? 'withdraw' : 'assign';
    const sent = { uscc: text('uscc').toUpperCase(), manager: text('manager'), act };
    if (usccFault(sent.uscc)) {
      const { badCode } = operateWords[event.params.lang ?? 'zh'];
      return fail(400, { problem: null, faults: [] as string[], badCode, sent, handing: null });
    }
    const done = await setManager(event, act, sent.uscc, sent.manager);
    if (!done.ok) {
      const { unknownFirm } = operateWords[event.params.lang ?? 'zh'];
      return refused(done.refused.status === 404 ? { ...done.refused, problem: unknownFirm[act] } : done.refused, sent);
    }
    redirect(303, told(event.url, { done: act, firm: sent.uscc, to: sent.manager }));
  },
  'hand-over': async (event) => {
    const text = formText(await event.request.formData());
    const body = { from: text('from'), to: text('to') };
    if (body.from === body.to) {
      return handingFault(
        { status: 400, problem: operateWords[event.params.lang ?? 'zh'].sameManager, faults: [] },
        body,
      );
    }
    const done = await handOver(event, text('key') || randomUUID(), body);
    if (!done.ok) return handingFault(done.refused, body);
    redirect(303, told(event.url, { moved: String(done.body.moved), ...body }));
  },
};

/** The page with what was done, to be said above it. */
const told = ({ pathname }: URL, done: Readonly<Record<string, string>>): string =>
  `${pathname}?${new URLSearchParams(done).toString()}`;

type Said = Pick<Refused, 'status' | 'problem' | 'faults'>;

const refused = <Sent>({ status, problem, faults }: Said, sent: Sent) =>
  fail(status, { problem, faults: [...faults], badCode: null, sent, handing: null });

const handingFault = <Handing>({ status, problem, faults }: Said, handing: Handing) =>
  fail(status, { problem, faults: [...faults], badCode: null, sent: null, handing });
