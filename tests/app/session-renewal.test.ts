import { expect, test } from 'vitest';
import { lastingTokens } from '#lib/server/session-renewal.ts';
import { SignedIn, type Tokens } from '#lib/server/session-shapes.ts';
import { sessionStore } from '#lib/server/session-store.ts';
import { PLACES } from './session-keepers.ts';

const MINUTE = 60_000;
const person = { name: '周明哲', role: 'staff', district: '110105', firmLevel: false } as const;

async function begun(lasting: number) {
  const { keeper, now, pass } = PLACES.memory();
  const sessions = sessionStore(keeper, 'session', SignedIn, { idleMs: 30 * MINUTE, absoluteMs: 480 * MINUTE }, now);
  const tokens: Tokens = { access: 'old', refresh: 'r1', expiresAt: now() + lasting };
  const fresh: Tokens = { access: 'new', refresh: 'r2', expiresAt: now() + 60 * MINUTE };
  return { sessions, now, pass, tokens, fresh, name: await sessions.begin({ person, tokens }) };
}
const never = (): Promise<never> => Promise.reject(new Error('Nobody was to be asked.'));

test('tokens that hold for a while yet are used as they are', async () => {
  const { sessions, name, now, tokens } = await begun(31_000);
  expect(await lastingTokens(sessions, name, never, { now })).toEqual(tokens);
});

test('whoever comes while another renews waits for what that brings', async () => {
  const { sessions, name, now, pass, tokens, fresh } = await begun(0);
  const held = await sessions.get(name);
  const claimed = held && (await sessions.replace(held, { person, tokens, renewing: now() }));
  const wait = async (): Promise<void> => {
    pass(100);
    if (claimed) await sessions.replace(claimed, { person, tokens: fresh });
  };
  expect(await lastingTokens(sessions, name, never, { now, wait })).toEqual(fresh);
});

test('where another was stopped while it renewed, the next one does', async () => {
  const { sessions, name, now, pass, tokens, fresh } = await begun(0);
  const held = await sessions.get(name);
  if (held) await sessions.replace(held, { person, tokens, renewing: now() });
  let waited = 0;
  const wait = (): Promise<void> => {
    pass(5_000);
    waited += 1;
    return Promise.resolve();
  };
  const renew = (given: Tokens): Promise<Tokens> => {
    expect(given).toEqual(tokens);
    return Promise.resolve(fresh);
  };
  expect(await lastingTokens(sessions, name, renew, { now, wait })).toEqual(fresh);
  expect(waited).toBe(3);
});

test('new tokens are kept although somebody clicked meanwhile', async () => {
  const { sessions, name, now, pass, fresh } = await begun(0);
  const renew = async (): Promise<Tokens> => {
    pass(2 * MINUTE);
    await sessions.get(name);
    return fresh;
  };
  expect(await lastingTokens(sessions, name, renew, { now })).toEqual(fresh);
  expect((await sessions.get(name))?.value).toEqual({ person, tokens: fresh });
});

test('nothing is renewed for whoever is signed out', async () => {
  const { sessions, name, now } = await begun(0);
  await sessions.end(name);
  expect(await lastingTokens(sessions, name, never, { now })).toBeNull();
});
