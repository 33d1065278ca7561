import { describe, expect, test } from 'vitest';
import { askedOf, browse, type BrowseView, queryOf, shelfOf } from '#lib/catalogue/browse.ts';
import { FACETS } from '#lib/catalogue/facets.ts';
import { standingsOn } from '#lib/catalogue/standing.ts';
import { wordings } from '#lib/wording/both.ts';
import { browseWords } from '#lib/wording/public/browse.ts';
import type { Lang } from '#rules/engine/types.ts';
import { catalogue, DAY, readerOf, rules, texts } from './support.ts';

const standings = standingsOn(catalogue, DAY);
const shelf = shelfOf(rules, texts, standings, DAY);

const look = (query: string, lang: Lang = 'zh'): BrowseView =>
  browse(
    { shelf, reader: readerOf(lang), say: wordings[lang], words: browseWords[lang], standings },
    askedOf(new URLSearchParams(query), null),
  );
const ids = (view: BrowseView): string[] => view.rows.map(({ id }) => id);

test('what stands alone in a row begins with a capital', () => {
  const sums = look('sort=amount', 'en').rows.flatMap(({ money }) => money ?? []);
  expect(sums.length).toBeGreaterThan(0);
  for (const sum of sums) expect(sum).toMatch(/^Up to RMB\s/);
});

describe('search', () => {
  test.each([
    ['高企', 'cn-hnte'],
    ['小巨人', 'cn-little-giant'],
    ['贴息', 'bj-first-loan-interest'],
    ['little giant', 'cn-little-giant'],
    ['super deduction', 'cn-rd-super-deduction'],
    ['voucher', 'bj-innovation-voucher'],
    ['HNTE', 'cn-hnte'],
  ])('%s finds %s by substring or synonym, on the first page', (q, id) => {
    expect(ids(look(new URLSearchParams({ q }).toString()))).toContain(id);
  });

  test('the measure that bears the name stands first', () => {
    expect(ids(look('q=高新技术企业认定'))[0]).toBe('cn-hnte');
  });

  test('every word must fit', () => {
    const both = look('q=朝阳 算力');
    expect(both.total).toBeGreaterThan(0);
    expect(both.total).toBeLessThan(look('q=朝阳').total);
  });

  test('a short Latin word is not found inside another', () => {
    expect(look('q=ＡＩ　算力').total).toBe(look('q=ai 算力').total);
    const { rows } = look('q=opc');
    expect(rows.length).toBeGreaterThan(0);
    for (const { id } of rows)
      expect(JSON.stringify([texts.zh.measures[id], texts.en.measures[id], id]).toLowerCase()).toMatch(
        /opc|一人公司|单人公司/,
      );
  });

  test('a phrase that fits nowhere is answered with what reads alike, and says so', () => {
    const view = look('q=高新技术企业的认定办法');
    expect(view.nearby).toBe(true);
    expect(ids(view)).toContain('cn-hnte');
  });

  test('a slip of the fingers still finds what was meant, and only that', () => {
    const view = look('q=little gaint');
    expect(view.nearby).toBe(true);
    expect(ids(view)[0]).toBe('cn-little-giant');
    expect(view.total).toBeLessThanOrEqual(3);
    expect(view.rows.every(({ name, summary }) => `${name}${summary}`.includes('小巨人'))).toBe(true);
    expect(look('q=asdfgh').total).toBe(0);
    expect(look('q=foreign invested').total).toBeLessThanOrEqual(3);
  });

  test('nonsense finds nothing, and empty means everything', () => {
    expect(look('q=zzzzqq').total).toBe(0);
    expect(look('q=').total).toBe(rules.measures.length);
    expect(look('q=，。').total).toBe(0);
  });
});

describe('facets', () => {
  test('the counts of a group that every measure is in once add up', () => {
    for (const key of ['level', 'when', 'benefit', 'instrument', 'department'] as const) {
      const facet = look('').facets.find((one) => one.key === key);
      expect(
        facet?.options.reduce((total, { count }) => total + count, 0),
        key,
      ).toBe(rules.measures.length);
    }
  });

  test('a count is what choosing the value leads to', () => {
    const start = look('level=beijing');
    for (const { key, options } of start.facets.filter(({ key }) => key !== 'level')) {
      for (const { value, count, query } of options.slice(0, 3)) {
        expect(look(query.slice(1)).total, `${key} ${value}`).toBe(count);
      }
    }
  });

  test('values of one group widen, groups narrow', () => {
    const beijing = look('level=beijing').total;
    expect(look('level=beijing&level=chaoyang').total).toBe(beijing + look('level=chaoyang').total);
    expect(look('level=beijing&when=open').total).toBeLessThan(beijing);
  });

  test('a chosen value can be taken back, and an unknown one finds nothing but can be removed', () => {
    const view = look('level=beijing&instrument=voucher');
    expect(view.chosen.map(({ query }) => query)).toEqual(['?instrument=voucher', '?level=beijing']);
    const odd = look('level=atlantis');
    expect(odd.total).toBe(0);
    expect(odd.chosen[0]?.query).toBe('');
  });

  test('every value has a name in both languages', () => {
    for (const lang of ['zh', 'en'] as const) {
      for (const { options, key } of look('', lang).facets) {
        for (const { label } of options) {
          if (!/^[0-9A-Z]+$/.test(label)) expect(/[一-鿿]/.test(label), `${key} ${label}`).toBe(lang === 'zh');
          expect(label).not.toMatch(/^[a-z]/);
        }
      }
    }
  });
});

describe('order and pages', () => {
  test('what can be applied for stands first, what is over last', () => {
    const standingsShown = [1, 2, 3].flatMap((page) => look(`page=${page}`).rows.map(({ status }) => status.standing));
    expect(standingsShown[0]).toBe('open');
    expect(look(`page=${look('').pages}`).rows.at(-1)?.status.standing).toBe('ended');
  });

  test('by amount the largest named amount stands first', () => {
    const amounts = look('sort=amount').rows.map(({ money }) => money);
    expect(amounts.slice(0, 5)).not.toContain(null);
  });

  test('pages hold every measure once', () => {
    const { pages } = look('');
    const all = Array.from({ length: pages }, (_, index) => ids(look(`page=${index + 1}`))).flat();
    expect(all.length).toBe(rules.measures.length);
    expect(new Set(all).size).toBe(all.length);
    expect(look('page=9999').page).toBe(pages);
    expect(look('page=-1').page).toBe(1);
  });

  test('an address says what is asked for, and nothing else', () => {
    const asked = askedOf(new URLSearchParams('level=beijing&page=2&sort=amount&q=券&junk=1'), '2026-01-01');
    expect(new URLSearchParams(queryOf(asked)).toString()).toBe(
      new URLSearchParams('q=券&level=beijing&sort=amount&as-of=2026-01-01&page=2').toString(),
    );
    expect(queryOf(askedOf(new URLSearchParams(''), null))).toBe('');
    expect(FACETS).toHaveLength(7);
  });
});
