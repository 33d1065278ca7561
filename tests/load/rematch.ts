/**
 * `npm run load:rematch -- --firms 10000`: every firm judged anew by the whole catalogue, with all that is written, in the
 * process that answers the API meanwhile. The second run, with verdicts to compare with, is the one that counts.
 */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { getRequestListener } from '@hono/node-server';
import { z } from 'zod';
import { createApi } from '#functions/api/app.ts';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { storeRelations } from '#functions/api/companies/relations.ts';
import { profileWrites } from '#functions/api/companies/repository.ts';
import { memoryLimiter } from '#functions/api/limiter.ts';
import { loadedFrom } from '#functions/api/load.ts';
import { jsonLog } from '#functions/api/log.ts';
import { newSigningKey, signerOf } from '#functions/api/proofs/signer.ts';
import { servedCatalogue } from '#functions/api/served/served.ts';
import { rematch } from '#functions/rematch/run.ts';
import type { Store } from '#functions/store/port.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { makeDistrict } from '../../seeds/district/make.ts';
import { root } from './server.ts';
import { report } from './table.ts';

const { values } = parseArgs({
  options: { firms: { type: 'string', default: '10000' }, write: { type: 'boolean', default: false } },
});
/** The days that the firms are judged for: from one to the other some verdicts turn. */
const [FIRST, SECOND] = ['2026-12-31', '2027-01-01'];
const MOST_SECONDS = 10;
const MOST_MS = 100;
/** Requests a second while the run goes on: what a district's portal would ask. */
const PER_SECOND = 50;

const folder = mkdtempSync(join(tmpdir(), 'ceyin-rematch-'));
const store = openSqlite(join(folder, 'store.sqlite'));
const loaded = loadedFrom((name) => JSON.parse(readFileSync(join(root, 'build/catalogue', name), 'utf8')) as unknown);
const now = (): Date => new Date();
const quiet = jsonLog(() => undefined);
const deps = {
  store,
  ...servedCatalogue({ store, built: () => loaded, now, log: quiet }),
  now,
  newId: randomUUID,
  verifyToken: () => Promise.resolve(null),
  relations: storeRelations(store),
  limiter: memoryLimiter(now, { read: 1e9, write: 1e9, compute: 1e9 }),
  cursorKey: randomUUID(),
  signer: signerOf([await newSigningKey()]),
  compiler: null,
  log: quiet,
};
/** One in ten matches a firm, the others read. */
const ASKED = [
  ...Array.from({ length: 9 }, () => ({ method: 'GET', path: '/v1/measures?region=chaoyang' }) as const),
  {
    method: 'POST',
    path: '/v1/match',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ profile: {}, measures: loaded.rules.measures.slice(0, 20).map(({ id }) => id) }),
  } as const,
];
/** An API that has been asked before has its plan of the day; what a cold one takes is not what is measured here. */
const ASKED_BEFORE = 20;
const Asked = z.object({ p50: z.number(), p99: z.number(), failed: z.number() });

const answer = getRequestListener(createApi(deps).fetch);
let asked = 0;
const server = createServer((request, response) => {
  asked += 1;
  void answer(request, response);
});

try {
  const firms = await fill(store, Number(values.firms));
  const port = await listening();
  const { catalogue } = loaded;
  await rematch(deps, catalogue, { id: 'first', cause: 'date', object: null, asOf: FIRST });
  const origin = `http://127.0.0.1:${port}`;
  for (let round = 0; round < ASKED_BEFORE; round += 1) {
    for (const { path, ...request } of ASKED) await (await fetch(origin + path, request)).arrayBuffer();
  }
  const before = asked;
  const client = spawn(process.execPath, ['tests/load/client.ts', origin, String(PER_SECOND), JSON.stringify(ASKED)], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  while (asked === before) await setTimeout(10);
  const began = performance.now();
  const { gained, lost } = await rematch(deps, catalogue, { id: 'second', cause: 'date', object: null, asOf: SECOND });
  const seconds = (performance.now() - began) / 1000;
  client.stdin.end();
  const { p50, p99, failed } = Asked.parse(JSON.parse(await text(client.stdout)));
  await report(
    'rematch',
    ['what', 'bar', 'measured'],
    [
      [
        `re-match ${firms.toLocaleString('en')} firms by ${catalogue.rules.measures.length} measures, writes included`,
        `< ${MOST_SECONDS} s`,
        `${seconds.toFixed(1)} s; ${gained} firms gained, ${lost} lost something`,
      ],
      [
        `the API meanwhile, ${PER_SECOND} requests a second`,
        `p99 < ${MOST_MS} ms`,
        `p50 ${p50} ms, p99 ${p99} ms${failed === 0 ? '' : `, ${failed} FAILED`}`,
      ],
    ],
    values.write,
  );
} finally {
  server.closeAllConnections();
  server.close();
  await store.close();
  rmSync(folder, { recursive: true, force: true });
}

/** Writes the firms, many in a transaction; how many there are. */
async function fill(into: Store, wanted: number): Promise<number> {
  const saved = { at: now().toISOString(), by: SYSTEM, source: 'self' } as const;
  let writes: Parameters<Store['write']>[0] = [];
  let firms = 0;
  for (const profile of makeDistrict({ firms: wanted, seed: 1, asOf: FIRST })) {
    const { uscc } = profile;
    if (typeof uscc !== 'string') continue;
    firms += 1;
    writes = [...writes, ...profileWrites({ uscc, profile, version: 1, changed: [], saved, before: undefined })];
    if (writes.length < 80) continue;
    await into.write(writes);
    writes = [];
  }
  if (writes.length > 0) await into.write(writes);
  return firms;
}

function listening(): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
}
