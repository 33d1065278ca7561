/** The API as the single process runs it: embedded store, demo issuer or one's own, limits of this process. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import { createLocalJWKSet, type JWTVerifyGetKey } from 'jose';
import { createApi } from '#functions/api/app.ts';
import { tellOfCalls } from '#functions/api/calls/tell.ts';
import type { Deps } from '#functions/api/deps.ts';
import { storeRelations } from '#functions/api/companies/relations.ts';
import { memoryLimiter } from '#functions/api/limiter.ts';
import { loadedFrom } from '#functions/api/load.ts';
import { jsonLog, nameOf } from '#functions/api/log.ts';
import { newSigningKey, signerOf } from '#functions/api/proofs/signer.ts';
import { treeCompiler } from '#functions/api/releases/source/tree.ts';
import { servedCatalogue } from '#functions/api/served/served.ts';
import { recount } from '#functions/demand/recount.ts';
import { districtsOf } from '#functions/demand/where.ts';
import { follow } from '#functions/demand/follow.ts';
import { tidy } from '#functions/demand/tidy.ts';
import { countDemand } from '#functions/demand/worker.ts';
import { fileMailer, sendMail, smtpMailer } from '#functions/notices/mail.ts';
import { tellOfOverdue } from '#functions/notices/overdue.ts';
import { inOwnThread } from '#functions/rematch/counter.ts';
import { keepUp } from '#functions/rematch/upkeep.ts';
import { discoveredKeys, tokenVerifier } from '#functions/identity/token.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { newSecret, openData, type DataFolder } from './data.ts';
import { fillFirst } from './first-start.ts';
import { issuerListener, MOUNT, publicKeysOf } from './issuer/listener.ts';
import { newIssuerKeys } from './issuer/provider.ts';
import { PeopleFile } from './issuer/people.ts';
import type { Settings } from './settings.ts';

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown;

export interface Running {
  readonly deps: Deps;
  readonly api: Listener;
  /** Answers below `/issuer`; absent where an issuer of one's own is configured. */
  readonly issuer: Listener | undefined;
  readonly close: () => Promise<void>;
}

const root = new URL('../../', import.meta.url);
const readJson = (path: string): unknown => JSON.parse(readFileSync(new URL(path, root), 'utf8'));

export async function startApi(settings: Settings): Promise<Running> {
  const data = openData(settings.data);
  const store = openSqlite(data.at('store.sqlite'));
  await fillFirst(store, settings.data, settings.demoFirms);
  const demo = settings.issuer === undefined ? await startIssuer(settings, data) : undefined;
  const loaded = loadedFrom((name) => readJson(`build/catalogue/${name}`));
  const now = () => new Date();
  const log = jsonLog();
  const compiler = treeCompiler(fileURLToPath(new URL('rules', root)));
  const deps: Deps = {
    store,
    ...servedCatalogue({ store, built: () => loaded, now, log }),
    now,
    newId: randomUUID,
    verifyToken: tokenVerifier({
      issuer: demo?.name ?? settings.issuer ?? '',
      audience: settings.audience,
      keys: demo?.keys ?? discoveredKeys(settings.issuer ?? ''),
      now,
    }),
    relations: storeRelations(store),
    limiter: memoryLimiter(now, settings.quotas),
    cursorKey: await data.keep('cursor-key.json', newSecret),
    portalKey: settings.portalKey,
    signer: signerOf(await data.keep('proof-keys.json', async () => [await newSigningKey()])),
    compiler,
    log,
  };
  const app = createApi(deps);
  const failed = (event: string) => (error: unknown) => deps.log.error(event, { error: nameOf(error) });
  const districts = districtsOf(loaded.rules);
  const counting = countDemand(store, { districts, failed: failed('demand-not-counted') });
  const reconcile = async (): Promise<void> => {
    const { differences } = await recount(store, { districts });
    if (differences.length > 0) log.error('demand-counts-differed', { count: differences.length });
  };
  const daily = async (): Promise<void> => {
    await reconcile();
    const { expired, changes } = await tidy(store, ['demand', 'calls', 'notices', 'profiles']);
    log.info('tidied', { count: expired + changes });
  };
  const { smtp, mailFrom, origin } = settings;
  const mailer = smtp === undefined ? fileMailer(data.at('mail'), mailFrom) : smtpMailer(smtp, mailFrom);
  const mailing = { store, now, mailer, origin, failed: failed('mail-not-sent') };
  const upkeep = keepUp(
    {
      store,
      now,
      catalogue: () => deps.catalogue().catalogue,
      count: inOwnThread,
      daily,
      failed: failed('upkeep-failed'),
    },
    async () => {
      await tellOfOverdue({ store, now });
      await sendMail({ ...mailing, texts: deps.catalogue().texts });
    },
  );
  const telling = follow(store, {
    name: 'calls',
    handle: (changes) => tellOfCalls(deps, changes),
    // What was entered while the feed was lost is told of as its days draw near.
    anew: () => Promise.resolve(),
    failed: failed('call-not-told'),
  });
  return {
    deps,
    api: getRequestListener(app.fetch),
    issuer: demo?.listener,
    close: async () => {
      await Promise.all([counting.stop(), telling.stop(), upkeep.stop()]);
      await Promise.all([store.close(), compiler.close(), demo?.close()]);
    },
  };
}

interface Demo {
  readonly name: string;
  readonly keys: JWTVerifyGetKey;
  readonly listener: Listener;
  readonly close: () => Promise<void>;
}

async function startIssuer({ origin, port, audience }: Settings, data: DataFolder): Promise<Demo> {
  const keys = await data.keep('issuer-keys.json', () => newIssuerKeys(newSecret));
  const store = openSqlite(data.at('issuer.sqlite'));
  const name = `${origin}${MOUNT}`;
  const listener = issuerListener({
    issuer: name,
    audience,
    origins: [...new Set([origin, `http://localhost:${port}`, `http://127.0.0.1:${port}`])],
    people: PeopleFile.parse(readJson('seeds/people.json')),
    keys,
    store,
  });
  return { name, keys: createLocalJWKSet(publicKeysOf(keys)), listener, close: () => store.close() };
}
