import { error } from '@sveltejs/kit';
import { download } from '#lib/server/api-file.server.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) => {
  const { format } = event.params;
  if (format !== 'xlsx' && format !== 'csv') error(404, roomWords[event.params.lang ?? 'zh'].gone);
  return download(event, `/v1/imports/template.${format}`, `ceyin-import.${format}`);
};
