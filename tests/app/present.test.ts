import { describe, expect, test } from 'vitest';
import { present } from '#lib/check/present.ts';
import { wordings } from '#lib/wording/both.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import { firms, rules, texts } from '../functions/artefact.ts';

const catalogue = loadCatalogue(rules);
const ON = ['2023-03-01', '2026-07-01', '2027-02-01'];

function look(profile: Profile, lang: Lang, asOf: string) {
  const result = match(catalogue, texts[lang], profile, { asOf });
  return { result, view: present(result, profile, 'Firm', rules, texts[lang], wordings[lang]) };
}

describe.each(['zh', 'en'] as const)('in %s', (lang) => {
  test.each([...firms])('every measure of %s is shown once, in words', (_, profile) => {
    for (const asOf of ON) {
      const { result, view } = look(profile, lang, asOf);
      const shown = view.groups.flatMap(({ items }) => items);
      expect(shown.map(({ id }) => id).sort()).toEqual(result.results.map(({ measure }) => measure).sort());
      expect(JSON.stringify(view)).not.toMatch(/undefined|\[object|NaN|Infinity/);
      for (const measure of shown) {
        expect(measure.name).not.toBe(measure.id);
        expect(measure.summary).not.toBe('');
        expect(measure.availability).not.toBe('');
      }
    }
  });

  test.each([...firms])('every condition of %s is there once, with its label, state and clause', (_, profile) => {
    for (const asOf of ON) {
      const { result, view } = look(profile, lang, asOf);
      const shown = new Map(view.groups.flatMap(({ items }) => items).map((measure) => [measure.id, measure]));
      for (const one of result.results) {
        const rows = (shown.get(one.measure)?.conditions ?? []).flatMap((row) =>
          row.kind === 'condition' ? [row.condition] : [],
        );
        expect(rows, one.measure).toHaveLength(one.conditions.length);
        rows.forEach((row, index) => {
          const condition = one.conditions[index];
          expect(row.state).toBe(condition?.state);
          expect(row.label, `${one.measure} ${condition?.id ?? ''}`).not.toBe(condition?.id);
          if ((condition?.basis.length ?? 0) > 0) expect(row.clauses).not.toEqual([]);
        });
      }
    }
  });

  test('with no answer at all nothing is shown as a figure of the firm', () => {
    const { view } = look({}, lang, '2026-07-01');
    const say = wordings[lang].answers;
    for (const measure of view.groups.flatMap(({ items }) => items)) {
      for (const row of measure.conditions) {
        if (row.kind === 'condition' && row.condition.state === 'unknown' && row.condition.items.length === 0) {
          expect(
            [say.missing, say.nothing, wordings[lang].verdicts.incomplete.short],
            `${measure.id} ${row.key} ${row.condition.own}`,
          ).toContain(row.condition.own);
        }
      }
    }
  });

  test('no English is mixed into the Chinese words of the portal, nor Chinese into the English', () => {
    const { view } = look(firms.values().next().value ?? {}, lang, '2026-07-01');
    const own = view.groups
      .flatMap(({ items }) => items)
      .flatMap((measure) => [measure.availability, measure.provenance]);
    for (const text of own) expect(/[一-鿿]/.test(text), text).toBe(lang === 'zh');
  });
});

test('a condition shows the answers it rests on, their years and, where it is told, who says so', () => {
  const rd = 'years.2025.rdExpense';
  const known = {
    ...firms.get('chaoyang-ai-software.json'),
    provenance: { [rd]: { source: 'audit', asOf: '2026-04-30' } },
  };
  const { view } = look(known, 'zh', '2026-07-01');
  const hnte = view.groups.flatMap(({ items }) => items).find(({ id }) => id === 'cn-hnte');
  const notesOf = (id: string) =>
    hnte?.conditions.flatMap((row) => (row.kind === 'condition' && row.condition.id === id ? row.condition.notes : []));
  expect(notesOf('rd-ratio')).toContain(
    '用到的数据：研究开发费用 2025：230 万元（审计报告、2026-04-30）、2024：195 万元、2023：150 万元；销售（营业）收入 2025：4,800 万元、2024：4,100 万元、2023：3,200 万元',
  );
  // The more exact of two figures, and only that.
  expect(notesOf('tech-staff-share')).toContain('用到的数据：职工总数（月平均） 2025：59 人；科技人员 2025：22 人');
  // A value that says it all is not repeated.
  expect(notesOf('resident')).toEqual([]);
});

test('the path of a field is shown as its label with the year', () => {
  const { view, result } = look({ residentEnterprise: true, region: 'chaoyang' }, 'zh', '2026-07-01');
  const missing = result.results.flatMap((one) => one.missing);
  expect(missing.length).toBeGreaterThan(0);
  const words = view.groups.flatMap(({ items }) => items).flatMap((measure) => measure.missing);
  expect(words).toHaveLength(missing.length);
  for (const word of words) expect(word).toMatch(/[一-鿿]/);
});

test('an amount that a document names is not called an estimate', () => {
  const { view } = look(firms.get('chaoyang-ai-software.json') ?? {}, 'zh', '2026-07-01');
  const noteOf = (id: string) => view.groups.flatMap(({ items }) => items).find((one) => one.id === id)?.money?.note;
  expect(noteOf('cy-data-export')).toBe('文件写明的金额');
  expect(noteOf('cn-rd-super-deduction')).toBe('按您的数据估算');
});

test('what rests on a title that the firm holds is not folded among what nothing could be checked of', () => {
  const folded = (profile: Profile, id: string): boolean | undefined => {
    const { view } = look(profile, 'zh', '2026-07-01');
    return view.groups.flatMap(({ items }) => items).find((one) => one.id === id)?.aside;
  };
  const holder = firms.get('chaoyang-medical-devices.json') ?? {};
  expect(folded(holder, 'cn-hnte-cit')).toBe(false);
  // Its conditions are an authority's alone, beside a clean record.
  expect(folded(holder, 'cy-medical-device')).toBe(true);
});
