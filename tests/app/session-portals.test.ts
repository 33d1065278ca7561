/** Two portals, each with modules of its own, over one store: what people notice of there being several. */
import type { Cookies } from '@sveltejs/kit';
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openSqlite } from '#functions/store/sqlite.ts';
import { handOver } from '#lib/server/session-keeper.ts';
import type { Tokens } from '#lib/server/session-shapes.ts';
import { storeKeeper } from '../../infra/portal/sessions.ts';

const HOUR = 3_600_000;
const issuer = vi.hoisted(() => ({ renewed: vi.fn<(tokens: Tokens) => Promise<Tokens | null>>() }));
vi.mock('#lib/server/session-issuer.server.ts', () => issuer);

const store = openSqlite(':memory:');
handOver(storeKeeper(store));
async function newPortal() {
  vi.resetModules();
  return import('#lib/server/session.server.ts');
}
const [here, there] = [await newPortal(), await newPortal()];
afterAll(() => store.close());
beforeEach(() => void issuer.renewed.mockReset());

/** What SvelteKit gives a request of one browser. */
function newVisit(jar = new Map<string, string>()) {
  const cookies: Pick<Cookies, 'get' | 'set' | 'delete'> = {
    get: (name) => jar.get(name),
    set: (name, value) => void jar.set(name, value),
    delete: (name) => void jar.delete(name),
  };
  return { cookies, url: new URL('https://ceyin.example/demand'), jar };
}
const person = { name: '周明哲', role: 'staff', district: '110105', firmLevel: false } as const;
const tokens = (lasting: number): Tokens => ({ access: 'old', refresh: 'r1', expiresAt: Date.now() + lasting });
const fresh = (): Tokens => ({ access: 'new', refresh: 'r2', expiresAt: Date.now() + HOUR });

test('they are two', () => {
  expect(here.sessionOf).not.toBe(there.sessionOf);
});

describe('two portals over one store', () => {
  test('a sign-in begun at one is finished at the other, once', async () => {
    const visit = newVisit();
    const signingIn = { verifier: 'v', state: 's', nonce: 'n', to: '/demand' };
    await here.keepSignIn(visit, signingIn);
    const again = newVisit(new Map(visit.jar));
    expect(await there.takeSignIn(visit)).toEqual(signingIn);
    expect(visit.jar.size).toBe(0);
    expect(await here.takeSignIn(again)).toBeUndefined();
  });

  test('signed in at one, known at the other, signed out at both', async () => {
    const visit = newVisit();
    await here.openSession(visit, { person, tokens: tokens(HOUR) });
    const [[cookie = '', value = ''] = []] = visit.jar;
    expect(cookie).toBe('__Host-ceyin');
    const session = await there.sessionOf(visit);
    expect(session).toMatchObject({ person, tokens: { access: 'old' } });
    await there.closeSession(visit);
    visit.jar.set(cookie, value);
    expect(await here.sessionOf(visit)).toBeUndefined();
    expect(await there.sessionOf(visit)).toBeUndefined();
  });

  test('tokens are renewed once, however many pages ask at both', async () => {
    const visit = newVisit();
    await here.openSession(visit, { person, tokens: tokens(0) });
    issuer.renewed.mockImplementation(async (given) => {
      await new Promise(setImmediate);
      return given.refresh === 'r1' ? fresh() : null;
    });
    const asked = [here, here, there, there].map(async (portal) => {
      const session = await portal.sessionOf(visit);
      return session && Promise.all([portal.accessOf(session), portal.accessOf(session)]);
    });
    expect(await Promise.all(asked)).toEqual(Array(4).fill(['new', 'new']));
    expect(issuer.renewed).toHaveBeenCalledTimes(1);
    expect((await there.sessionOf(visit))?.tokens).toMatchObject({ access: 'new', refresh: 'r2' });
  });

  test('who signs out while tokens are renewed is signed out', async () => {
    const visit = newVisit();
    await here.openSession(visit, { person, tokens: tokens(0) });
    const session = await here.sessionOf(visit);
    const elsewhere = newVisit(new Map(visit.jar));
    issuer.renewed.mockImplementation(async () => {
      await there.closeSession(elsewhere);
      return fresh();
    });
    expect(session && (await here.accessOf(session))).toBeNull();
    expect(await here.sessionOf(visit)).toBeUndefined();
  });

  test('where the issuer renews nothing the person signs in again', async () => {
    const visit = newVisit();
    await here.openSession(visit, { person, tokens: tokens(0) });
    issuer.renewed.mockResolvedValue(null);
    const session = await here.sessionOf(visit);
    expect(session && (await here.accessOf(session))).toBeNull();
    issuer.renewed.mockResolvedValue(fresh());
    const later = await there.sessionOf(visit);
    expect(later && (await there.accessOf(later))).toBe('new');
  });
});
