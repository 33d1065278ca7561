/** The bundles as they are uploaded, told by events what AWS would tell them, over DynamoDB Local. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  DynamoDBRecord,
  SQSBatchResponse,
} from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { assignWrites, joinWrites } from '#functions/api/companies/people.ts';
import { askWrites, newRequestId } from '#functions/api/requests/repository.ts';
import { asked } from '#functions/api/requests/step.ts';
import { newSigningKey } from '#functions/api/proofs/signer.ts';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { countsOf, EVER } from '#functions/demand/counts.ts';
import { recordWrites, stageOf } from '#functions/demand/log.ts';
import type { Step } from '#functions/demand/events.ts';
import { noticesOf, preferencesOf, setPreferences } from '#functions/notices/kept.ts';
import { beginRun, rematchFirm } from '#functions/rematch/run.ts';
import { populationOf } from '#functions/rematch/population.ts';
import { lawOf, lawWrite } from '#functions/rematch/law.ts';
import { judgedOf, judgedWrite } from '#functions/rematch/verdicts.ts';
import { bucketOf } from '#functions/store/buckets.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { loaded } from '../api/catalogue.ts';
import { AUDIENCE, mint, publicJwk } from '../api/tokens.ts';
import { saveFirm } from '../demand/firms.ts';
import { placeOf } from '../demand/town.ts';
import { event } from '../functions/events.ts';
import { firmsOf } from '../rematch/district.ts';
import { bundled, messages, openCloud, queued, streamed } from './cloud.ts';
import { openMailServer } from './mail-server.ts';

const mail = await openMailServer();
const issuer = await openIssuer();
const cloud = await openCloud({
  CEYIN_ISSUER: issuer.url,
  CEYIN_AUDIENCE: AUDIENCE,
  CEYIN_CURSOR_KEY: 'a key for tests, of more than 32 characters',
  CEYIN_PROOF_KEYS: JSON.stringify([await newSigningKey()]),
  CEYIN_SMTP: mail.url,
  CEYIN_MAIL_FROM: 'Ceyin <noreply@ceyin.example>',
  CEYIN_ORIGIN: 'https://ceyin.example',
});

afterAll(async () => {
  mail.close();
  issuer.close();
  if (!('missing' in cloud)) await cloud.close();
});

if ('missing' in cloud) test.skip(`DynamoDB Local: ${cloud.missing}`);
else suite(cloud);

function suite({ store, records, logs }: Exclude<typeof cloud, { missing: string }>): void {
  const firms = firmsOf(6);
  const [first, second, third] = firms.map(({ uscc }) => uscc) as [string, string, string];
  const now = () => new Date();
  const today = todayInBeijing(now());

  beforeAll(async () => {
    for (const firm of firms) await saveFirm(store, firm.uscc, firm);
    const since = now().toISOString();
    await store.write([
      ...joinWrites(first, { subject: 'owner', name: '林晓', role: 'owner', since }),
      ...assignWrites(second, { subject: 'manager', name: '周岩', since }),
    ]);
  });

  describe('demand', () => {
    const said = async (uscc: string, type: Step, id: string): Promise<void> => {
      const pair = { uscc, measure: 'cn-hnte' };
      const where = placeOf(0);
      const by = { subject: 'owner', role: 'firm' };
      const event = { ...pair, id, type, on: '2026-05-05', at: '2026-05-05T00:00:00.000Z', by, where };
      const recorded = recordWrites(await stageOf(store, pair), event);
      if (recorded.ok) await store.write(recorded.writes);
    };
    const counted = async (): Promise<readonly string[]> =>
      (await countsOf(store, { district: 'chaoyang', month: EVER }))
        .map(({ step, firms }) => `${step} ${firms}`)
        .sort();

    test('a batch told twice counts once, and a record that is none stops nobody else', async () => {
      const { handler } = await bundled('demand');
      for (const [uscc, type, id] of [
        [first, 'looked', 'a'],
        [first, 'applied', 'b'],
        [second, 'looked', 'c'],
      ] as const) {
        await said(uscc, type, id);
      }
      const batch = streamed(await records());
      expect(batch.Records).toHaveLength(3);
      const poison: DynamoDBRecord = { dynamodb: { SequenceNumber: '42', Keys: { pk: { N: '1' } } } };
      expect(await handler?.({ Records: [poison, ...batch.Records] })).toEqual({
        batchItemFailures: [{ itemIdentifier: '42' }],
      });
      expect(await counted()).toEqual(['applied 1', 'looked 1']);
      expect(await handler?.(batch)).toEqual({ batchItemFailures: [] });
      expect(await counted()).toEqual(['applied 1', 'looked 1']);
      expect(logs.some((line) => line.includes('"DemandLag"'))).toBe(true);
    });
  });

  describe('changes', () => {
    const deal = async (event: unknown): Promise<readonly string[]> => {
      const { handler } = await bundled('changes');
      const { batchItemFailures } = (await handler?.(event)) as SQSBatchResponse;
      return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    };
    const keys = (...of: readonly (readonly [string, string])[]) =>
      messages(of.map(([pk, sk]) => JSON.stringify({ pk, sk, version: '1' })));

    test('only the keys of what matters are queued, and no figure of a firm', async () => {
      const { Records } = queued(await records());
      expect(Records.length).toBeGreaterThanOrEqual(firms.length);
      for (const { body } of Records) expect(Object.keys(JSON.parse(body) as object)).toEqual(['pk', 'sk', 'version']);
    });

    test('a changed profile is judged, a poison message fails alone, and both may come again', async () => {
      const poison = messages(['{"pk":1}', 'not json']).Records.map((record, index) => ({
        ...record,
        messageId: `poison-${index}`,
      }));
      const batch = { Records: [poison[0], ...keys([`FIRM#${first}`, 'PROFILE']).Records, poison[1]] };
      for (let time = 0; time < 2; time += 1) {
        expect(await deal(batch)).toEqual(['poison-0', 'poison-1']);
        expect(await judgedOf(store, first)).toMatchObject({ asOf: today, version: 1 });
      }
      expect(await deal(keys(['FIRM#91110105MA0000000X', 'PROFILE']))).toEqual([]);
    });

    test('what a firm gains is told once, and mailed once', async () => {
      await setPreferences(store, 'owner', 0, { email: 'owner@firm.example', mail: 'each', lang: 'zh', refused: [] });
      expect(await preferencesOf(store, 'owner')).toMatchObject({ mail: 'each' });
      // As if the firm had been judged ineligible for everything the day before.
      const codes = '3'.repeat(loaded.rules.measures.length);
      const past = { asOf: '2026-01-01', catalogue: lawOf(loaded.catalogue).hash, codes, profile: 1 };
      await store.write([lawWrite(loaded.catalogue), judgedWrite(first, past, await judgedOf(store, first))]);
      await rematchFirm({ store, now }, loaded.catalogue, { uscc: first, asOf: today, id: 'gain' });
      const gained = keys([`TURNS#${first}`, 'gain']);
      expect([await deal(gained), await deal(gained)]).toEqual([[], []]);
      const { notices } = await noticesOf(store, 'owner', { unread: true });
      expect(notices.map(({ kind }) => kind)).toEqual(['newly-eligible']);

      mail.refusing = true;
      expect(await deal(keys(['MAIL-DUE', 'owner']))).toEqual(['message-0']);
      expect(mail.mails).toHaveLength(0);
      mail.refusing = false;
      expect([await deal(keys(['MAIL-DUE', 'owner'])), await deal(keys(['MAIL-DUE', 'owner']))]).toEqual([[], []]);
      expect(mail.mails).toHaveLength(1);
      expect(mail.mails[0]).toContain('To: owner@firm.example');
      // The table tells of the mail that is due by itself.
      const due = queued(await records()).Records.map(({ body }) => body);
      expect(due).toContain('{"pk":"MAIL-DUE","sk":"owner","version":"1"}');
    });
  });

  describe('jobs', () => {
    // As EventBridge Scheduler sends them, and with what nobody expects.
    const EVENTS = [{}, { 'detail-type': 'Scheduled Event', detail: {} }, null];

    test('the night finds a counter that holds another number, says so, and mends it', async () => {
      const { nightly } = await bundled('jobs');
      const item = (await store.query('COUNT#chaoyang#ever')).items[0];
      if (!item) throw new Error('Nothing is counted.');
      const { version, ...counter } = item;
      await store.write([{ put: { ...counter, body: { 'I|micro|applied': 7 } }, if: { version } }]);
      expect(await nightly?.(null)).toMatchObject({ pairs: 2, behind: 0, differences: 1, mended: 1 });
      expect((await store.get(counter))?.body).toEqual(counter.body);
      expect(logs.some((line) => line.includes('"CountDrift":1'))).toBe(true);
    });

    test('a request that is overdue is told to its manager once, however often the clock asks', async () => {
      const { overdue } = await bundled('jobs');
      const manager = { subject: 'manager', name: '周岩' };
      const long = new Date(Date.now() - 3 * 3600 * 1000);
      const id = newRequestId(long, 'q-1');
      const request = {
        id,
        uscc: second,
        measure: null,
        text: '…',
        urgency: 'emergency',
        by: SYSTEM,
        manager,
      } as const;
      const { request: kept, step } = asked(request, long);
      await store.write(askWrites(kept, step));
      for (const event of EVENTS) expect(await overdue?.(event)).toEqual({ requests: 1 });
      const { notices } = await noticesOf(store, 'manager', { unread: true });
      expect(notices.map(({ kind }) => kind)).toEqual(['request-overdue']);
    });

    test('days and digests may be asked for at any time', async () => {
      const { days, digests } = await bundled('jobs');
      expect(await days?.(EVENTS[1])).toEqual({});
      for (const event of EVENTS) expect(await digests?.(event)).toEqual({ mails: 0, failed: 0 });
    });
  });

  describe('re-matching', () => {
    interface Plan {
      readonly run: string | null;
      readonly buckets: readonly string[];
    }
    const step = async (event: object): Promise<unknown> => (await bundled('rematch')).handler?.(event);
    const plan = async (): Promise<Plan> => (await step({ step: 'plan' })) as Plan;
    const bucket = (run: string | null, name: string): Promise<unknown> => step({ step: 'bucket', run, bucket: name });
    const own = [...new Set(firms.map(({ uscc }) => bucketOf(uscc)))];

    test('is planned once, supersedes what was begun by another catalogue, and ends counted', async () => {
      const older = { ...loaded.catalogue, rules: { ...loaded.rules, measures: loaded.rules.measures.slice(1) } };
      await beginRun({ store, now }, older, { id: 'older', cause: 'date', object: null, asOf: today });
      const { run, buckets } = await plan();
      expect(buckets).toHaveLength(256);
      expect((await plan()).run).toBeNull();
      expect(await bucket('older', '00')).toMatchObject({ state: 'superseded' });

      // What others have done already.
      const done = { after: null, done: true, firms: 0, gained: 0, lost: 0 };
      const others = buckets.filter((name) => !own.includes(name)).map((sk) => ({ pk: `REMATCH#${run}`, sk }));
      for (const some of parts(others, 3)) await store.write(some.map((key) => ({ put: { ...key, body: done } })));
      // Told twice, as a state machine that retries does.
      for (const name of [...own, ...own.slice(0, 1)]) await bucket(run, name);
      expect(await step({ step: 'finish', run })).toMatchObject({ state: 'done', firms: firms.length });
      expect(await step({ step: 'progress' })).toMatchObject({ id: run, buckets: { done: 256 } });
      expect(await judgedOf(store, third)).toMatchObject({ asOf: today });
      const inChaoyang = firms.filter(({ region }) => region === 'chaoyang');
      expect((await populationOf(store, 'chaoyang'))?.firms).toBe(inChaoyang.length);
      expect((await plan()).run).toBeNull();
    });

    test('a run that is aborted stops and is not begun again', async () => {
      await beginRun({ store, now }, loaded.catalogue, { id: 'again', cause: 'date', object: null, asOf: today });
      const [name = ''] = own;
      expect(await step({ step: 'abort' })).toMatchObject({ id: 'again', state: 'aborted' });
      expect(await bucket('again', name)).toMatchObject({ state: 'aborted' });
      expect(await step({ step: 'finish', run: 'again' })).toMatchObject({ state: 'aborted', firms: 0 });
      expect((await plan()).run).toBeNull();
    });

    test('a step that is none is an error without a word of what was sent', async () => {
      await expect(step({ step: '机密 figure' })).rejects.toThrow(/^TypeError\b(?!.*figure)/);
    });
  });

  describe('the API behind API Gateway', () => {
    const ask = async (asked: Parameters<typeof event>[0], more: Partial<APIGatewayProxyEventV2> = {}) => {
      const { handler } = await bundled('api');
      const answer = (await handler?.({ ...event(asked), ...more })) as APIGatewayProxyStructuredResultV2;
      const { statusCode = 0, body = '', isBase64Encoded = false } = answer;
      const text = Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8').toString();
      return { statusCode, json: JSON.parse(text) as Record<string, unknown> };
    };

    test('a body in base64 is read, and what it says is kept', async () => {
      const text = '第二项条件的比例与原文不一致，应为百分之十。';
      const body = Buffer.from(JSON.stringify({ text, measure: 'cn-hnte' }));
      const sent = await ask({ path: '/v1/corrections', headers: { 'content-type': 'application/json' }, body });
      expect(sent.statusCode, JSON.stringify(sent.json)).toBe(201);
      const { id, code } = sent.json as { id: string; code: string };
      const path = `/v1/corrections/${id}`;
      const found = await ask({ method: 'GET', path, headers: {} }, { rawQueryString: `code=${code}` });
      expect(found.json).toMatchObject({ text, measure: 'cn-hnte', state: 'open' });
    });

    test('a token of the issuer lets its person in; a cookie lets nobody in', async () => {
      const claims = { sub: 'owner', name: '林晓', role: 'firm' };
      const token = await mint(claims, new Date(), { issuer: issuer.url });
      const authorization = `Bearer ${token}`;
      expect(await ask({ method: 'GET', path: '/v1/me', headers: { authorization } })).toMatchObject({
        statusCode: 200,
        json: { role: 'firm' },
      });
      const cookies = [`authorization=${authorization}`, '__Host-ceyin=x'];
      expect((await ask({ method: 'GET', path: '/v1/me', headers: {} }, { cookies })).statusCode).toBe(401);
      const stranger = `/v1/companies/${second}`;
      expect((await ask({ method: 'GET', path: stranger, headers: { authorization } })).statusCode).toBe(404);
    });

    test('a Chinese path, decoded or not, is a path like any other', async () => {
      for (const path of ['/v1/政策', `/v1/${encodeURIComponent('政策')}`, '/v1/measures/高新']) {
        expect(await ask({ method: 'GET', path, headers: {} })).toMatchObject({
          statusCode: 404,
          json: { type: 'urn:ceyin:problem:not-found' },
        });
      }
    });
  });

  test('no line of the log names a firm, a person or a figure', () => {
    expect(logs.length).toBeGreaterThan(0);
    for (const line of logs) {
      for (const secret of [first, second, third, 'owner', '林晓', 'firm.example']) expect(line).not.toContain(secret);
    }
  });
}

const parts = <T>(values: readonly T[], number: number): readonly (readonly T[])[] =>
  Array.from({ length: number }, (_, part) => values.filter((_, index) => index % number === part));

/** An issuer that publishes the key of the tests. */
async function openIssuer(): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((request, response) => {
    const discovery = { issuer: url, jwks_uri: `${url}/keys` };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(request.url === '/keys' ? { keys: [publicJwk] } : discovery));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a server that listens on a port.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, close: () => server.close() };
}
