import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { answerWith, type Handler } from '../../infra/local/gateway.ts';
import { firms, handler } from './artefact.ts';
import { asking } from './events.ts';

const [firm = {}] = firms.values();
let current: Handler = handler;
const server = createServer((incoming, outgoing) => void answerWith(current, incoming, outgoing));
let origin = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const post = (body: BodyInit, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  fetch(`${origin}/v1/match`, { method: 'POST', body, headers });

test('over HTTP the function answers the very bytes it answers an event with', async () => {
  const asked = { profile: firm, asOf: '2026-07-01', lang: 'zh' };
  const response = await post(JSON.stringify(asked));
  const direct = await handler(asking(asked));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expect(await response.text()).toBe(direct.body);
});

test('bad bytes, a wrong method and a large body reach the function and come back as problems', async () => {
  expect((await post(new Uint8Array([0xff, 0xfe]))).status).toBe(400);
  expect((await fetch(`${origin}/v1/match?a=1`)).status).toBe(405);
  expect((await fetch(`${origin}/v1/nothing`)).status).toBe(404);
  expect((await post(' '.repeat(300 * 1024))).status).toBe(413);
  expect((await post(' '.repeat(12 * 1024 * 1024))).status).toBe(413);
});

test('a path that is no path does not stop the server', async () => {
  const answered = await new Promise<IncomingMessage>((resolve, reject) => {
    request(origin, { method: 'POST', path: '//%zz?%' }, resolve).on('error', reject).end();
  });
  expect(answered.statusCode).toBe(404);
  answered.resume();
});

test('a function that fails is a plain 500 that says nothing of why', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  current = () => Promise.reject(new Error('secret figure 123'));
  const response = await post('{}');
  current = handler;
  expect(response.status).toBe(500);
  expect(response.headers.get('content-type')).toContain('application/problem+json');
  expect(await response.text()).not.toContain('secret');
  log.mockRestore();
});
