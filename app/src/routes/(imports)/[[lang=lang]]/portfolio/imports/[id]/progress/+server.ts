import { passed } from '#lib/server/api-file.server.ts';
import { importPath } from '#lib/server/api-imports.server.ts';
import type { RequestHandler } from './$types';

/** How far the import is, as server-sent events; ends when the visitor leaves. */
export const GET: RequestHandler = async (event) => {
  const told = await passed(event, `${importPath(event.params.id)}/progress`, event.request.signal);
  return new Response(told.body, { headers: { 'content-type': 'text/event-stream' } });
};
