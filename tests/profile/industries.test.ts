import { describe, expect, it } from 'vitest';
import { type IndustryTexts, searchIndustries } from '#rules/profile/industries.ts';
import { compileAll } from '../engine/support.ts';

const { texts } = compileAll();
const codes = (text: string, own: IndustryTexts = texts.zh): string[] =>
  searchIndustries(text, own).map(({ code }) => code);

describe('the industry classification', () => {
  it.each(['zh', 'en'] as const)('has every section and division of GB/T 4754-2017, named in %s', (lang) => {
    const { industries } = texts[lang];
    const divisions = Object.keys(industries).filter((code) => code.length === 3);
    expect(divisions.map((code) => Number(code.slice(1))).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 97 }, (_, index) => index + 1),
    );
    expect(Object.keys(industries).filter((code) => code.length === 1)).toEqual(Array.from('ABCDEFGHIJKLMNOPQRST'));
    expect(Object.values(industries).every((name) => name.trim() !== '')).toBe(true);
  });

  it('writes the Chinese names in Chinese and the English ones in English', () => {
    expect(Object.values(texts.zh.industries).filter((name) => !/^[\p{Script=Han}、]+$/u.test(name))).toEqual([]);
    expect(Object.values(texts.en.industries).filter((name) => /\p{Script=Han}/u.test(name))).toEqual([]);
  });
});

describe('finding an industry', () => {
  it.each([
    ['软件', 'I65'],
    ['餐饮', 'H62'],
    ['医疗器械', 'C35'],
    ['芯片', 'C39'],
    ['咨询', 'L72'],
    ['直播', 'I64'],
    ['跨境电商', 'F51'],
    ['人工智能', 'I65'],
    ['机器人', 'C34'],
    ['奶茶', 'H62'],
    ['律所', 'L72'],
    ['物业', 'K70'],
    ['健身', 'R89'],
  ])('understands “%s”', (word, code) => {
    expect(codes(word)[0]).toBe(code);
  });

  it.each([
    ['software', 'I65'],
    ['restaurant', 'H62'],
    ['medical devices', 'C35'],
    ['chips', 'C39'],
    ['consulting', 'L72'],
    ['live streaming', 'I64'],
    ['cross-border e-commerce', 'F51'],
    ['Law firm', 'L72'],
    ['R&D', 'M73'],
  ])('understands “%s”', (word, code) => {
    expect(codes(word, texts.en)[0]).toBe(code);
  });

  it.each(['I65', 'i65', '65', '6510', 'I6513', ' Ｉ６５ '])('reads “%s” as a code', (typed) => {
    expect(codes(typed)).toEqual(['I65']);
  });

  it('gives the divisions of a section by its letter, and no more than asked for', () => {
    expect(codes('I')).toEqual(['I63', 'I64', 'I65']);
    expect(searchIndustries('C', texts.zh, 3)).toHaveLength(3);
  });

  it('finds the word in a longer answer', () => {
    expect(codes('软件开发公司')[0]).toBe('I65');
    expect(codes('做机器人的')[0]).toBe('C34');
    expect(codes('AI company', texts.en)[0]).toBe('I65');
  });

  it('finds every division by its own name', () => {
    for (const [code, name] of Object.entries(texts.zh.industries)) {
      if (code.length > 1) expect(codes(name), name).toContain(code);
    }
  });

  it('puts a division’s own name before those that merely hold the word', () => {
    expect(codes('批发业').slice(0, 2)).toEqual(['F51', 'F52']);
    expect(codes('Insurance', texts.en)[0]).toBe('J68');
  });

  it('does not find letters inside another word', () => {
    const own: IndustryTexts = { industries: { F52: 'Retail trade', C39: 'Chips' }, industryWords: { C39: 'AI' } };
    expect(codes('retail', own)).toEqual(['F52']);
    expect(codes('ai', own)).toEqual(['C39']);
  });

  it('ranks the divisions of one word in their order', () => {
    const own: IndustryTexts = {
      industries: { A01: '一', B06: '二', C13: '三' },
      industryWords: { 'C13 A01': '某词', B06: '某词语' },
    };
    expect(codes('某词', own)).toEqual(['C13', 'A01', 'B06']);
  });

  it('finds nothing where nothing fits', () => {
    expect(codes('')).toEqual([]);
    expect(codes('  。')).toEqual([]);
    expect(codes('xyzzy')).toEqual([]);
  });

  it('names what it finds in the language of the texts', () => {
    expect(searchIndustries('65', texts.en)).toEqual([
      { code: 'I65', name: 'Software and information technology services' },
    ]);
  });
});
