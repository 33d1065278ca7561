import { expect, it } from 'vitest';
import { command } from './command.ts';

it('npm run rules -- fields shows what each plan calls a priority field', { timeout: 60_000 }, async () => {
  const { code, out } = await command('rules.ts', 'fields', '--lang', 'en');
  expect(code).toBe(0);
  expect(out).toMatch(/^years\.\*\.revenue +number +yuan +Sales revenue$/m);
  expect(out).toContain('Priority fields, and what the plans call them\n');
  expect(out).toMatch(
    /^fintech Financial technology\n {2}cy-14fyp +Financial technology.*\n {2}zgc-14fyp +.*\n {2}bj-14fyp +Finance for technology\n {2}dc-14fyp +Intelligent finance\n/m,
  );
  expect(out).toContain('zgc-2018-2022: Modern agriculture — ');
});
