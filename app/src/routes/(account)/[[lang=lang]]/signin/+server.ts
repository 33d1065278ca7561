import { error, redirect } from '@sveltejs/kit';
import { beginSignIn, nameOf } from '#lib/server/session-issuer.server.ts';
import { keepSignIn } from '#lib/server/session.server.ts';
import { pathAfter } from '#lib/server/session-guard.server.ts';
import { accountWords } from '#lib/wording/rooms/account.ts';
import type { RequestHandler } from './$types';

/** Off to the identity service. */
export const GET: RequestHandler = async (event) => {
  const { url, params } = event;
  const to = pathAfter(url.searchParams.get('to'), url);
  const begun = await beginSignIn(`${url.origin}/signin/callback`, to, url.searchParams.has('choose')).catch(
    (cause: unknown) => {
      console.error(JSON.stringify({ level: 'error', asked: 'issuer', error: nameOf(cause) }));
      return null;
    },
  );
  if (!begun) error(503, accountWords[params.lang ?? 'zh'].noIssuer);
  await keepSignIn(event, begun.signingIn);
  redirect(303, begun.url.href, { external: [begun.url.origin] });
};
