import { describe, expect, it } from 'vitest';
import { assess } from '#rules/engine/evaluate.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { laddersOf, type Rung } from '#rules/engine/path.ts';
import type { IsoDate, Json, Measure, Profile } from '#rules/engine/types.ts';
import { bareCatalogue, compileAll } from './support.ts';

const { rules } = compileAll();
const catalogue = loadCatalogue(rules);

function rungsOf(from: Catalogue, profile: Profile, asOf: IsoDate): Rung[] {
  const assessOne = assess(from, profile, asOf);
  return laddersOf(from, from.rules.measures.map(assessOne), asOf, profile).flat();
}
const rung = (rungs: readonly Rung[], id: string): Rung => {
  const found = rungs.find(({ measure }) => measure === id);
  if (!found) throw new Error(`no ladder has ${id}`);
  return found;
};

/** Two titles: the second needs the first, a year of age and a million of R&D. */
const TITLES: readonly Measure[] = [
  {
    id: 'first-title',
    level: 'beijing',
    instrument: 'certification',
    availability: 'rolling',
    title: 'makerspace',
    provisions: [],
    checked: '2026-01-01',
    grade: 'A',
    versions: [
      {
        from: '2020-01-01',
        bases: [],
        require: {
          kind: 'any',
          of: [
            { kind: 'test', id: 'resident', test: ['is', 'residentEnterprise'], grade: 'A', basis: [] },
            {
              kind: 'test',
              id: 'patents',
              test: ['>=', ['field', 'ip.classI'], ['num', 5]],
              unit: 'count',
              levers: ['ip.classI'],
              grade: 'A',
              basis: [],
            },
          ],
        },
      },
    ],
    calls: [],
    relations: {
      prerequisiteOf: ['second-title'],
      steps: { 'second-title': { required: true, origin: 'document', basis: [{ doc: 'rule', article: '3' }] } },
    },
  },
  {
    id: 'second-title',
    level: 'beijing',
    instrument: 'certification',
    availability: 'calls',
    title: 'hnte',
    renewalMonths: 6,
    provisions: [],
    checked: '2026-01-01',
    grade: 'A',
    versions: [
      {
        from: '2020-01-01',
        bases: [],
        require: {
          kind: 'all',
          of: [
            {
              kind: 'test',
              id: 'a-year-old',
              test: ['>=', ['days', ['field', 'registeredOn']], ['num', 365]],
              unit: 'days',
              grade: 'A',
              basis: [],
            },
            {
              kind: 'test',
              id: 'rd',
              test: ['>=', ['year', 'rdExpense', 0], ['num', 1_000_000]],
              unit: 'yuan',
              levers: ['rdExpense'],
              grade: 'A',
              basis: [],
            },
          ],
        },
      },
    ],
    calls: [
      {
        year: 2026,
        publishedOn: '2026-03-01',
        listed: true,
        windows: [{ closesOn: '2026-05-15' }, { opensOn: '2026-08-01', closesOn: '2026-09-24' }],
        grade: 'A',
        doc: 'call',
        checked: '2026-03-01',
      },
      {
        year: 2027,
        publishedOn: '2026-12-01',
        listed: true,
        windows: [{ opensOn: '2027-03-01', closesOn: '2027-05-31' }],
        grade: 'A',
        doc: 'call',
        checked: '2026-12-01',
      },
    ],
    relations: {},
  },
];
const made = loadCatalogue({ ...bareCatalogue.rules, measures: TITLES });
const firm = (more: Record<string, Json>): Profile => ({
  residentEnterprise: true,
  registeredOn: '2020-01-01',
  certificates: [{ type: 'makerspace', grantedOn: '2024-01-01' }],
  years: { 2025: { rdExpense: 1_000_000 } },
  ...more,
});
const second = (more: Record<string, Json>, asOf: IsoDate): Rung =>
  rung(rungsOf(made, firm(more), asOf), 'second-title');

describe('when the next title can be applied for', () => {
  it('is today inside a window, with its last day', () => {
    expect(second({}, '2026-05-15').apply).toEqual({ from: '2026-05-15', until: '2026-05-15', if: 'nothing' });
  });

  it('is the first day of the next window between two', () => {
    expect(second({}, '2026-05-16').apply).toEqual({ from: '2026-08-01', until: '2026-09-24', if: 'nothing' });
  });

  it('waits for the day from which time meets the condition, and for the window after it', () => {
    expect(second({ registeredOn: '2025-08-10' }, '2026-03-02').apply).toEqual({
      from: '2026-08-10',
      until: '2026-09-24',
      if: 'time',
    });
  });

  it('counts a year’s figures from the day after that year', () => {
    expect(second({ years: { 2025: { rdExpense: 900_000 } } }, '2026-03-02')).toMatchObject({
      lacking: ['rd'],
      obstacles: 1,
      gaps: [{ condition: 'rd', field: 'years.2025.rdExpense', delta: 100_000, forYear: 2026 }],
      apply: { from: '2027-03-01', until: '2027-05-31', if: 'figures' },
    });
  });

  it('hangs on answers where some are missing', () => {
    expect(second({ years: {} }, '2026-03-02')).toMatchObject({
      missing: ['years.2025.rdExpense'],
      apply: { from: '2026-03-02', if: 'answers' },
    });
  });

  it('is not known where no window is announced, nor for a title whose first step is still to come', () => {
    expect(second({ years: { 2026: { rdExpense: 1_000_000 } } }, '2027-06-01')).toMatchObject({
      ready: { from: '2027-06-01', if: 'nothing' },
      apply: null,
    });
    expect(second({ certificates: [] }, '2026-05-15')).toMatchObject({ state: 'later', apply: null });
  });

  it('takes the nearest of several ways: one that figures open, where another is closed', () => {
    const first = rungsOf(made, firm({ certificates: [], residentEnterprise: false, ip: { classI: 3 } }), '2026-03-02');
    expect(rung(first, 'first-title')).toMatchObject({ obstacles: 1, apply: { if: 'figures' } });
  });
});

