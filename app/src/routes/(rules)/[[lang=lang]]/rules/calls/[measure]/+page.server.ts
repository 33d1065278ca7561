import { callDone, calledMeasure, callRows } from '#lib/server/api-calls.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { measure, path } = await calledMeasure(event, event.params.measure, lang);
  const rows = await callRows(event, measure.id, lang);
  return { measure, path: path.slice(0, -1), rows, done: callDone(event) };
};
