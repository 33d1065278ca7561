import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '#rules/cli/paths.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ceyin-seed-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}
const seed = (...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'seeds/seed.ts'), ...args],
      { cwd: ROOT, maxBuffer: 1e8 },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
const line = z.looseObject({ kind: z.enum(['person', 'firm', 'assignment', 'event']) });
const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((one) => line.parse(JSON.parse(one)));

describe('npm run seed', () => {
  it('prints people, firms, portfolios and demand, one object a line in that order, and says how many', async () => {
    const { code, out, err } = await seed('--firms', '60', '--seed', '9');
    expect(code).toBe(0);
    const kinds = linesOf(out).map(({ kind }) => kind);
    const of = (kind: string) => kinds.filter((one) => one === kind).length;
    // The six demo firms come on top.
    expect(of('firm')).toBe(66);
    expect(err).toBe(
      `66 firms, ${of('person')} people, ${of('assignment')} assignments, ${of('event')} events; all synthetic\n`,
    );
    expect(of('event')).toBeGreaterThan(20);
    const order = ['person', 'firm', 'assignment', 'event'];
    expect(kinds).toEqual([...kinds].sort((a, b) => order.indexOf(a) - order.indexOf(b)));
  });

  it('writes the same bytes to a file, again and again', async () => {
    const [a, b] = [join(scratch, 'a'), join(scratch, 'b')];
    for (const path of [a, b]) expect((await seed('--firms', '20', '--seed', '9', '--out', path)).out).toBe('');
    expect(readFileSync(a, 'utf8')).toBe(readFileSync(b, 'utf8'));
  });

  it('fills the store of a folder once, and refuses to mix two districts', async () => {
    const data = join(scratch, 'data');
    const args = ['--firms', '15', '--seed', '9', '--data', data];
    expect(await seed(...args)).toMatchObject({ code: 0, out: '' });
    expect((await seed(...args)).err).toContain('nothing to do');
    const other = await seed('--firms', '15', '--seed', '8', '--data', data);
    expect(other).toMatchObject({ code: 2, out: '' });
    expect(other.err).toContain('another synthetic district');
  });

  it.each([
    [['--firms', 'many'], '--firms: “many” is not a whole number from 0 to 1000000'],
    [['--firms', '-3'], /--firms/],
    [['--firms', '2000000'], /--firms: “2000000”/],
    [['--seed', '1.5'], /--seed: “1.5”/],
    [['--as-of', '2026-02-30'], /--as-of: “2026-02-30” is not a day of the calendar/],
    [['--out', '/no/such/folder/file'], /--out: “\/no\/such\/folder\/file” cannot be written/],
    [['--colour', 'red'], /--colour/],
    [['more'], /more/],
  ])('refuses %j with a line that says why, and exit code 2', async (args, why) => {
    const { code, out, err } = await seed(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(why);
    expect(err).not.toMatch(/\n\s+at /);
  });
});
