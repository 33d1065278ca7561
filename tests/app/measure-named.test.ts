/** A measure as people name it in a form. */
import { describe, expect, test } from 'vitest';
import { measureNamed } from '#lib/server/measure-named.ts';

const measures = [
  { id: 'cn-hnte', name: 'High and New Technology Enterprise' },
  { id: 'cn-hnte-cit', name: 'Income tax rate of 15 % for high-tech enterprises' },
  { id: 'cn-srdi-sme', name: '专精特新中小企业认定' },
  { id: 'cn-srdi-giant', name: '专精特新“小巨人”企业认定' },
];

describe('the measure somebody means', () => {
  test.each([
    ['cn-hnte', 'cn-hnte'],
    [' high and new technology enterprise ', 'cn-hnte'],
    ['小巨人', 'cn-srdi-giant'],
    ['Income tax', 'cn-hnte-cit'],
  ])('%s is told from its id, its name or a part no other has', (typed, id) => {
    expect(measureNamed(typed, measures)).toBe(id);
  });

  test.each(['', '  ', '专精特新', '没有这样的政策'])('“%s” names none, or more than one', (typed) => {
    expect(measureNamed(typed, measures)).toBeNull();
  });
});
