import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import {
  ACTS,
  askedIn,
  firmToAssign,
  handOver,
  isAcross,
  knownManagers,
  type Manager,
  setManager,
  toConfirm,
} from '#lib/server/api-assigning.server.ts';
import { operatePages } from '#lib/server/api-operate.server.ts';
import type { Refused } from '#lib/server/api-session.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { assignWords } from '#lib/wording/rooms/assign.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const text = (name: string): string => event.url.searchParams.get(name) ?? '';
  const managers = await knownManagers(event, lang, { counted: true });
  const named = (id: string): string => managers.find((one) => one.id === id)?.name ?? id;
  const asked = askedIn(text);
  const moved = text('moved');
  return {
    pages: operatePages(lang),
    managers,
    asked,
    confirming: await toConfirm(event, asked, managers, lang),
    handing: moved === '' ? handingOf(managers, text('from'), text('to')) : null,
    done: ACTS.find((act) => act === text('done')) ?? null,
    moved: moved === '' ? null : Number(moved),
    /** Whom the notice of what was done is about. */
    about: {
      firm: text('done') === '' ? '' : await firmNamed(event, text('firm'), lang),
      from: named(text('from')),
      to: named(text('to')),
    },
    /** Sent with the form, so that a second click hands nothing over twice. */
    key: randomUUID(),
  };
};

export const actions: Actions = {
  set: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const { uscc, manager: id, act } = askedIn(text);
    const [managers, firm] = await Promise.all([knownManagers(event, lang), firmToAssign(event, uscc, lang)]);
    const manager = managers.find((one) => one.id === id);
    if (act === 'assign' && firm && manager && isAcross(firm, manager) && text('across') === '') {
      return refused({ status: 400, problem: assignWords[lang].acrossFirst, faults: [] });
    }
    const done = await setManager(event, act, uscc, id);
    if (!done.ok) return refused(done.refused);
    redirect(303, told(event.url, { done: act, firm: uscc, to: id }));
  },
  'hand-over': async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const body = { from: text('from'), to: text('to') };
    const words = assignWords[lang];
    if (body.from === body.to) return refused({ status: 400, problem: words.sameManager, faults: [] });
    const handing = handingOf(await knownManagers(event, lang), body.from, body.to);
    if (handing?.across && text('across') === '') {
      return refused({ status: 400, problem: words.acrossFirst, faults: [] });
    }
    const done = await handOver(event, text('key') || randomUUID(), body);
    if (!done.ok) return refused(done.refused);
    redirect(303, told(event.url, { moved: String(done.body.moved), ...body }));
  },
};

/** Whose firms go to whom, where both are chosen. */
function handingOf(managers: readonly Manager[], from: string, to: string) {
  const [giver, taker] = [from, to].map((id) => managers.find((one) => one.id === id));
  if (!giver || !taker) return null;
  const across = giver.place !== null && taker.place !== null && giver.place !== taker.place;
  return { giver, taker, same: giver === taker, across };
}

async function firmNamed(event: RequestEvent, uscc: string, lang: Lang): Promise<string> {
  const firm = await firmToAssign(event, uscc, lang);
  return firm && firm.name !== uscc ? `${firm.name}${roomWords[lang].because(uscc)}` : uscc;
}

/** The page with what was done, to be said above it. */
const told = ({ pathname }: URL, done: Readonly<Record<string, string>>): string =>
  `${pathname}?${new URLSearchParams(done).toString()}`;

const refused = ({ status, problem, faults }: Pick<Refused, 'status' | 'problem' | 'faults'>) =>
  fail(status, { problem, faults: [...faults] });
