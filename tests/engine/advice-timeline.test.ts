import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#rules/cli/paths.ts';
import { toDay, toIso } from '#rules/engine/calendar.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { timelineOf, type Turn } from '#rules/engine/timeline.ts';
import type { Expr, IsoDate, Json, Measure, Profile, Test } from '#rules/engine/types.ts';
import { firms } from './profiles.ts';
import { bareCatalogue, compileAll } from './support.ts';

const catalogue = loadCatalogue(compileAll().rules);
const AS_OF = '2026-07-01';

/** The answer that the turns up to a day give. */
function told(turns: readonly Turn[], measure: Measure, start: { verdict: string; state: string }, day: IsoDate) {
  const past = turns.filter((turn) => turn.measure === measure.id && turn.on <= day);
  return {
    verdict: past.findLast(({ verdict }) => verdict)?.verdict?.to ?? start.verdict,
    state: past.findLast(({ availability }) => availability)?.availability?.to ?? start.state,
  };
}
function answer(from: Catalogue, profile: Profile, measure: Measure, day: IsoDate): { verdict: string; state: string } {
  const { verdict, availability } = assess(from, profile, day, { gaps: false })(measure);
  return { verdict, state: availability.state };
}

describe('the timeline', () => {
  it('names every change of a firm: between two of its days nothing turns', () => {
    const profile = JSON.parse(readFileSync(join(ROOT, 'seeds/firms/chaoyang-ai-software.json'), 'utf8')) as Profile;
    const turns = timelineOf(catalogue, profile, AS_OF);
    expect(turns.length).toBeGreaterThan(5);
    fc.assert(
      fc.property(fc.constantFrom(...catalogue.rules.measures), fc.integer({ min: 1, max: 1095 }), (measure, ahead) => {
        const day = toIso(toDay(AS_OF) + ahead);
        const start = answer(catalogue, profile, measure, AS_OF);
        expect([measure.id, day, told(turns, measure, start, day)]).toEqual([
          measure.id,
          day,
          answer(catalogue, profile, measure, day),
        ]);
      }),
      { numRuns: 400 },
    );
  });

  it('does so for any firm on any day', () => {
    fc.assert(
      fc.property(
        firms(catalogue.rules.fields),
        fc.subarray([...catalogue.rules.measures], { minLength: 3, maxLength: 6 }),
        fc.integer({ min: 0, max: 1500 }),
        fc.array(fc.integer({ min: 1, max: 1095 }), { minLength: 4, maxLength: 4 }),
        (profile, measures, since, aheads) => {
          const asOf = toIso(toDay('2022-12-15') + since);
          const turns = timelineOf(catalogue, profile, asOf, measures);
          for (const measure of measures) {
            const start = answer(catalogue, profile, measure, asOf);
            for (const ahead of aheads) {
              const day = toIso(toDay(asOf) + ahead);
              expect([measure.id, asOf, day, told(turns, measure, start, day)]).toEqual([
                measure.id,
                asOf,
                day,
                answer(catalogue, profile, measure, day),
              ]);
            }
          }
        },
      ),
      { numRuns: 100 },
    );
  });

  it('turns nothing on a day on which nothing changes', () => {
    const turns = timelineOf(catalogue, { residentEnterprise: true, region: 'chaoyang' }, AS_OF);
    for (const { verdict, availability } of turns) {
      expect(verdict ?? availability).not.toBeNull();
      expect(verdict?.from).not.toBe(verdict ? verdict.to : 0);
      expect(availability?.from).not.toBe(availability ? availability.to : 0);
    }
  });
});

/** A catalogue with a measure that rests on one test, and what else the test reads. */
function resting(test: Test, more: Partial<Catalogue['rules']> = {}): Catalogue {
  const measure = (id: string, require: Test): Measure => ({
    id,
    level: 'beijing',
    instrument: 'grant',
    availability: 'rolling',
    provisions: [],
    checked: '2026-01-01',
    grade: 'A',
    versions: [
      { from: '2020-01-01', bases: [], require: { kind: 'test', id: 'only', test: require, grade: 'A', basis: [] } },
    ],
    calls: [],
    relations: {},
  });
  return loadCatalogue({
    ...bareCatalogue.rules,
    measures: [measure('one', test), measure('other', ['<=', ['years', ['field', 'registeredOn']], ['num', 7]])],
    ...more,
  });
}
const turnsOf = (test: Test, answers: Record<string, Json>, more: Partial<Catalogue['rules']> = {}): string[] => {
  const made = resting(test, more);
  const turns = timelineOf(made, answers, AS_OF, made.rules.measures.slice(0, 1));
  return turns.map(({ on, verdict }) => `${on} ${verdict?.to ?? ''}`);
};
const since = (unit: 'days' | 'months' | 'years'): Expr => [unit, ['field', 'registeredOn']];

