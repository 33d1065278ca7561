import { describe, expect, test } from 'vitest';
import { entryOfPath } from '#lib/check/profile.ts';
import { answersSent, givenAs, inputOf } from '#lib/server/answer-form.ts';
import { wordings } from '#lib/wording/both.ts';
import type { Json } from '#rules/engine/types.ts';
import { rules, texts } from '../functions/artefact.ts';

const words = { lang: 'zh', texts: texts.zh, say: wordings.zh } as const;
const MONTHS = 'investment.hnteHeldMonths';

const fieldAt = (path: string) => {
  const field = rules.fields[entryOfPath(path)];
  if (!field) throw new Error(`There is no ${path}.`);
  return field;
};
const sent = (path: string, texts: readonly string[]) => {
  const form = new FormData();
  for (const text of texts) form.append(inputOf(words, path, fieldAt(path), []).name, text);
  return answersSent(form, rules.fields, words);
};

describe('answers typed into a form that is posted', () => {
  test('a figure with the word for another unit is not taken; the message names the unit', () => {
    const { profile, faultsAt } = sent(MONTHS, ['2年']);
    expect(profile).toEqual({});
    expect(faultsAt[MONTHS]).toContain('个月');
    expect(sent(MONTHS, ['24个月'])).toEqual({ profile: { investment: { hnteHeldMonths: 24 } }, faultsAt: {} });
  });

  test('everything wrong with a form is said at once: what cannot be read and what cannot be', () => {
    const form = new FormData();
    for (const [path, text] of [
      [MONTHS, 'viele'],
      ['years.2025.employees', '-3'],
      ['years.2025.revenue', '4800'],
    ] as const)
      form.append(inputOf(words, path, fieldAt(path), []).name, text);
    const { faultsAt } = answersSent(form, rules.fields, words);
    expect(Object.keys(faultsAt).sort()).toEqual([MONTHS, 'years.2025.employees']);
    expect(faultsAt['years.2025.employees']).toContain('不能是负数');
  });

  test('what does not go with what the firm has already is said in the same sending', () => {
    const form = new FormData();
    for (const [path, text] of [
      ['years.2025.domesticRdExpense', '8000'],
      [MONTHS, 'viele'],
    ] as const)
      form.append(inputOf(words, path, fieldAt(path), []).name, text);
    const kept = { years: { 2025: { rdExpense: 48_000_000 } } };
    const { profile, faultsAt } = answersSent(form, rules.fields, words, kept);
    expect(profile).toEqual({ years: { 2025: { domesticRdExpense: 80_000_000 } } });
    expect(Object.keys(faultsAt).sort()).toEqual([MONTHS, 'years.2025.domesticRdExpense']);
    expect(faultsAt['years.2025.domesticRdExpense']).toBe(
      '“境内研发费用”（8,000 万元）不能大于“研究开发费用”（4,800 万元），请核对这两项。',
    );
  });

  test('what is left empty is no answer', () => {
    expect(sent(MONTHS, ['  '])).toEqual({ profile: {}, faultsAt: {} });
  });

  test.each<[string, Json]>([
    [MONTHS, 24],
    ['years.2025.revenue', 48_000_000],
    ['years.2025.revenue', { min: 30_000_000, max: 50_000_000 }],
    ['years.2025.employees', { min: 300 }],
    ['loan.ratePercent', 3.85],
    ['loan.settledOn', '2026-01-15'],
    ['lists', ['ic-vat', 'scale-up']],
    ['lists', []],
    ['region', 'chaoyang'],
    ['certificates', []],
  ])('%s: the field shows %j so that it reads back as the same', (path, answer) => {
    const { profile } = sent(path, givenAs(fieldAt(path), answer));
    const inner = path
      .split('.')
      .reduce<Json | undefined>((here, step) => (here as Readonly<Record<string, Json>> | undefined)?.[step], profile);
    expect(inner).toEqual(answer);
  });
});
