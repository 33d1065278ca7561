import { redirect } from '@sveltejs/kit';
import { langOf, pathIn } from '#lib/lang.ts';
import { personOf } from '#lib/server/api-me.server.ts';
import { finishSignIn, nameOf } from '#lib/server/session-issuer.server.ts';
import { openSession, takeSignIn } from '#lib/server/session.server.ts';
import type { RequestHandler } from './$types';

/** Back from the identity service. */
export const GET: RequestHandler = async (event) => {
  const signingIn = await takeSignIn(event);
  if (!signingIn) redirect(303, '/signed-out?why=late');
  const back = (why: string) => `${pathIn(langOf(new URL(signingIn.to, event.url)), '/signed-out')}?why=${why}`;
  const tokens = await finishSignIn(event.url, signingIn).catch((cause: unknown) => {
    console.error(JSON.stringify({ level: 'warn', asked: 'issuer', error: nameOf(cause) }));
    return null;
  });
  if (!tokens) redirect(303, back('refused'));
  const person = await personOf(event.fetch, tokens.access);
  if (!person) redirect(303, back('unknown'));
  await openSession(event, { person, tokens });
  redirect(303, signingIn.to);
};
