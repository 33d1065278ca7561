import { callToChange, changeCall, withdrawCall } from '#lib/server/api-calls.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) =>
  callToChange(event, event.params.measure, event.params.id, event.params.lang ?? 'zh');

export const actions: Actions = {
  change: (event) => changeCall(event, event.params.measure, event.params.id, event.params.lang ?? 'zh'),
  withdraw: (event) => withdrawCall(event, event.params.measure, event.params.id, event.params.lang ?? 'zh'),
};
