/** Questions of firms that have no service manager: who may assign one sees that there are any, not what they say. */
import { redirect, type RequestEvent } from '@sveltejs/kit';
import type { Lang } from '#rules/engine/types.ts';
import { moment } from './api-firm.server.ts';
import { knownManagers, setManager } from './api-operate.server.ts';
import { isLate } from './api-requests.server.ts';
import { read, type Refused } from './api-session.server.ts';
import { Requests } from './api-shapes.ts';
import { formText } from './session-form.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals' | 'request'>;

/** So many questions are looked through. */
const MOST = 100;

/** The questions by due time, and who could be assigned; no managers are asked for where no question waits. */
export async function unassignedRequests(event: Omit<Event, 'request'>, lang: Lang) {
  const { items } = await read(event, Requests, `/v1/requests/unassigned?limit=${MOST}`);
  return {
    assigned: event.url.searchParams.has('assigned'),
    managers: items.length === 0 ? [] : await knownManagers(event, lang),
    rows: items.map(({ id, uscc, clock, labels }) => ({
      id,
      uscc,
      due: clock.dueAt === null ? clock.words : moment(clock.dueAt, lang),
      late: isLate(clock.dueAt),
      state: labels.state,
      urgency: labels.urgency,
    })),
  };
}

/** Assigns as the form says, and goes back to the page; a refusal comes back with what was chosen. */
export async function assignAsked(
  event: Event,
): Promise<Refused & { readonly sent: { readonly uscc: string; readonly manager: string } }> {
  const text = formText(await event.request.formData());
  const sent = { uscc: text('uscc'), manager: text('manager') };
  const done = await setManager(event, 'assign', sent.uscc, sent.manager);
  if (done.ok) redirect(303, `${event.url.pathname}?assigned#unassigned`);
  return { ...done.refused, sent };
}
