/** The Lambda's entry: the compiled catalogue lies beside the bundle and is read once, at init. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { handle } from 'hono/aws-lambda';
import type { JWK } from 'jose';
import { discoveredKeys, tokenVerifier } from '#functions/identity/token.ts';
import { log } from '#functions/lambda/observe.ts';
import { optional, quotas, setting } from '#functions/lambda/settings.ts';
import { openDynamo } from '#functions/store/dynamodb.ts';
import { createApi } from './app.ts';
import { storeRelations } from './companies/relations.ts';
import { memoryLimiter } from './limiter.ts';
import { loadedFrom } from './load.ts';
import { signerOf } from './proofs/signer.ts';
import { servedCatalogue } from './served/served.ts';

const loaded = loadedFrom((name) => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as unknown);
const store = openDynamo(setting('CEYIN_TABLE'));
const issuer = setting('CEYIN_ISSUER');
const now = (): Date => new Date();

const api = createApi({
  store,
  ...servedCatalogue({ store, built: () => loaded, now, log }),
  now,
  newId: randomUUID,
  verifyToken: tokenVerifier({ issuer, audience: setting('CEYIN_AUDIENCE'), keys: discoveredKeys(issuer), now }),
  relations: storeRelations(store),
  limiter: memoryLimiter(now, quotas()),
  cursorKey: setting('CEYIN_CURSOR_KEY'),
  portalKey: optional('CEYIN_PORTAL_KEY'),
  // The source tree stays with the pipeline, which builds releases.
  compiler: null,
  // A list of private JWKs, the newest first.
  signer: signerOf(JSON.parse(setting('CEYIN_PROOF_KEYS')) as JWK[]),
  log,
});

// Version 5 of hono moves this adapter into a package of its own; until then this is its place.
// oxlint-disable-next-line typescript/no-deprecated
export const handler = handle(api);
