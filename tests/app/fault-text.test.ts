import { expect, test } from 'vitest';
import { faultText } from '#lib/check/fault-text.ts';
import { wordings } from '#lib/wording/both.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { rules, texts } from '../functions/artefact.ts';

const told = (profile: Profile, lang: Lang = 'zh') => {
  const checked = validateProfile(profile, rules.fields);
  if (checked.ok) throw new Error('There is nothing wrong with it.');
  const words = { lang, texts: texts[lang], say: wordings[lang] };
  return checked.faults.map((fault) => faultText(words, rules.fields, profile, fault));
};

test('what is wrong is told in the units people typed, not those of the profile', () => {
  expect(told({ years: { 2025: { revenue: -50_000 } } })).toEqual(['不能是负数。']);
  expect(told({ segment: { marketShare: 1.2 } })).toEqual(['应在 0% 和 100% 之间。']);
  expect(told({ segment: { rankChina: 0 } })).toEqual(['不能小于 1。']);
  expect(told({ years: { 2025: { revenue: 1e16 } } })).toEqual(['这个数大得不可能，请核对单位。']);
  expect(told({ years: { 2025: { employees: { min: 90, max: 50 } } } }, 'en')).toEqual([
    'The least is above the most; please check.',
  ]);
  expect(told({ years: { 2025: { rdExpense: { max: 1_000_000 }, domesticRdExpense: 2_000_000 } } }, 'en')).toEqual([
    '“R&D expense within mainland China” (RMB\u00a02\u00a0million) cannot be above “R&D expense” (at most RMB\u00a01\u00a0million); please check both.',
  ]);
});

test('days that cannot be are told with the name of the certificate', () => {
  expect(told({ certificates: [{ type: 'hnte', grantedOn: '2025-10-01', validTo: '2024-10-01' }] })).toEqual([
    `${texts.zh.fields.certificates?.values?.hnte ?? ''}：有效期至 2024-10-01，早于发证日期 2025-10-01`,
  ]);
});
