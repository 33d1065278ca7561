import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { command, type Outcome } from './command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ceyin-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const trace = (...args: string[]): Promise<Outcome> => command('rules.ts', 'trace', ...args);

const PLANS = ['bj-14fyp', 'cy-14fyp', 'dc-14fyp', 'zgc-14fyp', 'zgc-2018-2022'];

/** A directory of made-up texts, one for each plan named. */
function texts(name: string, plans: readonly string[]): string {
  const directory = join(scratch, name);
  mkdirSync(directory);
  for (const plan of plans) writeFileSync(join(directory, `${plan}.txt`), '第一条　这里什么也没有写。\n');
  return directory;
}

describe('npm run rules -- trace', () => {
  it('accounts for every provision of every plan, also where the plans are not at hand', async () => {
    const { code, out, err } = await trace();
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^no documents given: \d+ anchors were not looked up$/m);
    expect(out).toMatch(/^\d+ provisions, 0 unaccounted for$/m);
    for (const plan of PLANS) expect(out).toMatch(new RegExp(`^${plan}( +\\d+){6} +0$`, 'm'));
  });

  it('says in one line which plan is missing and exits with 2', async () => {
    const directory = texts('four', PLANS.slice(1));
    const { code, out, err } = await trace('--documents', directory);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`--documents: ${join(directory, 'bj-14fyp.txt')} is missing\n`);
  });

  it('names each anchor that does not stand in its plan and exits with 1', async () => {
    const { code, out, err } = await trace('--documents', texts('five', PLANS));
    expect(code).toBe(1);
    const anchors = Number(/^0 of (\d+) anchors found$/m.exec(out)?.[1]);
    const terms = Number(/^0 of (\d+) terms of priority fields found in their passages$/m.exec(out)?.[1]);
    const faults = err.trimEnd().split('\n');
    expect(terms).toBeGreaterThan(0);
    expect(faults).toHaveLength(anchors + terms);
    for (const fault of faults) expect(fault).toMatch(/^[a-z0-9-]+: “.+” does not stand in [a-z0-9-]+$/);
  });
});
