import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { newSecret, openData } from '../../infra/local/data.ts';
import { settingsFrom } from '../../infra/local/settings.ts';

const settings = (env: Record<string, string>) => {
  const read = settingsFrom(env);
  if (!read.ok) throw new Error(read.why);
  return read.settings;
};
const why = (env: Record<string, string>): string => {
  const read = settingsFrom(env);
  return read.ok ? '' : read.why;
};

describe('without any setting', () => {
  test('the process serves a demo on port 3000 and keeps what it holds in .data', () => {
    expect(settings({})).toMatchObject({
      port: 3000,
      origin: 'http://localhost:3000',
      data: '.data',
      issuer: undefined,
      audience: 'ceyin-api',
    });
    // A variable that is empty is one that is not set.
    expect(settings({ PORT: '', CEYIN_ISSUER: '', CEYIN_DATA: '' })).toEqual(settings({}));
  });
});

test('the demo makes up a district, one’s own issuer does not; how many firms can be said', () => {
  const own = { CEYIN_ISSUER: 'https://id.example.gov.cn/realms/city' };
  expect([settings({}), settings(own), settings({ CEYIN_DEMO_FIRMS: '40' })].map(({ demoFirms }) => demoFirms)).toEqual(
    [2000, 0, 40],
  );
  expect(why({ CEYIN_DEMO_FIRMS: 'many' })).toContain('CEYIN_DEMO_FIRMS');
});

test('mail goes to files until a mail server is named', () => {
  expect(settings({}).smtp).toBeUndefined();
  expect(settings({ CEYIN_SMTP: 'smtps://u:p@mail.example.com' }).smtp).toBe('smtps://u:p@mail.example.com');
  expect(why({ CEYIN_SMTP: 'https://mail.example.com' })).toContain('CEYIN_SMTP');
});

test('with an issuer of its own the demo issuer does not run', () => {
  const { issuer, audience } = settings({
    NODE_ENV: 'production',
    CEYIN_ISSUER: 'https://id.example.gov.cn/realms/city',
    CEYIN_AUDIENCE: 'ceyin',
  });
  expect(issuer).toBe('https://id.example.gov.cn/realms/city');
  expect(audience).toBe('ceyin');
});

test('limits are changed one by one', () => {
  const usual = settings({}).quotas;
  expect(settings({ CEYIN_LIMITS: 'read=9999, compute=5' }).quotas).toEqual({ ...usual, read: 9999, compute: 5 });
});

describe('does not start, and says in both languages why,', () => {
  test.each([
    ['the demo issuer in production', { NODE_ENV: 'production' }, 'NODE_ENV=production'],
    [
      'the demo issuer beside a real one',
      { CEYIN_ISSUER: 'https://id.example', CEYIN_DEMO_ISSUER: 'on' },
      'must not run as well',
    ],
    ['no issuer at all', { CEYIN_DEMO_ISSUER: 'off' }, 'name an issuer'],
    ['a switch that is neither on nor off', { CEYIN_DEMO_ISSUER: 'maybe' }, 'on or off'],
    ['an issuer over plain http', { CEYIN_ISSUER: 'http://id.example' }, 'https address'],
    ['an issuer that is no address', { CEYIN_ISSUER: 'id.example' }, 'https address'],
    ['a port out of range', { PORT: '70000' }, 'from 1 to 65535'],
    ['a port that is no number', { PORT: 'http' }, 'from 1 to 65535'],
    ['an origin with a path', { CEYIN_ORIGIN: 'https://ceyin.example/app' }, 'without a path'],
    ['limits in another form', { CEYIN_LIMITS: 'read:5' }, 'requests per minute'],
    ['limits of nothing', { CEYIN_LIMITS: 'read=0' }, 'requests per minute'],
    ['limits of an unknown class', { CEYIN_LIMITS: 'reads=5' }, 'requests per minute'],
  ])('with %s', (_, env, said) => {
    const reason = why(env);
    expect(reason).toContain(said);
    const [zh = '', en = ''] = reason.split('\n');
    expect(zh).toMatch(/[\u4e00-\u9fff]/);
    expect(en).not.toMatch(/[\u4e00-\u9fff]/);
    expect(reason.split('\n')).toHaveLength(2);
  });
});

describe('the data folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ceyin-data-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('keeps what was made first, readable by its owner alone', async () => {
    const data = openData(join(folder, 'new', 'deeper'));
    const first = await data.keep('key.json', newSecret);
    expect(await openData(join(folder, 'new', 'deeper')).keep('key.json', newSecret)).toBe(first);
    expect(readFileSync(data.at('key.json'), 'utf8')).toContain(first);
    expect(existsSync(data.at('key.json'))).toBe(true);
    if (process.platform !== 'win32') expect(statSync(data.at('key.json')).mode & 0o077).toBe(0);
  });
});
