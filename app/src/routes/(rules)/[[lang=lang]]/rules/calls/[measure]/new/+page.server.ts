import { enterCall, newCall } from '#lib/server/api-calls.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => newCall(event, event.params.measure, event.params.lang ?? 'zh');

export const actions: Actions = {
  default: (event) => enterCall(event, event.params.measure, event.params.lang ?? 'zh'),
};
