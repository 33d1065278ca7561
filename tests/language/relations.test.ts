import { describe, expect, it } from 'vitest';
import { compile } from '#rules/language/compile.ts';
import { Source } from '#rules/language/problems.ts';
import { GOOD, problemsOf, realFiles } from './support.ts';

const GROUP = `- id: one-fund
  kind: one-per-year
  name: { zh: 一年一项, en: One a year }
  grade: B
  basis: { doc: gkfh-2016-32, article: 第三条 }
`;
const groups = (text: string): Source => new Source('rules/parameters/groups.yaml', text);
const synonyms = (text: string): Source => new Source('rules/parameters/synonyms.yaml', text);
const measure = (id: string, relations: string): Source =>
  new Source(
    `rules/catalogue/national/${id}.yaml`,
    `${GOOD.replace('id: test-measure', `id: ${id}`)}relations:\n  ${relations}\n`,
  );
const problemsIn = (text: string, more: Parameters<typeof problemsOf>[1] = {}): string[] =>
  problemsOf(text, { groups: groups(GROUP), ...more }).map((line) => line.replace(/^\S+ /, ''));

describe('relations', () => {
  it('compile with what is said about each step and group', () => {
    const result = compile({
      ...realFiles(),
      parameters: [],
      groups: groups(GROUP),
      measures: [
        measure(
          'one',
          `prerequisiteOf: [{ id: two, required: false, basis: { doc: cy-14fyp, article: 三 } }]\n  groups: [one-fund]`,
        ),
        measure('two', 'prerequisiteOf: [{ id: three, basis: gkfh-2016-32 }]\n  groups: [one-fund]'),
        measure('three', 'excludes: [one]'),
      ],
    });
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    const { rules, texts } = result.compiled;
    expect(Object.fromEntries(rules.measures.map(({ id, relations }) => [id, relations]))).toEqual({
      one: {
        prerequisiteOf: ['two'],
        steps: { two: { required: false, origin: 'plan', basis: [{ doc: 'cy-14fyp', article: '三' }] } },
        groups: ['one-fund'],
      },
      two: {
        prerequisiteOf: ['three'],
        steps: { three: { required: true, origin: 'document', basis: [{ doc: 'gkfh-2016-32' }] } },
        groups: ['one-fund'],
      },
      three: { excludes: ['one'] },
    });
    expect(rules.groups).toEqual([
      {
        id: 'one-fund',
        kind: 'one-per-year',
        most: 1,
        grade: 'B',
        basis: [{ doc: 'gkfh-2016-32', article: '第三条' }],
      },
    ]);
    expect(texts.en.groups).toEqual({ 'one-fund': { name: 'One a year' } });
  });

  it.each([
    [
      'a group that does not exist',
      'groups: [one-fud]',
      'no exclusion group is named “one-fud”; did you mean “one-fund”?',
    ],
    [
      'a measure that does not exist',
      'excludes: [test-measur]',
      'no measure is named “test-measur”; did you mean “test-measure”?',
    ],
    ['itself', 'excludes: [test-measure]', 'a measure has no relation to itself'],
    [
      'a document that does not exist',
      'prerequisiteOf: [{ id: test-measure, basis: gkfh-2016-3 }]',
      'the bibliography has no document “gkfh-2016-3”; did you mean “gkfh-2016-32”?',
    ],
  ])('refuse %s', (_, line, fault) => {
    expect(problemsIn(`${GOOD}relations:\n  ${line}\n`)).toContain(fault);
  });

  it('refuse a circle of steps', () => {
    const circle = [measure('one', 'prerequisiteOf: [two]'), measure('two', 'prerequisiteOf: [one]')];
    expect(problemsIn(GOOD, { measures: circle })).toEqual([
      '“one” comes before itself through prerequisiteOf',
      '“two” comes before itself through prerequisiteOf',
    ]);
  });

  it('refuse a group that one measure alone belongs to, and one entered twice', () => {
    expect(problemsIn(`${GOOD}relations:\n  groups: [one-fund]\n`)).toEqual([
      'only 1 measures belong to “one-fund”: it rules nothing out',
    ]);
    expect(problemsIn(GOOD, { groups: groups(GROUP + GROUP) })).toEqual(['“one-fund” is entered twice']);
  });
});

describe('synonyms', () => {
  it('are written as they are compared, each once', () => {
    expect(problemsIn(GOOD, { synonyms: synonyms('- [高企, HNTE]\n- [补贴, grant]\n- [资助, grant]\n') })).toEqual([
      'write “hnte”: lower case, half-width',
      '“grant” is entered twice',
    ]);
  });
});
