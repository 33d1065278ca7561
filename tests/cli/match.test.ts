import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { command, type Outcome } from './command.ts';

const scratch = mkdtempSync(join(tmpdir(), 'ceyin-'));
afterAll(() => {
  rmSync(scratch, { recursive: true });
});

const match = (...args: string[]): Promise<Outcome> => command('match.ts', ...args);
const FIRM = 'seeds/firms/chaoyang-ai-software.json';

function file(name: string, content: unknown): string {
  const path = join(scratch, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('npm run match', () => {
  it('prints the contract’s object for every measure asked for', async () => {
    const { code, out, err } = await match(
      FIRM,
      '--as-of',
      '2026-07-01',
      '--measure',
      'cn-hnte',
      '--measure',
      'cn-tech-sme',
      '--format',
      'json',
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const result: unknown = JSON.parse(out);
    expect(result).toMatchObject({
      asOf: '2026-07-01',
      catalogue: { hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string, measures: expect.any(Number) as number },
      results: [
        {
          measure: 'cn-hnte',
          version: '2016-01-01',
          track: null,
          verdict: 'ineligible',
          near: true,
          held: null,
          availability: { state: 'open', opensOn: null, closesOn: '2026-07-17', expected: null, successor: null },
          missing: [],
          gaps: [{ condition: 'rd-ratio', field: 'years.2025.rdExpense', unit: 'yuan', forYear: 2026 }],
          benefit: null,
        },
        {
          measure: 'cn-tech-sme',
          verdict: 'review',
          held: { validTo: expect.any(String) as string },
          benefit: { yearly: null, oneOff: null, ceiling: null },
        },
      ],
    });
    const [first] = (result as { results: { conditions: { id: string }[] }[] }).results;
    expect(first?.conditions[0]).toMatchObject({
      id: 'resident',
      state: 'met',
      actual: true,
      required: true,
      unit: null,
      missing: [],
    });
  });

  it('prints only scope where a measure does not apply', async () => {
    const { out } = await match(
      'seeds/firms/beijing-startup-team.json',
      '--as-of',
      '2026-07-01',
      '--measure',
      'cn-hnte',
      '--format',
      'json',
    );
    expect(JSON.parse(out)).toMatchObject({
      results: [
        {
          verdict: 'out-of-scope',
          missing: [],
          conditions: [
            { id: 'resident', state: 'unmet' },
            { id: 'in-mainland', state: 'met' },
          ],
        },
      ],
    });
  });

  it('groups the text by verdict, with reasons, in either language', async () => {
    const [zh, en] = await Promise.all([
      match(FIRM, '--as-of', '2026-07-01'),
      match(FIRM, '--as-of', '2026-07-01', '--lang', 'en'),
    ]);
    expect(zh.out).toContain('不收费、不需中介；以主管部门认定为准。');
    expect(zh.out).toMatch(/差一点 \(\d+\)\n\n(.*\n)* {2}高新技术企业认定/);
    expect(zh.out).toContain('2025 年研究开发费用再增加 30 万元，最早可由 2026 年度补足');
    expect(en.out).toContain('only the authority decides');
    expect(en.out).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('gives the same bytes when several run at once', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => match(FIRM, '--as-of', '2026-07-01', '--format', 'json')));
    expect(new Set(runs.map(({ out }) => out)).size).toBe(1);
  });

  it.each<[string, string[], string[]]>([
    ['no file', [], ['no profile file is given', 'usage: npm run -s match -- PROFILE.json']],
    ['a file that is not there', ['nowhere.json'], ['nowhere.json: cannot be read']],
    ['two files', [FIRM, FIRM], ['one profile at a time']],
    ['an unknown option', [FIRM, '--asof', '2026-07-01'], ["Unknown option '--asof'"]],
    [
      'a day that does not exist',
      [FIRM, '--as-of', '2026-02-30'],
      ['--as-of: “2026-02-30” is not a day of the calendar'],
    ],
    [
      'an unknown measure',
      [FIRM, '--measure', 'cn-hnt'],
      ['--measure: no measure is named “cn-hnt”; did you mean “cn-hnte”?'],
    ],
    ['an unknown language', [FIRM, '--lang', 'fr'], ['--lang: “fr” is not zh or en']],
    ['an unknown format', [FIRM, '--format', 'xml'], ['--format: “xml” is not json or text']],
  ])('with %s says so in one clear line and exits with 2', async (_, args, lines) => {
    const { code, out, err } = await match(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const line of lines) expect(err).toContain(line);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('says each fault of a profile on a line of its own', async () => {
    const path = file('faults.json', {
      region: 'chaoyan',
      years: { 2025: { employees: -1, rdExpense: 1, domesticRdExpense: 2 } },
      uscc: '91110000802100433C',
    });
    const { code, err } = await match(path, '--lang', 'en');
    expect(code).toBe(2);
    expect(err.trim().split('\n')).toEqual([
      expect.stringMatching(/^region: "chaoyan" is not a choice; did you mean “chaoyang”\?/),
      'years.2025.employees: must not be negative, but is -1',
      'uscc: character 18 of the unified social credit code (its check character) is “C”; the first 17 call for “B”',
    ]);
    expect((await match(file('broken.json', '{"region": }'))).err).toMatch(/is not JSON/);
  });
});

describe('npm run rules', () => {
  it('runs the cases of one file', async () => {
    const { code, out } = await command('rules.ts', 'case', 'tests/cases/cn-small-low-profit.yaml');
    expect(code).toBe(0);
    expect(out).toMatch(/\d+ passed, 0 failed\n$/);
  });

  it('prints the dictionary, a schema and a graph', async () => {
    const [fields, schema, graph] = await Promise.all([
      command('rules.ts', 'fields', '--lang', 'en'),
      command('rules.ts', 'schema'),
      command('rules.ts', 'graph'),
    ]);
    expect(fields.out).toMatch(/years\.\*\.rdExpense +number +yuan +R&D/);
    expect(JSON.parse(schema.out)).toMatchObject({
      type: 'object',
      additionalProperties: false,
      properties: { region: { enum: expect.arrayContaining(['chaoyang']) as string[] } },
    });
    expect(graph.out).toContain('"cn-hnte" -> "cn-hnte-cit"');
  });

  it.each<[string[], string]>([
    [['lnit'], '“lnit” is not a command; did you mean “lint”?'],
    [['case'], 'name one case file'],
    [['case', 'nowhere.yaml'], 'nowhere.yaml: there is no such file'],
    [['lint', '--measure', 'cn-hnt'], '--measure: no measure is named “cn-hnt”; did you mean “cn-hnte”?'],
  ])('with wrong input says so and exits with 2: %j', async (args, line) => {
    const { code, err } = await command('rules.ts', ...args);
    expect(code).toBe(2);
    expect(err).toContain(line);
  });
});
