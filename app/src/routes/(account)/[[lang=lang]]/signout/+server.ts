import { redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { closeSession } from '#lib/server/session.server.ts';
import type { RequestHandler } from './$types';

export const POST: RequestHandler = async (event) => {
  await closeSession(event);
  redirect(303, pathIn(event.params.lang ?? 'zh', '/signed-out'));
};
