/**
 * Requests made from the OpenAPI document, sent as everyone: none is answered with a server's fault, and every answer is
 * what the document says. A few hundred here; `npm run fuzz` sends ten thousand and more.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Asked } from './examples/example.ts';
import { exampleOf, requestsTo, type Sent } from './fuzz/requests.ts';
import { testApi, type TestApi } from './support.ts';
import { AUDIENCE, claimsOf, ISSUER, mint } from './tokens.ts';
import { PEOPLE } from './world.ts';

const REQUESTS = Number(process.env.CEYIN_FUZZ ?? 400);
/** The few hundred are always the same ones; the command takes others each time, and says which. */
const SEED = Number(
  process.env.CEYIN_FUZZ_SEED ?? (process.env.CEYIN_FUZZ === undefined ? 42_041_934 : Date.now() % 2 ** 31),
);
/** Then the store is emptied: examples put the same things there again. */
const AT_ONCE = 40;

test(`${REQUESTS} requests of any kind are answered as declared`, { timeout: 60 * 60_000 }, async () => {
  const document: unknown = JSON.parse((await testApi().anonymous.get('/v1/openapi.json')).text);
  const requests = fc.sample(requestsTo(document), { numRuns: REQUESTS, seed: SEED });
  const statuses = new Map<number, number>();
  const faults: string[] = [];
  for (let from = 0; from < requests.length; from += AT_ONCE) {
    const api = testApi();
    for (const [index, request] of requests.slice(from, from + AT_ONCE).entries()) {
      const logged = api.logs.length;
      const answer = await sent(api, request);
      if (typeof answer === 'number') statuses.set(answer, (statuses.get(answer) ?? 0) + 1);
      if (typeof answer === 'number' && answer < 500) continue;
      faults.push(`seed ${SEED}, request ${from + index}: ${answer} ${api.logs.slice(logged).join(' ')}`);
    }
  }
  if (process.env.CEYIN_FUZZ !== undefined) {
    console.log(
      [`seed ${SEED}`, ...[...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`)].join(
        '\n',
      ),
    );
  }
  expect(faults.slice(0, 20)).toEqual([]);
  // Not refused at the door throughout: many requests get through to what they ask for.
  const of = (status: number): number => statuses.get(status) ?? 0;
  expect(of(200) + of(201)).toBeGreaterThan(REQUESTS / 20);
});

/** The status, or what is wrong with the answer. */
async function sent(api: TestApi, { route, method, who, from, make }: Sent): Promise<number | string> {
  let described = route;
  try {
    const { path, headers, body } = make(from === 'example' ? await prepared(api, route) : undefined);
    described = `${who} ${method} ${path} ${JSON.stringify(headers)} ${typeof body === 'string' ? body : ''}`;
    const { status } = await api.send(method, path, { ...(await authorization(api, who)), ...headers }, body);
    return status < 500 ? status : `${status} for ${described}`;
  } catch (error) {
    return `${error instanceof Error ? error.message.slice(0, 600) : String(error)} for ${described.slice(0, 1500)}`;
  }
}

/** What the example asks, with what it needs in the store; where that is there already, another request made it so. */
async function prepared(api: TestApi, route: string): Promise<Asked | undefined> {
  try {
    return await exampleOf(route).own(api);
  } catch {
    return undefined;
  }
}

async function authorization({ deps }: TestApi, who: Sent['who']): Promise<Record<string, string>> {
  if (who === 'nobody') return {};
  if (who === 'forger') return { authorization: `Bearer ${btoa(JSON.stringify({ iss: ISSUER, aud: AUDIENCE }))}.x.y` };
  return { authorization: `Bearer ${await mint(claimsOf(PEOPLE[who]), deps.now())}` };
}
