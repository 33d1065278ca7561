import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { handler as sourceHandler } from '#functions/match/index.ts';
import { at, firms, handler } from './artefact.ts';
import { asking } from './events.ts';

const bundle = at('build/functions/match/index.mjs');

test('the bundle answers as its source does', async () => {
  const bundled = (await import(bundle.href)) as { handler: typeof sourceHandler };
  for (const profile of firms.values()) {
    for (const lang of ['zh', 'en']) {
      const asked = asking({ profile, asOf: '2026-07-01', lang });
      expect(await bundled.handler(asked)).toEqual(await handler(asked));
    }
  }
  const faulty = asking({ profile: { revenu: 1 } });
  expect(await bundled.handler(faulty)).toEqual(await handler(faulty));
});

test('the bundle is small and carries neither an SDK nor a schema library', () => {
  expect(statSync(bundle).size).toBeLessThanOrEqual(300 * 1024);
  const code = readFileSync(bundle, 'utf8');
  for (const name of ['@aws-sdk', 'ZodError', 'acorn', 'yaml']) expect(code).not.toContain(name);
});

test('the artefact beside the bundle stays under 2 MB', () => {
  const size = ['rules.json', 'texts.zh.json', 'texts.en.json']
    .map((name) => statSync(at(`build/functions/match/${name}`)).size)
    .reduce((a, b) => a + b, 0);
  expect(size).toBeLessThanOrEqual(2 * 1024 * 1024);
});
