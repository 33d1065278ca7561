import type { Context } from 'hono';
import type { Principal } from '#functions/identity/principal.ts';
import { VISITOR_HEADER, visitorOf } from '#functions/visitor.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Deps } from './deps.ts';

/** What the middleware leaves for a handler. */
export interface ApiEnv {
  Variables: {
    readonly requestId: string;
    readonly lang: Lang;
    /** Null where no token was sent. */
    readonly principal: Principal | null;
    /** The address a request came from, for limits only. */
    readonly address: string;
  };
  /** What brought the request: `incoming` in the single process, `requestContext` in Lambda. */
  Bindings: {
    readonly incoming?: { readonly socket: { readonly remoteAddress?: string | undefined } };
    readonly requestContext?: { readonly http?: { readonly sourceIp?: string } };
  };
}
export type ApiContext = Context<ApiEnv>;

/** The principal of a route that is open to nobody without one. */
export function principalOf(c: ApiContext): Principal {
  const { principal } = c.var;
  if (principal === null) throw new Error('The route is open to everyone: it has no principal to rely on.');
  return principal;
}

/**
 * The address a request came from. The portal on the same machine says whom it asks for; one elsewhere has to vouch for
 * it with the key.
 */
export function addressOf(c: ApiContext, { portalKey, now }: Pick<Deps, 'portalKey' | 'now'>): string {
  // Absent where a test calls the app without a server.
  const { incoming, requestContext } = (c.env as ApiEnv['Bindings'] | undefined) ?? {};
  const peer = requestContext?.http?.sourceIp ?? incoming?.socket.remoteAddress ?? '';
  if (!LOOPBACK.test(peer)) return visitorOf(c.req.header(VISITOR_HEADER), portalKey, now()) ?? peer;
  return c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? peer;
}

const LOOPBACK = /^(127\.|::1$|::ffff:127\.|$)/;
