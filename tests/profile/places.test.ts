import { describe, expect, it } from 'vitest';
import { compileAll } from '../engine/support.ts';

const { rules, texts } = compileAll();
const values = (field: string): readonly string[] => rules.fields[field]?.values ?? [];
const names = (field: string, lang: 'zh' | 'en'): string[] => Object.values(texts[lang].fields[field]?.values ?? {});

describe('the places a profile can name', () => {
  it('are the 16 districts of Beijing and the development area, besides places outside', () => {
    expect(rules.regions.beijing).toHaveLength(17);
    expect(values('region')).toEqual(expect.arrayContaining([...(rules.regions.beijing ?? [])]));
  });

  it('are the 43 subdistricts and areas of Chaoyang and the 17 of Dongcheng, by their codes', () => {
    const of = (district: string): string[] => values('subdistrict').filter((code) => code.startsWith(district));
    const numbered = (district: string, most: number): string[] =>
      Array.from({ length: most }, (_, at) => `${district}${String(at + 1).padStart(3, '0')}`);
    expect(of('110105')).toEqual(numbered('110105', 43));
    expect(of('110101')).toEqual(numbered('110101', 17));
    expect(values('subdistrict')).toHaveLength(60);
  });

  it('are the 16 sub-parks of Zhongguancun', () => {
    expect(values('park').filter((id) => id !== 'none')).toEqual(rules.regions.zgcParks);
    expect(rules.regions.zgcParks).toHaveLength(16);
  });

  it.each(['region', 'subdistrict', 'park'])('have a name of their own in both languages: %s', (field) => {
    for (const lang of ['zh', 'en'] as const) expect(new Set(names(field, lang)).size).toBe(values(field).length);
    expect(names(field, 'en').filter((name) => /\p{Script=Han}/u.test(name))).toEqual([]);
  });
});
