import { fail, redirect, type ActionFailure } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { firmPath, moment } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { change, type Done, read } from '#lib/server/api-session.server.ts';
import { Anything, FIRM_ROLES, Invitations, Managers, Members, NewInvitation } from '#lib/server/api-shapes.ts';
import { formText } from '#lib/server/session-form.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const mayInvite = firm.role === 'owner';
  const [{ members }, { managers }, open] = await Promise.all([
    read(event, Members, `${firmPath(firm.uscc)}/members`),
    read(event, Managers, `${firmPath(firm.uscc)}/managers`),
    mayInvite ? read(event, Invitations, `${firmPath(firm.uscc)}/invitations`) : { invitations: [] },
  ]);
  return {
    firm,
    mayInvite,
    members: members.map(({ since, ...one }) => ({ ...one, since: moment(since, lang) })),
    managers: managers.map(({ name }) => name),
    invitations: open.invitations.map(({ expiresAt, ...one }) => ({ ...one, until: moment(expiresAt, lang) })),
    roles: FIRM_ROLES.map((id) => ({ id, name: firmWords[lang].roles[id] })),
    done: DONE.find((one) => one === event.url.searchParams.get('done')) ?? null,
  };
};

const DONE = ['role', 'removed', 'withdrawn'] as const;

const path = ({ params }: RequestEvent): string => firmPath(params.uscc);
const memberPath = (event: RequestEvent, subject: string): string =>
  `${path(event)}/members/${encodeURIComponent(subject)}`;

function finish(event: RequestEvent, done: Done<unknown>, what: (typeof DONE)[number]): ActionFailure<Refused> {
  if (done.ok) redirect(303, `${event.url.pathname}?done=${what}#done`);
  return refused(done.refused);
}
interface Refused {
  readonly problem: string;
  readonly faults: string[];
  readonly code: null;
}
const refused = ({ status, problem, faults }: { status: number; problem: string; faults: readonly string[] }) =>
  fail(status, { problem, faults: [...faults], code: null });

export const actions: Actions = {
  /** The code is told once: it is shown with the page and kept nowhere. */
  invite: async (event) => {
    const text = formText(await event.request.formData());
    const lang = event.params.lang ?? 'zh';
    const body = { role: text('role'), days: Number(text('days')) };
    const done = await change(event, NewInvitation, `${path(event)}/invitations`, { method: 'POST', body });
    if (!done.ok) return refused(done.refused);
    const link = `${event.url.origin}${pathIn(lang, '/account/join')}?code=${encodeURIComponent(done.body.code)}`;
    return { problem: null, faults: [] as string[], code: { link, until: moment(done.body.expiresAt, lang) } };
  },
  uninvite: async (event) => {
    const id = formText(await event.request.formData())('id');
    const at = `${path(event)}/invitations/${encodeURIComponent(id)}`;
    return finish(event, await change(event, Anything, at, { method: 'DELETE' }), 'withdrawn');
  },
  role: async (event) => {
    const text = formText(await event.request.formData());
    const body = { role: text('role') };
    const at = memberPath(event, text('subject'));
    return finish(event, await change(event, Anything, at, { method: 'PUT', body }), 'role');
  },
  remove: async (event) => {
    const text = formText(await event.request.formData());
    const at = memberPath(event, text('subject'));
    return finish(event, await change(event, Anything, at, { method: 'DELETE' }), 'removed');
  },
  leave: async (event) => {
    const done = await change(event, Anything, `${path(event)}/leave`, { method: 'POST' });
    if (!done.ok) return refused(done.refused);
    redirect(303, pathIn(event.params.lang ?? 'zh', '/account/companies'));
  },
};
