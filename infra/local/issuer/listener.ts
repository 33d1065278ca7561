import type { IncomingMessage, ServerResponse } from 'node:http';
import type { JSONWebKeySet } from 'jose';
import { createIssuer, type IssuerKeys, type IssuerSettings } from './provider.ts';

/** Where the issuer lies below the origin. */
export const MOUNT = '/issuer';

/** Answers what is asked below {@link MOUNT}. */
export function issuerListener(settings: IssuerSettings): (request: IncomingMessage, response: ServerResponse) => void {
  const answer = createIssuer(settings).callback();
  return (request, response) => {
    // The provider learns where it is mounted from what was cut off.
    Object.assign(request, { originalUrl: request.url });
    request.url = (request.url ?? '').slice(MOUNT.length) || '/';
    void answer(request, response);
  };
}

/** What a verifier in the same process needs of the keys. */
export function publicKeysOf({ signing }: IssuerKeys): JSONWebKeySet {
  const { kty, n, e, kid, alg, use } = signing;
  if (kty === undefined || n === undefined || e === undefined) throw new Error('The issuer’s key is no RSA key.');
  return { keys: [{ kty, n, e, ...(kid && { kid }), ...(alg && { alg }), ...(use && { use }) }] };
}
