/** The portal as it is uploaded, over DynamoDB Local: it knows whoever signed in at another instance. */
import type { APIGatewayProxyStructuredResultV2 as Answer } from 'aws-lambda';
import { afterAll, expect, test } from 'vitest';
import { SESSION_ITEMS } from '#functions/lambda/sessions.ts';
import { SignedIn } from '#lib/server/session-shapes.ts';
import { sessionStore } from '#lib/server/session-store.ts';
import { storeKeeper } from '../../infra/portal/sessions.ts';
import { event } from '../functions/events.ts';
import { bundled, openCloud } from './cloud.ts';

const ORIGIN = 'https://ceyin.example';
const cloud = await openCloud({
  CEYIN_ORIGIN: ORIGIN,
  API_ORIGIN: 'http://127.0.0.1:1',
  CEYIN_ISSUER: 'https://issuer.example',
});
afterAll(async () => {
  if (!('missing' in cloud)) await cloud.close();
});

if ('missing' in cloud) test.skip(`DynamoDB Local: ${cloud.missing}`);
else suite(cloud);

function suite({ store, records }: Exclude<typeof cloud, { missing: string }>): void {
  const hour = 3_600_000;
  const limits = { idleMs: hour, absoluteMs: hour };
  const elsewhere = sessionStore(storeKeeper(store), 'session', SignedIn, limits);
  const person = { name: '周明哲', role: 'staff', district: '110105', firmLevel: false } as const;

  test('signed in elsewhere is signed in, signed out is signed out everywhere, and the stream tells no token', async () => {
    const { handler } = await bundled('portal');
    const ask = async (method: string, path: string, cookie: string) => {
      const headers = { accept: 'text/html', origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' };
      const asked = { ...event({ method, path, headers }), cookies: [`__Host-ceyin=${cookie}`] };
      const answer = (await handler?.(asked)) as Answer;
      return `${answer.statusCode ?? 0} ${String(answer.headers?.location)}`;
    };
    const tokens = { access: 'eyJ-access', refresh: 'eyJ-refresh', expiresAt: Date.now() + hour };
    const name = await elsewhere.begin({ person, tokens });
    expect(await ask('GET', '/account', name)).toBe('303 /demand');
    expect(await ask('GET', '/account', name.toLowerCase())).toMatch(/^303 \/signin\?/);

    expect(await ask('POST', '/signout', name)).toBe('303 /signed-out');
    expect(await elsewhere.get(name)).toBeUndefined();
    expect(await ask('GET', '/account', name)).toMatch(/^303 \/signin\?/);

    const told = JSON.stringify(await records());
    expect(told).toContain(SESSION_ITEMS);
    for (const hidden of ['eyJ', '周明哲', name]) expect(told).not.toContain(hidden);
  }, 60_000);
}
