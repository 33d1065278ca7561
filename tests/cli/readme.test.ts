import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ROOT } from '#rules/cli/paths.ts';

it('the README’s worked example prints what the README says', () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, command = '', output = ''] = /```console\n\$ npm run -s match -- (.+)\n([\s\S]+?)```/.exec(readme) ?? [];
  expect(command).not.toBe('');
  const args = [join(ROOT, 'rules/cli/match.ts'), ...command.split(' ')];
  expect(execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })).toBe(output);
});
