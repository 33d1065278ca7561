import { describe, expect, it } from 'vitest';
import { formatProblem, Source } from '#rules/language/problems.ts';
import { compileSources } from '#rules/language/sources.ts';

const INDICATOR = `- id: figure
  name_zh: 企业数
  name_en: Firms
  doc: cy-14fyp
  section: 目标
  baseline_value: null
  baseline_year: null
  target_value: 40
  target_year: 2025
  unit: 家
  qualifier: null
  related_measures: [some-provision]
  LINK
  anchor: 企业数达到
`;
const MEASURES = new Set(['cn-hnte', 'cn-tech-sme']);

function compiled(link: string) {
  const indicators = new Source('rules/sources/indicators.yaml', INDICATOR.replace('LINK', link));
  const sources = compileSources(new Source('rules/sources/provisions.yaml', '[]'), indicators, MEASURES);
  return { sources, problems: indicators.problems.map(formatProblem).join('\n') };
}

describe('an indicator of a plan', () => {
  it('names the measures that feed it', () => {
    expect(compiled('measures: [cn-hnte]').sources?.indicators).toMatchObject([
      { measures: ['cn-hnte'], reason: null },
    ]);
  });

  it('or says why none does', () => {
    expect(compiled('reason: macro').sources?.indicators).toMatchObject([{ measures: [], reason: 'macro' }]);
  });

  it.each([
    ['neither', 'property: null', '“figure” names either the measures that feed it or a reason why none does'],
    ['both', 'measures: [cn-hnte]\n  reason: macro', '“figure” names either the measures that feed it'],
    ['a measure that is not there', 'measures: [cn-hnt]', 'no measure is named “cn-hnt”; did you mean “cn-hnte”?'],
    ['a reason that is not on the list', 'reason: because', 'reason: Invalid option'],
    ['an empty list', 'measures: []', 'measures: Too small'],
  ])('is refused with %s', (_, link, message) => {
    const { sources, problems } = compiled(link);
    expect(sources).toBeUndefined();
    expect(problems).toMatch(/^rules\/sources\/indicators\.yaml:\d+:\d+: /);
    expect(problems).toContain(message);
  });
});
