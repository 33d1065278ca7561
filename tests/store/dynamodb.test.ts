import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { openDynamo } from '#functions/store/dynamodb.ts';
import { changeOf } from '#functions/store/record.ts';
import { localConfig } from './stores.ts';

const open: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const close of open.splice(0)) close();
});

/** A table that answers each transaction in turn with these cancellation codes (the last ones for good) or accepts it. */
async function tableThatSays(...answers: readonly (readonly string[])[]) {
  const asked = { times: 0 };
  const server = createServer((_, response) => {
    const codes = answers[Math.min(asked.times++, answers.length - 1)] ?? [];
    const CancellationReasons = codes.map((Code) => ({ Code }));
    const fault = { __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException', CancellationReasons };
    response.writeHead(codes.length === 0 ? 200 : 400, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify(codes.length === 0 ? {} : fault));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // The address of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  const store = openDynamo('table', { config: localConfig(`http://127.0.0.1:${port}`) });
  open.push(() => {
    void store.close();
    server.closeAllConnections();
    server.close();
  });
  return { store, asked };
}

const two = ['A', 'B'].map((sk) => ({ put: { pk: 'P', sk, body: {} }, if: 'absent' as const }));

test('a transaction that met another is tried again until it passes', async () => {
  const busy = ['None', 'TransactionConflict'];
  const { store, asked } = await tableThatSays(busy, ['ThrottlingError', 'None'], busy, []);
  expect(await store.write(two)).toEqual({ ok: true });
  expect(asked.times).toBe(4);
});

test('a condition that failed is an answer, not a reason to try again', async () => {
  const { store, asked } = await tableThatSays(['TransactionConflict', 'ConditionalCheckFailed']);
  expect(await store.write(two)).toEqual({ ok: false, conflicts: [1] });
  expect(asked.times).toBe(1);
});

test('an error that will not pass is thrown at once, and a table that stays busy in the end', async () => {
  const faulty = await tableThatSays(['ValidationError', 'None']);
  await expect(faulty.store.write(two)).rejects.toThrow(TransactionCanceledException);
  expect(faulty.asked.times).toBe(1);

  vi.spyOn(Math, 'random').mockReturnValue(0);
  const busy = await tableThatSays(['TransactionConflict', 'None']);
  await expect(busy.store.write(two)).rejects.toThrow(TransactionCanceledException);
  expect(busy.asked.times).toBe(12);
});

test('a record of the event source reads as a change, also where the table removed an expired item', () => {
  const image = {
    pk: { S: 'A' },
    sk: { S: '1' },
    version: { N: '3' },
    body: { S: '{"b":1,"a":[null]}' },
    gsi1pk: { S: 'G' },
    gsi1sk: { S: 'x' },
    expiresAt: { N: '1800000000' },
  };
  const Keys = { pk: { S: 'A' }, sk: { S: '1' } };
  const before = {
    pk: 'A',
    sk: '1',
    version: 3,
    body: { b: 1, a: [null] },
    gsi1: { pk: 'G', sk: 'x' },
    expiresAt: 1_800_000_000,
  };
  expect(changeOf({ dynamodb: { Keys, OldImage: image, SequenceNumber: '700' } })).toEqual({
    cursor: '700',
    key: { pk: 'A', sk: '1' },
    before,
    after: null,
  });
  expect(() => changeOf({ dynamodb: {} })).toThrow(TypeError);
});
