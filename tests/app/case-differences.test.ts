/** Whoever approves a change of rules reads in plain words which worked examples come out differently. */
import { expect, test } from 'vitest';
import { differenceWords } from '#lib/server/case-differences.ts';
import { wordings } from '#lib/wording/both.ts';
import { differences, readAllCases } from '#rules/cli/cases.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Lang } from '#rules/engine/types.ts';
import { rules, texts } from '../functions/artefact.ts';

const told = (lang: Lang, measure: string) => ({
  words: { lang, texts: texts[lang], say: wordings[lang] },
  rules,
  measure,
});

test('a verdict, a condition, an amount and what is missing are said as people say them', () => {
  const zh = (difference: string) => differenceWords(told('zh', 'cn-hnte'), difference);
  expect(zh('verdict: expected "review", got "ineligible"')).toBe('结论：用例为“待主管部门认定”，草案为“暂不符合”');
  expect(
    zh('condition tech-staff-share: expected {"state":"met","required":0.1}, got {"state":"met","required":0.09}'),
  ).toBe('条件“科技人员占职工总数不低于 10%（月平均）”：用例为“满足，要求 10%”，草案为“满足，要求 9%”');
  expect(zh('benefit: expected {"yearly":{"min":100000,"max":300000}}, got —')).toBe(
    '收益：用例为“每年 10–30 万元”，草案为“没有”',
  );
  expect(differenceWords(told('en', 'cn-hnte'), 'missing: expected [], got ["region"]')).toMatch(
    /^Still needed: “None” in the example, “\p{Lu}[^{}"]+” by the draft$/u,
  );
});

test('no worked example leaves ids or JSON in what is told', () => {
  const catalogue = loadCatalogue(rules);
  const some = rules.measures.map(({ id }) => id).filter((_, index) => index % 8 === 0);
  const cases = [...readAllCases(rules.fields, some).values()];
  // Two examples of every eighth measure, decided for a firm that nothing is known of.
  const sentences = cases.flatMap((own) =>
    own
      .slice(0, 2)
      .flatMap((one) =>
        differences(catalogue, { ...one, profile: {} }).flatMap((difference) =>
          (['zh', 'en'] as const).map((lang) => differenceWords(told(lang, one.measure), difference)),
        ),
      ),
  );
  expect(sentences.length).toBeGreaterThan(100);
  expect(sentences.filter((text) => /[{}"]|expected .*got |undefined|“[a-z]+(-[a-z]+)+”/.test(text))).toEqual([]);
});