describe('the days it looks at', () => {
  it('are the day an age is reached, and the day after one that may not be passed', () => {
    expect(turnsOf(['>=', since('days'), ['num', 365]], { registeredOn: '2025-10-01' })).toEqual([
      '2026-10-01 eligible',
    ]);
    expect(turnsOf(['<=', since('years'), ['num', 5]], { registeredOn: '2023-02-28' })).toEqual([
      '2028-02-29 ineligible',
    ]);
  });

  it('are the first and the last such day where only the month is known', () => {
    expect(turnsOf(['>=', since('months'), ['num', 24]], { registeredOn: '2025-02' })).toEqual([
      '2027-02-01 incomplete',
      '2027-02-28 eligible',
    ]);
  });

  it('are all days where an age is only compared after arithmetic, or with a figure', () => {
    const halves: Expr = ['/', since('months'), ['num', 2]];
    expect(turnsOf(['>=', halves, ['num', 10]], { registeredOn: '2025-03-15' })).toEqual(['2026-11-15 eligible']);
    expect(
      turnsOf(['>=', since('years'), ['field', 'ip.classI']], { registeredOn: '2024-09-09', ip: { classI: 3 } }),
    ).toEqual(['2027-09-09 eligible']);
  });

  it('are those on which a sum of ages passes what it is compared with', () => {
    expect(turnsOf(['>=', ['+', since('months'), ['num', 6]], ['num', 24]], { registeredOn: '2025-03-15' })).toEqual([
      '2026-09-15 eligible',
    ]);
    expect(turnsOf(['>=', ['-', since('days'), ['num', 400]], ['num', -20]], { registeredOn: '2026-01-01' })).toEqual([
      '2027-01-16 eligible',
    ]);
    // Between two dates time stands still, but for the length of the months begun.
    const between: Expr = ['-', since('months'), ['months', ['date', '2026-01-31']]];
    const test: Test = ['<=', between, ['num', 11]];
    const made = resting(test);
    const [measure] = made.rules.measures;
    if (!measure) throw new Error('there is a measure');
    const profile = { registeredOn: '2025-02-28' };
    const turns = timelineOf(made, profile, AS_OF, [measure]);
    const start = answer(made, profile, measure, AS_OF);
    for (let ahead = 1; ahead < 1000; ahead += 1) {
      const day = toIso(toDay(AS_OF) + ahead);
      expect([day, told(turns, measure, start, day)]).toEqual([day, answer(made, profile, measure, day)]);
    }
    expect(turns.length).toBeGreaterThan(2);
  });

  it('are those on which a parameter, or the age it rests on, turns', () => {
    const values = (value: Expr, later: Expr) => [
      { from: '2020-01-01', to: '2027-04-01', value, grade: 'A' as const, basis: [] },
      { from: '2027-04-01', value: later, grade: 'A' as const, basis: [] },
    ];
    const floor = (value: Expr, later: Expr) => ({
      parameters: { floor: { unit: 'count' as const, values: values(value, later) } },
    });
    const test: Test = ['>=', ['field', 'ip.classI'], ['param', 'floor']];
    expect(turnsOf(test, { ip: { classI: 3 } }, floor(['num', 2], ['num', 4]))).toEqual(['2027-04-01 ineligible']);
    const young: Expr = ['if', ['<', since('years'), ['num', 3]], ['num', 2], ['num', 9]];
    expect(turnsOf(test, { ip: { classI: 3 }, registeredOn: '2024-01-10' }, floor(young, young))).toEqual([
      '2027-01-10 ineligible',
    ]);
  });

  it('are those on which the verdict of another measure turns', () => {
    expect(turnsOf(['qualifies', 'other'], { registeredOn: '2020-05-05' })).toEqual(['2027-05-06 ineligible']);
  });

  it('are the first and last days of certificates, and the first on which a holder may renew', () => {
    const certificates = [{ type: 'hnte', grantedOn: '2024-08-01', validTo: '2027-07-31' }];
    expect(turnsOf(['holds', 'hnte'], { certificates })).toEqual(['2027-08-01 ineligible']);
    expect(turnsOf(['renewal', 'hnte', 5], { certificates })).toEqual(['2027-02-28 eligible', '2027-08-01 ineligible']);
  });

  it('are the days on which the size classes turn', () => {
    const row = (small: number) => ({
      codes: ['I'],
      large: { employees: 300 },
      medium: { employees: 100 },
      small: { employees: small },
    });
    const sizes = {
      values: [
        { from: '2011-01-01', to: '2026-10-01', rows: [row(10)] },
        { from: '2026-10-01', rows: [row(50)] },
      ],
    };
    const answers = { industryCode: 'I6510', registeredOn: '2020-01-01', years: { 2025: { employees: 20 } } };
    expect(turnsOf(['size', ['small']], answers, { sizes })).toEqual([
      '2026-10-01 ineligible',
      '2027-01-01 incomplete',
    ]);
  });
});
