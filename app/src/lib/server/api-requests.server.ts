/** A firm’s questions to its service manager, for the pages of both. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { lasting } from '#lib/format.ts';
import { isWorded } from '#lib/request-acts.ts';
import { requestWords } from '#lib/wording/rooms/request.ts';
import type { Lang } from '#rules/engine/types.ts';
import { langOf } from '#lib/lang.ts';
import { firmPath, moment } from './api-firm.server.ts';
import { change, ifVersion, read, type Done } from './api-session.server.ts';
import { Anything, Managers, Myself, type Request, RequestWithSteps } from './api-shapes.ts';
import { texts } from './catalogue.server.ts';
import { formText } from './session-form.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals' | 'request'>;

const SHOWN = 60;

/** A question as lists show it, with the measure it is about. */
export async function requestRow(request: Request, lang: Lang, href: string, firm: string | null) {
  return {
    ...(await standing(request, lang)),
    key: request.id,
    href,
    title: shortened(request.text ?? request.id),
    firm,
  };
}

const standing = async (request: Request, lang: Lang) => ({
  about:
    request.measure === null
      ? null
      : { id: request.measure, name: (await texts(lang)).measures[request.measure]?.name ?? request.measure },
  state: request.labels.state,
  urgency: request.labels.urgency,
  due: request.clock.dueAt === null ? request.clock.words : moment(request.clock.dueAt, lang),
  dated: request.clock.dueAt !== null,
  late: isLate(request.clock.dueAt),
  left: leftWords(request.clock.dueAt, lang),
});

/** How long there is until the hour it is due, or since when that is past; null where there is none. */
function leftWords(dueAt: string | null, lang: Lang): string | null {
  if (dueAt === null) return null;
  const ms = Date.parse(dueAt) - Date.now();
  const { left, lateBy } = requestWords[lang];
  return ms < 0 ? lateBy(lasting(-ms, lang)) : left(lasting(ms, lang));
}

/** What there is to say beside the hour it is due, by this hour's clock: what the interface says holds at any hour. */
function clockSaid({ clock: { dueAt, words } }: Request, lang: Lang): string | null {
  if (dueAt === null) return words;
  return isLate(dueAt) ? null : requestWords[lang].running;
}

/** Whether the hour by which a question was to be closed is past; a clock that stands has none. */
export const isLate = (dueAt: string | null): boolean => dueAt !== null && Date.parse(dueAt) < Date.now();

/** The beginning of a text: of its first paragraph, at most so many characters. */
export function shortened(text: string, most = SHOWN): string {
  const [first = ''] = text.trim().split(/\n\s*\n/);
  return first.length > most ? `${first.slice(0, most - 1)}…` : first;
}

const requestPath = (uscc: string, id: string): string => `${firmPath(uscc)}/requests/${encodeURIComponent(id)}`;

export async function requestOf(event: Omit<Event, 'request'>, uscc: string, id: string, lang: Lang) {
  const found: z.infer<typeof RequestWithSteps> = await read(event, RequestWithSteps, requestPath(uscc, id));
  const { history, ...request } = found;
  return {
    ...(await standing(request, lang)),
    id: request.id,
    askedAt: moment(request.askedAt, lang),
    phone: request.phone,
    uscc: request.uscc,
    version: request.version,
    status: request.state,
    reason: request.labels.reason,
    clock: clockSaid(request, lang),
    manager: request.manager?.name ?? null,
    holder: request.manager?.subject ?? null,
    rated: request.satisfaction?.score ?? null,
    steps: history.map(({ at, by, act, words, text, manager }) => ({
      at: moment(at, lang),
      who: by.name ?? by.role,
      words: act === 'reassign' && manager ? requestWords[lang].passedOn(manager.name) : words,
      text,
    })),
  };
}

/** Who looks after the firm with whom I do; and whether the request is mine to deal with. */
export async function deskOf(event: Omit<Event, 'request'>, uscc: string, holder: string | null, lang: Lang) {
  const [{ managers }, { subject }] = await Promise.all([
    read(event, Managers, `${firmPath(uscc)}/managers`),
    read(event, Myself, '/v1/me'),
  ]);
  const colleagues = managers
    .filter((one) => one.subject !== holder)
    .map(({ subject: who, name }) => ({ id: who, name: who === subject ? requestWords[lang].myself(name) : name }));
  return { mine: holder === subject, colleagues };
}

/** Whether anyone looks after the firm: else nobody answers its questions until someone is assigned. */
export const hasManager = async (event: Omit<Event, 'request'>, uscc: string): Promise<boolean> =>
  (await read(event, Managers, `${firmPath(uscc)}/managers`)).managers.length > 0;

/** What came of a step, with what was typed to be shown again where it was refused. */
type Taken = Done<unknown> & { readonly act: string; readonly text: string; readonly reason: string };

/** Takes the step that the form names, on the version that was shown. */
const FIRM_ACTS = ['reply', 'withdraw', 'rate'];

export async function takeStep(event: Event, uscc: string, id: string, acts: readonly string[]): Promise<Taken> {
  const field = formText(await event.request.formData());
  const act = acts.find((one) => one === field('act')) ?? acts[0] ?? '';
  const text = field('text');
  const reason = field('reason');
  const say = requestWords[langOf(event.url)];
  const faultsAt = {
    ...(text === '' && isWorded(act) ? { text: say.needText[FIRM_ACTS.includes(act) ? 'firm' : 'manager'] } : {}),
    ...(act === 'decline' && reason === '' ? { reason: say.needReason } : {}),
    ...(act === 'rate' && field('score') === '' ? { score: say.needScore } : {}),
  };
  if (Object.keys(faultsAt).length > 0)
    return { ok: false, refused: { status: 400, problem: '', faults: [], faultsAt }, act, text, reason };
  const body = {
    ...(text === '' ? {} : { text }),
    ...(act === 'decline' ? { reason } : {}),
    ...(act === 'rate' ? { score: Number(field('score')) } : {}),
    ...(act === 'reassign' ? { to: field('to') } : {}),
  };
  const done = await change(event, Anything, `${requestPath(uscc, id)}/${act}`, {
    method: 'POST',
    headers: ifVersion(field('version')),
    body,
  });
  return { ...done, act, text, reason };
}
