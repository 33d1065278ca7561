/** Questions of firms that have no service manager: who may assign one sees that there are any, not what they say. */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { langOf } from '#lib/lang.ts';
import { assignWords } from '#lib/wording/rooms/assign.ts';
import type { Lang } from '#rules/engine/types.ts';
import { firmToAssign, isAcross, knownManagers, setManager } from './api-assigning.server.ts';
import { requestRow } from './api-operate.server.ts';
import { read, type Refused } from './api-session.server.ts';
import { Requests } from './api-shapes.ts';
import { formText } from './session-form.ts';

type Page = z.infer<typeof Requests>;
type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals' | 'request'>;

/** Questions that firms with a manager have asked are passed over, so a page may be short: all are read. */
async function everyOne(event: Omit<Event, 'request'>, cursor?: string): Promise<Page['items']> {
  const after = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
  const { items, next } = await read(event, Requests, `/v1/requests/unassigned?limit=100${after}`);
  return next === null ? items : [...items, ...(await everyOne(event, next))];
}

/** The questions by due time, and who could be assigned; no managers are asked for where no question waits. */
export async function unassignedRequests(event: Omit<Event, 'request'>, lang: Lang) {
  const items = await everyOne(event);
  return {
    assigned: event.url.searchParams.has('assigned'),
    managers: items.length === 0 ? [] : await knownManagers(event, lang),
    rows: items.map((item) => requestRow(item, lang)),
  };
}

/** What was chosen, and what is to be ticked where the two are of different districts. */
interface Chosen {
  readonly sent: { readonly uscc: string; readonly manager: string };
  readonly across: string | null;
}

/** Assigns as the form says, and goes back to the page; a refusal comes back with what was chosen. */
export async function assignAsked(event: Event): Promise<Refused & Chosen> {
  const text = formText(await event.request.formData());
  const sent = { uscc: text('uscc'), manager: text('manager') };
  const lang = langOf(event.url);
  const [managers, firm] = await Promise.all([knownManagers(event, lang), firmToAssign(event, sent.uscc, lang)]);
  const manager = managers.find(({ id }) => id === sent.manager);
  const words = assignWords[lang];
  const across = firm && manager && isAcross(firm, manager) ? words.across(firm.district, manager.district) : null;
  // A tick holds for the two it was asked of, not for others chosen afterwards.
  if (across !== null && text('across') !== `${sent.uscc} ${sent.manager}`) {
    return { status: 400, problem: words.acrossFirst, faults: [], faultsAt: {}, sent, across };
  }
  const done = await setManager(event, 'assign', sent.uscc, sent.manager);
  if (done.ok) redirect(303, `${event.url.pathname}?assigned#unassigned`);
  return { ...done.refused, sent, across };
}
