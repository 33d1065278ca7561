import { describe, expect, test } from 'vitest';
import { firmNamed, speaksForAnother } from '#lib/same-firm.ts';

const kept = {
  uscc: '91110105MA0000C016',
  profile: { name: '北京甲（朝阳）科技有限公司', registeredOn: '2019-05-01', region: 'chaoyang' },
};

describe('answers that would be saved to a firm', () => {
  test('speak for another firm by name, founding date or credit code, not by what firms change', () => {
    expect(speaksForAnother(kept, { name: '北京乙科技有限公司', region: 'haidian' })).toEqual(['name']);
    expect(speaksForAnother(kept, { registeredOn: '2021-05-01' })).toEqual(['registeredOn']);
    expect(speaksForAnother(kept, { uscc: '91110105MA0000C024' })).toEqual(['uscc']);
    expect(speaksForAnother(kept, { region: 'haidian' })).toEqual([]);
  });

  test('are the firm’s own where only the brackets differ, or where a renamed firm bears the same code', () => {
    expect(speaksForAnother(kept, { name: '北京甲(朝阳) 科技有限公司' })).toEqual([]);
    expect(speaksForAnother(kept, { uscc: kept.uscc, name: '北京丙科技有限公司' })).toEqual([]);
  });

  test('name a firm by its code or name, a new one by another, and none where they bear neither', () => {
    const firms = [{ uscc: kept.uscc, name: kept.profile.name }];
    expect(firmNamed(firms, { uscc: kept.uscc, name: '改过的名字' })).toBe(kept.uscc);
    expect(firmNamed(firms, { name: '北京甲(朝阳)科技有限公司' })).toBe(kept.uscc);
    expect(firmNamed(firms, { name: '北京乙科技有限公司' })).toBe('new');
    expect(firmNamed(firms, { region: 'chaoyang' })).toBeNull();
  });
});
