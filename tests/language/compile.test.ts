import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '#rules/cli/paths.ts';
import { compile } from '#rules/language/compile.ts';
import { Source } from '#rules/language/problems.ts';
import { readCatalogue } from '#rules/language/read.ts';
import { AT, changed, GOOD, problemsOf, realFiles } from './support.ts';

describe('the compiler', () => {
  it('compiles the real catalogue', () => {
    expect(compile(realFiles())).toMatchObject({ ok: true });
  });

  it('gives the same artefact and hash for the same files', () => {
    const [one, two] = [compile(realFiles()), compile(readCatalogue(RULES))];
    expect(JSON.stringify(one)).toBe(JSON.stringify(two));
  });

  it('accepts the measure that the cases below spoil', () => {
    expect(problemsOf(GOOD)).toEqual([]);
  });

  it.each([
    [
      'an unknown field of the measure',
      ['grade: A', 'grade: A\ndepartement: x'],
      '9:1: unknown field “departement”; did you mean “department”?',
    ],
    [
      'an unknown field of the profile',
      ['employees[0]', 'employes[0]'],
      '21:17: there is no yearly figure “employes”; did you mean “employees”?',
    ],
    [
      'an unknown entry of a condition',
      ['basis: 第三条', 'basis: 第三条\n          leaver: employees'],
      '23:11: unknown field “leaver”; did you mean “lever”?',
    ],
    [
      'money compared with a bare number',
      ['employees[0] <= 500', 'revenue[0] <= 500'],
      '21:31: an amount needs its unit: write wan(…), yi(…) or yuan(…)',
    ],
    [
      'money compared with people',
      ['employees[0] <= 500', 'revenue[0] <= employees[0]'],
      '21:31: units differ: this is in people, but yuan is needed',
    ],
    [
      'a share written as a percentage',
      ['employees[0] <= 500', 'techStaff[0] / employees[0] >= 10'],
      '21:48: shares are written 0–1: is 10 meant as 0.1?',
    ],
    [
      'a date compared with a number',
      ['employees[0] <= 500', 'registeredOn <= 500'],
      "21:33: a date is needed: write date('2026-01-01')",
    ],
    [
      'a yearly figure without its year',
      ['employees[0] <= 500', 'employees <= 500'],
      '21:17: “employees” is a yearly figure: write employees[0] for the last completed year or sum(employees, 3)',
    ],
    [
      'a certificate that does not exist',
      ['employees[0] <= 500', "holds('hnt')"],
      '21:17: “hnt” is not one of the choices; did you mean “hnte”?',
    ],
    [
      'a region that does not exist',
      ['employees[0] <= 500', "region in ['chaoyan']"],
      '21:27: “chaoyan” is not one of the choices; did you mean “chaoyang”?',
    ],
    [
      'text that is not an expression',
      ['employees[0] <= 500', 'employees[0] <= '],
      '21:32: the expression breaks off; something is missing at its end',
    ],
    [
      'text that the parser gives up on half-way',
      ['employees[0] <= 500', 'employees[0] <= (500 500)'],
      '21:38: the expression cannot be read from “500)” on',
    ],
    [
      'a sign that compares nothing',
      ['employees[0] <= 500', 'employees[0] / 2 >>= 500'],
      '21:34: “>>=” is not a comparison; use >=, >, <=, <, == or in',
    ],
    [
      'text after the expression',
      ['employees[0] <= 500', 'employees[0] <= 500 people'],
      '21:36: the expression ends before “people”',
    ],
    [
      'code that is not arithmetic',
      ['employees[0] <= 500', 'globalThis.process.exit(1)'],
      '21:17: “(…)” is not a test',
    ],
    [
      'a label missing in a language',
      ['label: { zh: 人数, en: Staff }', 'label: { zh: 人数 }'],
      '20:11: the label is missing in en',
    ],
    [
      'a basis that is missing',
      ['\n          basis: 第三条', ''],
      '19:11: the basis of “staff” is missing: name the article, or { doc, article }',
    ],
    [
      'a document that is not in the bibliography',
      ['bases: [gkfh-2016-32]', 'bases: [gkfh-2016-23]'],
      '15:13: the bibliography has no document “gkfh-2016-23”; did you mean “gkfh-2016-32”?',
    ],
    [
      'a C figure used as a threshold',
      ['basis: 第三条', 'basis: 第三条\n          grade: C'],
      '23:18: a figure of grade C never decides; make it a judgement naming who judges',
    ],
    [
      'a figure in scope',
      [
        'scope: { use: resident, basis: 第二条 }',
        'scope: { id: small, label: { zh: 小, en: small }, test: "employees[0] <= 9", basis: 第二条 }',
      ],
      '16:61: scope says only who and where',
    ],
    [
      'a judgement in scope',
      [
        'scope: { use: resident, basis: 第二条 }',
        'scope: { id: small, label: { zh: 小, en: small }, judgement: firm, basis: 第二条 }',
      ],
      '16:5: scope is decided by data, never by a judgement',
    ],
    [
      'versions that overlap',
      [
        'calls:',
        '  - from: 2017-01-01\n    bases: [gkfh-2016-32]\n    require: { use: resident, basis: 第二条 }\ncalls:',
      ],
      '23:11: overlaps the one before, which lasts to no end; write to: 2017-01-01 there',
    ],
    [
      'a hole between versions',
      [
        'from: 2016-01-01',
        'from: 2015-01-01\n    to: 2015-06-01\n    bases: [gkfh-2016-32]\n    require: { use: resident, basis: 第二条 }\n  - from: 2016-01-01',
      ],
      '18:11: nothing is in force from 2015-06-01 to 2016-01-01',
    ],
    [
      'a version that ends before it begins',
      ['from: 2016-01-01', 'from: 2016-01-01\n    to: 2015-01-01'],
      '15:9: ends on 2015-01-01, not after it begins on 2016-01-01',
    ],
    [
      'an id used twice',
      [
        'calls:',
        '        - { id: staff, label: { zh: 人数, en: Staff }, test: "employees[0] >= 1", basis: 第三条 }\ncalls:',
      ],
      '23:17: the id “staff” is used twice in this version',
    ],
    [
      'a lever the test does not read',
      ['basis: 第三条', 'basis: 第三条\n          lever: revenue'],
      '23:18: the condition does not read “revenue”',
    ],
    [
      'several figures without a lever',
      ['employees[0] <= 500', 'techStaff[0] / employees[0] >= 0.1'],
      '21:17: name the “lever” that can close the gap (techStaff, employees), or lever: none',
    ],
    ['a call of grade C', ['grade: B', 'grade: C'], ': a call of grade C never decides'],
    [
      'a window that closes before it opens',
      ['closesOn: 2026-08-31', 'closesOn: 2026-05-31'],
      ': window 1 closes on 2026-05-31, before it opens on 2026-06-01',
    ],
    [
      'a region no call can be for',
      ['region: beijing', 'region: bejing'],
      ': no region is named “bejing”; did you mean “beijing”?',
    ],
    [
      'a provision the plans do not have',
      ['provisions: []', 'provisions: [hnte-certificatio]'],
      '12:14: no provision of the plans is named “hnte-certificatio”; did you mean “hnte-certification”?',
    ],
    [
      'a date that does not exist',
      ['from: 2016-01-01', 'from: 2016-02-30'],
      '14:11: from: is not a date; write 2026-01-01',
    ],
    [
      'a shared condition that does not exist',
      ['use: resident', 'use: residant'],
      '16:19: no shared condition is named “residant”; did you mean “resident”?',
    ],
    [
      'a verdict that depends on itself',
      ['employees[0] <= 500', "qualifies('test-measure')"],
      '14:3: the verdict of “test-measure” depends on itself through qualifies(…)',
    ],
    [
      'two kinds in one condition',
      ['basis: 第三条', 'basis: 第三条\n          judgement: firm'],
      '19:11: a condition has exactly one of',
    ],
    ['YAML that cannot be read', ['name: {', 'name: {{'], ':3:1: Flow map'],
  ])('says where and what: %s', (_, [from = '', to = ''], message) => {
    const problems = problemsOf(changed(from, to));
    expect(problems.join('\n')).toContain(message.startsWith(':') ? message : AT + message);
  });

  it('collects all faults and does not stop at the first', () => {
    const spoiled = GOOD.replace('employees[0] <= 500', 'employes[0] <= 500')
      .replace('gkfh-2016-32', 'nothing')
      .replace('region: beijing', 'region: nowhere');
    expect(problemsOf(spoiled)).toHaveLength(3);
  });

  it('finds bands that are out of order', () => {
    const score = `        - id: score
          label: { zh: 分, en: Score }
          basis: 第四条
          score:
            pass: '>= 60'
            items:
              - id: staff
                label: { zh: 人, en: Staff }
                value: employees[0]
                bands: [{ from: 10, points: 4 }, { from: 20, points: 8 }]
calls:`;
    expect(problemsOf(GOOD.replace('calls:', score)).join()).toContain(
      'bands are out of order: from 20 can never be reached after the one before',
    );
  });

  it('finds parameter bands that are not ascending, and periods that leave a hole', () => {
    const parameters = new Source(
      'rules/parameters/test.yaml',
      `- id: floor
  label: { zh: 下限, en: Floor }
  unit: ratio
  values:
    - { from: 2016-01-01, to: 2017-01-01, grade: A, checked: 2026-01-01, basis: { doc: gkfh-2016-32 }, value: 0.5 }
    - from: 2018-01-01
      grade: A
      checked: 2026-01-01
      basis: { doc: gkfh-2016-32 }
      by: revenue[0]
      bands: [{ upTo: wan(5000), value: 0.05 }, { upTo: wan(2000), value: 0.04 }, { value: 0.03 }]
`,
    );
    const problems = problemsOf(GOOD, { parameters: [parameters] }).join('\n');
    expect(problems).toContain('test.yaml:6:13: nothing is in force from 2017-01-01 to 2018-01-01');
    expect(problems).toContain('test.yaml:11:57: bands are not ascending: wan(2000) is not above the band before');
  });

  it('finds two measures with one id, and a file with another name than its measure', () => {
    const [one, two] = [
      new Source('rules/catalogue/national/test-measure.yaml', GOOD),
      new Source('rules/catalogue/beijing/other.yaml', GOOD),
    ];
    const problems = problemsOf(GOOD, { measures: [one, two] }).join('\n');
    expect(problems).toContain('“test-measure” is also the id of rules/catalogue/national/test-measure.yaml');
    expect(problems).toContain('the file of “test-measure” is named test-measure.yaml');
  });

  it('cites only documents of the bibliography, each with a title in both languages', () => {
    const result = compile(realFiles());
    if (!result.ok) throw new Error('the catalogue does not compile');
    const { zh, en } = result.compiled.texts;
    expect(Object.keys(zh.documents)).toEqual(Object.keys(en.documents));
    expect(Object.values(zh.documents).every((document) => document.title !== '')).toBe(true);
  });
});

describe('the dictionary', () => {
  it('names no field that is not there', () => {
    const files = realFiles();
    const wrong = readFileSync(join(RULES, 'profile/fields.yaml'), 'utf8').replace(
      'follows: [carrier.operates]',
      'follows: [carrier.operate]',
    );
    const result = compile({ ...files, fields: new Source(files.fields.file, wrong) });
    expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
      'there is no field or parameter “carrier.operate”; did you mean “carrier.operates”?',
    ]);
  });

  it.each([
    [
      'values: { startup-team: false }',
      'values: { startup-teams: false }',
      'startup-teams”; did you mean “startup-team”?',
    ],
    ['values: { "false": false }', 'values: { "no": false }', 'no”'],
  ])('draws no conclusion from an answer that cannot be given: %s', (right, wrong, named) => {
    const files = realFiles();
    const text = readFileSync(join(RULES, 'profile/fields.yaml'), 'utf8');
    expect(text).toContain(right);
    const result = compile({ ...files, fields: new Source(files.fields.file, text.replace(right, wrong)) });
    expect(result.ok ? [] : result.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining(`no option of this field is named “${named}`),
    ]);
  });
});
