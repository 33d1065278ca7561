/** The stages file: what it may hold, and the sentence for each thing that it may not. */
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { newSecret, rotated } from '../../infra/aws/keys.ts';
import { REGIONS, stagesFrom } from '../../infra/aws/settings.ts';
import { signerOf } from '#functions/api/proofs/signer.ts';
import { stagesFile } from './aws-template.ts';

const text = stagesFile();
const why = (changed: string): string => {
  expect(changed).not.toBe(text);
  const read = stagesFrom(changed);
  return read.ok ? 'nothing' : read.why;
};

test('the samples hold, one for each region', () => {
  const read = stagesFrom(text);
  const regions = read.ok ? read.stages.map(({ region }) => region) : read.why;
  expect(regions).toEqual(Object.keys(REGIONS));
});

test('a stage or a region is chosen by name, and an unknown one gets a sentence with those there are', () => {
  const chosen = stagesFrom(text, { region: 'cn-north-1' });
  expect(chosen).toMatchObject({ ok: true, stages: [{ name: 'beijing', region: 'cn-north-1' }] });
  expect(stagesFrom(text, { stage: 'moon' })).toMatchObject({
    ok: false,
    why: expect.stringContaining('stages.yaml has no stage “moon”; it has virginia (us-east-1), hongkong') as unknown,
  });
});

test.each([
  ['region: us-east-1', 'region: us-east-9', 'virginia.region in stages.yaml must be one of us-east-1, ap-east-1'],
  [
    'issuer: https://login',
    'issuer: http://login',
    'virginia.issuer in stages.yaml must be the https address of an OIDC',
  ],
  ['budget: 300', 'budget: -1', 'virginia.budget in stages.yaml must be an amount per month above 0, not -1'],
  ['budget: 300', 'budgte: 300', 'virginia.budgte in stages.yaml must be left out (there is no such line)'],
  ['logDays: 365', 'logDays: 30', 'virginia.logDays in stages.yaml must be 180, 365, 400, 545 or 731 days (the law'],
  ['rate: 50', 'rate: many', 'virginia.throttle in stages.yaml must be two whole numbers from 1 to 5000'],
  ['mail: true', 'mail: true\n  limits: read=no', 'virginia.limits in stages.yaml must be written read=600,write=120,'],
  ['rematch: 40', 'rematch: 1', 'virginia.concurrency in stages.yaml must give match, api, portal, demand, changes,'],
  ['jobs: 1', 'job: 1', 'virginia.concurrency.job in stages.yaml must be left out'],
  ['[operations@ceyin.example]', '[]', 'virginia.alarms in stages.yaml must be the e-mail addresses that alarms go to'],
  ['domain: ceyin.example', 'domain: https://ceyin.example', 'virginia.domain in stages.yaml must be a host name'],
  ['    domain: ceyin.example\n', '', 'virginia.domain in stages.yaml must be given where cdn is true'],
  [
    'acm:us-east-1',
    'acm:eu-west-1',
    'virginia.certificate in stages.yaml must be an ACM certificate of the stage’s own',
  ],
  [
    'acm:ap-east-1',
    'acm:us-east-1',
    'hongkong.certificate in stages.yaml must be an ACM certificate of the stage’s own',
  ],
  ['    domain: hk.ceyin.example\n', '', 'hongkong.certificate in stages.yaml must be given together with domain'],
  ['domain: hk', 'cdn: true\n    domain: hk', 'hongkong.cdn in stages.yaml must be false outside us-east-1'],
  ['budget: 2000', 'budget: 2000\n    cdn: true', 'beijing.cdn in stages.yaml must be false in the China regions'],
  ['    icp: 京ICP备00000000号\n', '', 'beijing.icp in stages.yaml must be given in the China regions'],
  ['    domain: www.ceyin.example\n', '', 'beijing.domain in stages.yaml must be given in the China regions'],
  ['  virginia:', '  Virginia:', 'stages.Virginia in stages.yaml must be 2 to 16 lower-case letters or digits'],
  ['defaults:', 'default:', 'stages.yaml must consist of defaults and stages'],
  ['defaults:', 'defaults: [', 'Line 4 of stages.yaml is not valid YAML'],
])('“%s” as “%s”', (from, to, sentence) => {
  const [zh = '', en = '', ...more] = why(text.replace(from, to)).split('\n');
  expect(en).toContain(sentence);
  expect(zh).toMatch(/应|不是/);
  expect(more).toEqual([]);
});

test('a restored table must lie where the stage lies', () => {
  const stream = 'arn:aws:dynamodb:us-east-1:111111111111:table/restored/stream/2026-11-22T00:00:00.000';
  const line = `table: { name: restored, stream: '${stream}' }`;
  expect(stagesFrom(text.replace('    cdn: true', `    cdn: true\n    ${line}`)).ok).toBe(true);
  const elsewhere = text.replace('    domain: hk', `    ${line}\n    domain: hk`);
  expect(why(elsewhere)).toContain('hongkong.table in stages.yaml must be a table of the stage’s own region');
});

test('every default is a line that some stage may have, and none is unused', () => {
  const { defaults } = z.object({ defaults: z.record(z.string(), z.unknown()) }).parse(parse(text));
  const read = stagesFrom(text);
  const [stage] = read.ok ? read.stages : [];
  expect(Object.keys(stage ?? {})).toEqual(expect.arrayContaining(Object.keys(defaults)));
});

test('a rotation puts a new key first; what the old ones signed still verifies', async () => {
  const keysOf = (secret: { proofKeys: string }) =>
    z.array(z.looseObject({ kty: z.string(), kid: z.string() })).parse(JSON.parse(secret.proofKeys));
  const first = await newSecret('smtps://mail.example');
  const jws = await signerOf(keysOf(first)).sign('{"a":1}');
  const second = await rotated(JSON.stringify(first), 1);
  if (!second) throw new Error('not rotated');
  expect(second.cursorKey).not.toBe(first.cursorKey);
  expect(second.smtp).toBe(first.smtp);
  expect(second.portalKey).toMatch(/^[\w-]{43}$/);
  expect(second.portalKey).not.toBe(first.portalKey);
  expect(keysOf(second).slice(1)).toEqual(keysOf(first));
  await expect(signerOf(keysOf(second)).verify(jws)).resolves.toBeDefined();
  const none = await rotated(JSON.stringify(second), 0);
  await expect(signerOf(keysOf(none ?? first)).verify(jws)).rejects.toThrow();
  expect(await rotated('no secret', 1)).toBeUndefined();
});