describe('a title that is held', () => {
  const holder = (validTo: IsoDate, asOf: IsoDate): Rung =>
    second({ certificates: [{ type: 'hnte', grantedOn: '2024-01-01', validTo }] }, asOf);

  it('is renewed in the measure’s own months before its last day, when a window is open', () => {
    expect(holder('2027-02-10', '2026-05-15')).toMatchObject({
      state: 'held',
      validTo: '2027-02-10',
      renewFrom: '2026-08-10',
      renewalDue: false,
      apply: { from: '2026-08-10', until: '2026-09-24', if: 'nothing' },
    });
    expect(holder('2027-02-10', '2026-08-10').renewalDue).toBe(true);
  });

  it('without a last day is never renewed', () => {
    const rungs = rungsOf(made, firm({}), '2026-05-15');
    expect(rung(rungs, 'first-title')).toMatchObject({ state: 'held', renewFrom: null, apply: null });
  });
});

describe('where a ladder comes from', () => {
  it('the plans name one step, from technology SME to high-tech enterprise; documents name all others', () => {
    const named = rules.measures.flatMap(({ id, relations }) =>
      Object.entries(relations.steps ?? {}).flatMap(([next, step]) => (step.origin === 'plan' ? [[id, next]] : [])),
    );
    expect(named).toEqual([['cn-tech-sme', 'cn-hnte']]);
  });

  it('every step says where it is written', () => {
    for (const { id, relations } of rules.measures)
      for (const next of relations.prerequisiteOf ?? [])
        expect([id, next, relations.steps?.[next]?.basis.length]).not.toEqual([id, next, undefined]);
  });

  it('is told with the rung', () => {
    expect(second({}, '2026-05-15').steps).toEqual([
      { measure: 'first-title', required: true, origin: 'document', basis: [{ doc: 'rule', article: '3' }] },
    ]);
  });

  it('a step that nobody has to take holds back nobody who qualifies already', () => {
    const base: Profile = { ...firm({ certificates: [] }) };
    const [first, next] = TITLES;
    if (!first || !next) throw new Error('there are two titles');
    const optional = loadCatalogue({
      ...bareCatalogue.rules,
      measures: [
        {
          ...first,
          relations: {
            prerequisiteOf: ['second-title'],
            steps: { 'second-title': { required: false, origin: 'plan', basis: [{ doc: 'plan' }] } },
          },
        },
        next,
      ],
    });
    expect(rung(rungsOf(optional, base, '2026-05-15'), 'second-title').state).toBe('next');
    expect(rung(rungsOf(made, base, '2026-05-15'), 'second-title').state).toBe('later');
  });
});

describe('the catalogue’s ladders', () => {
  /** With a title for large firms that leads to the same. */
  const withLargeFirms = loadCatalogue({
    ...catalogue.rules,
    measures: catalogue.rules.measures.map((one) =>
      one.id === 'cn-tech-innovation-demonstration'
        ? { ...one, relations: { prerequisiteOf: ['cn-innovative-sme'] } }
        : one,
    ),
  });

  it('lead from technology SME to high-tech enterprise and from specialised SME to little giant', () => {
    const rungs = rungsOf(catalogue, { residentEnterprise: true }, '2026-07-01');
    expect(rung(rungs, 'cn-hnte').after).toContain('cn-tech-sme');
    expect(rung(rungs, 'cn-little-giant').after).toEqual(['cn-srdi-sme']);
    const order = rungs.map(({ measure }) => measure);
    expect(order.indexOf('cn-srdi-sme')).toBeLessThan(order.indexOf('cn-little-giant'));
  });

  it('are walked by the firms they are for: from technology SME over the direct route of high-tech enterprises', () => {
    const rungs = rungsOf(catalogue, { residentEnterprise: true }, '2026-07-01');
    expect(rungs.map(({ measure }) => measure)).toEqual([
      'cn-tech-sme',
      'cn-hnte',
      'cn-innovative-sme',
      'cn-srdi-sme',
      'cn-little-giant',
    ]);
    expect(rung(rungs, 'cn-innovative-sme').steps).toMatchObject([{ measure: 'cn-hnte', required: false }]);
    const held = {
      residentEnterprise: true,
      certificates: [{ type: 'hnte', grantedOn: '2025-12-01', validTo: '2028-11-30' }],
    };
    expect(rung(rungsOf(catalogue, held, '2026-07-01'), 'cn-innovative-sme').state).toBe('next');
  });

  it('begin with none for a team that is no firm yet', () => {
    const rungs = rungsOf(withLargeFirms, { applicantType: 'startup-team', residentEnterprise: false }, '2026-07-01');
    expect(rung(rungs, 'cn-tech-innovation-demonstration').state).toBe('later');
    expect(rung(rungs, 'cn-tech-sme').state).toBe('later');
  });

  it('begin with a title within reach, not with one that asks for three hundred people', () => {
    const small = { applicantType: 'company', residentEnterprise: true, years: { 2025: { employees: 12 } } };
    const rungs = rungsOf(withLargeFirms, small, '2026-07-01');
    const first = rungs.filter(({ after }) => after.length === 0).map(({ measure, state }) => [measure, state]);
    expect(first).toContainEqual(['cn-tech-sme', 'next']);
    expect(first).toContainEqual(['cn-tech-innovation-demonstration', 'later']);
    expect(first.findIndex(([, state]) => state === 'later')).toBeGreaterThan(
      first.findIndex(([measure]) => measure === 'cn-tech-sme'),
    );
  });
});
