import { expect, test } from 'vitest';
import { papersOf } from '#lib/check/papers.ts';
import { texts } from '../functions/artefact.ts';

test('papers that every firm files stand apart from those made for the application', () => {
  expect(papersOf(['营业执照', '申报书和承诺书', '近两年审计报告或财务报表', '研发费用专项审计报告'], 'zh')).toEqual({
    atHand: ['营业执照', '近两年审计报告或财务报表'],
    toMake: ['申报书和承诺书', '研发费用专项审计报告'],
  });
  expect(papersOf(['Business licence', 'Application form', 'Loan contract'], 'en')).toEqual({
    atHand: ['Business licence', 'Loan contract'],
    toMake: ['Application form'],
  });
});

test('no paper of the catalogue is lost or told twice', () => {
  for (const lang of ['zh', 'en'] as const) {
    for (const { evidence } of Object.values(texts[lang].measures)) {
      const { atHand, toMake } = papersOf(evidence, lang);
      expect([...atHand, ...toMake].sort()).toEqual([...evidence].sort());
    }
  }
});
