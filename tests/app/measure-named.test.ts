/** A measure as people name it in a form. */
import { describe, expect, test } from 'vitest';
import { measureNamed, measuresLike } from '#lib/server/measure-named.ts';
import { texts } from '../functions/artefact.ts';

describe('the measure somebody means', () => {
  test.each([
    ['cn-hnte', 'cn-hnte'],
    [' 高新技术企业认定 ', 'cn-hnte'],
    ['high and new technology enterprise certification', 'cn-hnte'],
    ['高企', 'cn-hnte'],
    ['HNTE', 'cn-hnte'],
  ])('%s is told from its id, its whole name or another word for the title', (typed, id) => {
    expect(measureNamed(typed, texts)).toBe(id);
  });

  test.each(['', '  ', '专精特新', '筑基扩容', '税', '没有这样的政策'])('“%s” names none by itself', (typed) => {
    expect(measureNamed(typed, texts)).toBeNull();
  });

  test('what only resembles names is offered to choose from', () => {
    expect(measuresLike('筑基扩容', texts, 'zh').map(({ id }) => id)).toContain('zgc-hnte-foundation');
    expect(measuresLike('没有这样的政策', texts, 'zh')).toEqual([]);
  });
});
