import { describe, expect, test } from 'vitest';
import { assess } from '#rules/engine/evaluate.ts';
import { laddersOf } from '#rules/engine/path.ts';
import { bestPortfolio } from '#rules/engine/portfolio.ts';
import { nextQuestion } from '#rules/engine/question.ts';
import { timelineOf } from '#rules/engine/timeline.ts';
import type { Profile } from '#rules/engine/types.ts';
import { firms, handler } from '../functions/artefact.ts';
import { asking } from '../functions/events.ts';
import { matchHandler } from '#functions/match/handler.ts';
import { loaded } from './catalogue.ts';
import { expectProblem, testApi } from './support.ts';

const api = testApi();
const ON = '2026-07-01';
const { catalogue } = loaded;
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
const ask = async (path: string, body: unknown) => {
  const answered = await api.anonymous.post(`/v1/match/${path}`, body);
  expect(answered.status, [answered.text, ...api.logs.slice(-2)].join('\n')).toBe(200);
  return answered.json as Record<string, unknown>;
};
const resultsOf = (profile: Profile) => catalogue.rules.measures.map(assess(catalogue, profile, ON));

describe.each([...firms])('for %s', (_, profile) => {
  test('the next question is the engine’s, with its words', async () => {
    const next = nextQuestion(catalogue, profile, ON);
    const { question } = await ask('next-question', { profile, asOf: ON });
    if (next === null) expect(question).toBeNull();
    else expect(question).toMatchObject(plain(next) as object);
  });
  test('the path is the engine’s', async () => {
    const { ladders } = await ask('path', { profile, asOf: ON });
    expect(ladders).toEqual(plain(laddersOf(catalogue, resultsOf(profile), ON, profile)));
  });
  test('the portfolio is the engine’s', async () => {
    expect(await ask('portfolio', { profile, asOf: ON })).toMatchObject(
      plain(bestPortfolio(catalogue, resultsOf(profile))) as object,
    );
  });
  test('the timeline is the engine’s, of the measures asked for', async () => {
    const measures = ['cn-hnte', 'cn-tech-sme'];
    const own = catalogue.rules.measures.filter(({ id }) => measures.includes(id));
    const { turns } = await ask('timeline', { profile, asOf: ON, measures });
    expect(turns).toEqual(plain(timelineOf(catalogue, profile, ON, own)));
  });
});

test('the day is today in Beijing where none is given', async () => {
  expect((await ask('next-question', { profile: {} })).asOf).toBe('2026-07-01');
  const late = testApi();
  late.pass(16 * 3600_000);
  expect((await late.anonymous.post('/v1/match/next-question', { profile: {} })).json).toMatchObject({
    asOf: '2026-07-02',
  });
});

test('the question is asked in the language of the request', async () => {
  const { question: zh } = await ask('next-question', { profile: {}, asOf: ON });
  const { question: en } = await ask('next-question', { profile: {}, asOf: ON, lang: 'en' });
  const { field } = zh as { field: string };
  expect((zh as { question: string }).question).toBe(loaded.texts.zh.fields[field]?.question);
  expect((en as { question: string }).question).toBe(loaded.texts.en.fields[field]?.question);
});

describe('a profile with faults', () => {
  const faulty = { uscc: 'x', registeredOn: 'yesterday', years: { '2025': { revenue: -1 } }, revenu: 1 };

  test.each(['next-question', 'path', 'portfolio', 'timeline'])(
    'is refused by %s in the match function’s words',
    async (path) => {
      for (const lang of ['zh', 'en']) {
        const body = { profile: faulty, asOf: ON, lang };
        const { requestId, ...problem } = expectProblem(
          await api.anonymous.post(`/v1/match/${path}`, body),
          422,
          'invalid-profile',
        );
        const { body: said = '' } = await handler(asking(body));
        expect({ ...problem, requestId }).toEqual({ ...JSON.parse(said), requestId });
        expect(requestId).toBeTypeOf('string');
      }
    },
  );
  test.each([null, 1, 'text', [], [[]]])('such as %j is refused', async (profile) => {
    expectProblem(await api.anonymous.post('/v1/match/path', { profile }), 422, 'invalid-profile');
  });
  test('of nothing at all is asked for', async () => {
    const problem = expectProblem(await api.anonymous.post('/v1/match/path', {}), 422, 'invalid-request');
    expect(problem.faults).toEqual([{ path: 'profile', message: '缺少企业资料' }]);
  });
});

test.each([
  [],
  7,
  null,
  { asOf: ON },
  { profile: {}, as_of: ON, lang: 'en' },
  { profile: {}, asOf: '2026-02-30' },
  { profile: {}, asOf: 20260701 },
  { profile: {}, measures: 'cn-hnte' },
  { profile: {}, measures: [1, 'x'.repeat(101)] },
  { profile: {}, measures: Array.from({ length: 1001 }, () => 'cn-hnte') },
  { profile: {}, measures: ['cn-hnte', 'nothing'] },
  { profile: {}, lang: 'fr' },
])('the function and the API refuse alike: case %#', async (body) => {
  const there = await handler(asking(body));
  const here = await api.anonymous.post('/v1/match', body);
  expect(here.status).toBe(there.statusCode);
  expect({ ...(here.json as object), requestId: '' }).toEqual({ ...JSON.parse(there.body ?? ''), requestId: '' });
});

test('the function and the API answer alike, and say how often one may ask', async () => {
  const body = { profile: firms.get('chaoyang-ai-software.json'), asOf: ON, lang: 'en' };
  const there = await handler(asking(body));
  const here = await api.anonymous.post('/v1/match', body);
  expect(here.status, api.logs.slice(-2).join()).toBe(200);
  expect(here.text).toBe(there.body);
  for (const name of ['content-type', 'content-language', 'ratelimit-policy', 'cache-control']) {
    expect(here.headers.get(name)).toBe(there.headers?.[name]);
  }
  const few = { quotas: { read: 9, write: 9, compute: 2 } };
  const limited = testApi(few);
  for (const status of [200, 200, 429]) {
    expect((await limited.anonymous.post('/v1/match', { profile: {}, measures: ['cn-hnte'] })).status).toBe(status);
  }
  const { limiter, now } = testApi(few).deps;
  const own = matchHandler({ inForce: () => ({ catalogue, texts: loaded.texts }), limiter, now });
  for (const status of [200, 200, 429]) {
    expect((await own(asking({ profile: {}, measures: ['cn-hnte'] }))).statusCode).toBe(status);
  }
});

test('a measure that does not exist is named', async () => {
  const body = { profile: {}, measures: ['cn-hnte', 'nothing'] };
  const problem = expectProblem(await api.anonymous.post('/v1/match/path', body), 422, 'unknown-measure');
  expect(problem.faults).toEqual([{ path: 'measures.1', message: 'nothing' }]);
});

test('nothing is kept and no figure is logged', async () => {
  const own = testApi();
  const profile = firms.get('chaoyang-ai-software.json');
  for (const path of ['', '/next-question', '/path', '/portfolio', '/timeline']) {
    await own.anonymous.post(`/v1/match${path}`, { profile, asOf: ON, measures: ['cn-hnte'] });
  }
  expect(await own.deps.store.changes(undefined)).toEqual([]);
  expect(own.logs.join()).not.toMatch(/32000000|9111010500000HA19C|望京/);
});
