import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, daysOf, isIsoDate, monthsBetween, toDay, toIso, todayInBeijing } from '#rules/engine/calendar.ts';
import { compare, toNumber } from '#rules/engine/rational.ts';

const day = fc.integer({ min: toDay('1990-01-01'), max: toDay('2060-12-31') });

describe('calendar', () => {
  it('knows which days exist', () => {
    expect(['2024-02-29', '2026-07-01'].every(isIsoDate)).toBe(true);
    expect(['2025-02-29', '2026-13-01', '2026-7-1', '20260701', '2026-07-01T00:00'].some(isIsoDate)).toBe(false);
  });

  it('turns days into dates and back', () => {
    fc.assert(
      fc.property(day, (each) => toDay(toIso(each)) === each),
      { numRuns: 1000 },
    );
  });

  it('adds months to the same day, or to the last one of a shorter month', () => {
    expect(toIso(addMonths(toDay('2024-01-31'), 1))).toBe('2024-02-29');
    expect(toIso(addMonths(toDay('2026-08-31'), -6))).toBe('2026-02-28');
    expect(toIso(addMonths(toDay('2023-05-20'), 36))).toBe('2026-05-20');
  });

  it('reaches a whole number of months exactly on the anniversary and not a day before', () => {
    fc.assert(
      fc.property(day, fc.integer({ min: 1, max: 240 }), (from, months) => {
        const anniversary = addMonths(from, months);
        const whole = { n: BigInt(months), d: 1n };
        return (
          compare(monthsBetween(from, anniversary), whole) === 0 &&
          compare(monthsBetween(from, anniversary - 1), whole) < 0
        );
      }),
      { numRuns: 2000 },
    );
  });

  it('never counts fewer months on a later day', () => {
    fc.assert(
      fc.property(
        day,
        fc.integer({ min: 0, max: 5000 }),
        (from, days) => compare(monthsBetween(from, from + days), monthsBetween(from, from + days + 1)) <= 0,
      ),
      { numRuns: 2000 },
    );
    expect(toNumber(monthsBetween(toDay('2026-01-01'), toDay('2026-01-01')))).toBe(0);
  });

  it('takes a month as any of its days', () => {
    expect(daysOf('2024-02')).toEqual({ first: toDay('2024-02-01'), last: toDay('2024-02-29') });
  });

  it('takes the day from the clock in Beijing', () => {
    expect(todayInBeijing(new Date('2026-06-30T16:00:00Z'))).toBe('2026-07-01');
    expect(todayInBeijing(new Date('2026-06-30T15:59:59Z'))).toBe('2026-06-30');
  });
});
