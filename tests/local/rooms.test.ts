import { ESLint } from 'eslint';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { bin } from '../../infra/local/tools.mjs';

const cwd = fileURLToPath(new URL('../../', import.meta.url));
/** Only the rule at hand, without the types that others read: no file has to exist, none but the text is parsed. */
const eslint = new ESLint({
  cwd,
  ruleFilter: ({ ruleId }) => ruleId === 'rooms/arrows',
  overrideConfig: { languageOptions: { parserOptions: { projectService: false } } },
});

async function faults(filePath: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath });
  return (result?.messages ?? []).filter(({ ruleId }) => ruleId === 'rooms/arrows').map(({ message }) => message);
}

test.each([
  ['rules/engine/match.ts', "import { x } from '../language/compile.ts';"],
  ['rules/engine/match.ts', "import { readFileSync } from 'node:fs';"],
  ['rules/profile/validate.ts', "import { parse } from 'yaml';"],
  ['rules/engine/match.ts', "export * from '#functions/match/handler.ts';"],
  ['rules/language/compile.ts', "import { x } from '../../functions/match/handler.ts';"],
  ['rules/cli/build.ts', "import { wordings } from '#lib/lang.ts';"],
  ['functions/match/handler.ts', "import { x } from '../../infra/local/serve.ts';"],
  ['functions/match/handler.ts', "import { z } from 'zod';"],
  ['functions/match/handler.ts', "import { S3 } from '@aws-sdk/client-s3';"],
  ['app/src/lib/lang.ts', "import { handler } from '#functions/match/handler.ts';"],
  ['app/src/lib/lang.ts', "const compiler = await import('#rules/language/compile.ts');"],
  ['infra/local/serve.ts', "import { match } from '#rules/engine/match.ts';"],
])('%s must not %s', async (file, code) => {
  expect(await faults(file, code)).toHaveLength(1);
});

test.each([
  ['rules/engine/match.ts', "import type { Rules } from './types.ts';"],
  ['rules/profile/validate.ts', "import { daysOf } from '../engine/calendar.ts';"],
  ['rules/language/compile.ts', "import { parse } from 'yaml';"],
  ['rules/cli/build.ts', "import { readFileSync } from 'node:fs';"],
  ['functions/match/handler.ts', "import { match } from '#rules/engine/match.ts';"],
  ['app/src/lib/lang.ts', "import { match } from '#rules/engine/match.ts';"],
  ['infra/local/serve.ts', "import { handler } from '#functions/match/handler.ts';"],
  ['tests/functions/match.test.ts', "import { settingsFrom } from '../../infra/local/settings.ts';"],
])('%s may %s', async (file, code) => {
  expect(await faults(file, code)).toEqual([]);
});

test('the rule is heard where plain files are linted', async () => {
  const tree = mkdtempSync(join(tmpdir(), 'ceyin-rooms-'));
  const files = {
    'rules/engine/closed.ts': "export * from '../language/compile.ts';",
    'rules/engine/open.ts': "export * from './types.ts';",
    'infra/local/closed.mjs': "export * from '#rules/engine/match.ts';",
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(tree, dirname(name)), { recursive: true });
    writeFileSync(join(tree, name), text);
  }
  const told = await new Promise<string>((resolve) => {
    const args = ['-c', join(cwd, '.oxlintrc.json'), '--format', 'unix'];
    execFile(bin('oxlint'), args, { cwd: tree }, (_, out, err) => resolve(out + err));
  });
  rmSync(tree, { recursive: true });
  expect(
    told
      .split('\n')
      .filter((line) => line.includes('rooms(arrows)'))
      .sort(),
  ).toEqual([
    expect.stringMatching(/^infra\/local\/closed\.mjs:1:/),
    expect.stringMatching(/^rules\/engine\/closed\.ts:1:/),
  ]);
});
