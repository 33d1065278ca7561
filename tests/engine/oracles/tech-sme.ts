import {
  anyOf,
  better,
  couldBeAtLeast,
  couldBeBelow,
  figure,
  hadYear,
  isGiven,
  type PlainProfile,
  type Points,
  pointsFrom,
  share,
  together,
} from './exact.ts';

/**
 * The technology-based SME score (国科发政〔2017〕115 号 第七条), straight from the rule and without the engine:
 * technical staff 20, R&D 50 by the better of two shares, results 30. Figures are those of the year before `asOfYear`.
 */
export interface TechSmeScore {
  readonly total: Points;
  readonly staff: Points;
  readonly rd: Points;
  readonly results: Points;
}

export function techSmeScore(profile: PlainProfile, asOfYear: number): TechSmeScore {
  const year = asOfYear - 1;
  const none = { min: 0, max: 0 };
  const notYet = hadYear(profile, year) === 'no';
  const staff = notYet ? none : staffPoints(profile, `years.${year}`);
  const rd = notYet ? none : rdPoints(profile, `years.${year}`);
  const results = resultPoints(profile);
  return { total: together(staff, rd, results), staff, rd, results };
}

/** 第七条（一）: ≥30 % 20, 25–30 % 16, 20–25 % 12, 15–20 % 8, 10–15 % 4, below 0; by the quarterly average where it is given. */
function staffPoints(profile: PlainProfile, year: string): Points {
  const technical = figure(profile, `${year}.techStaff`, { whole: `${year}.employees` });
  const average = `${year}.employeesQuarterlyAverage`;
  const employees = isGiven(profile, average)
    ? figure(profile, average)
    : figure(profile, `${year}.employees`, { parts: [`${year}.techStaff`, `${year}.rdStaff`] });
  return pointsFrom(share(technical, employees), [
    ['0.3', 20],
    ['0.25', 16],
    ['0.2', 12],
    ['0.15', 8],
    ['0.1', 4],
  ]);
}

/** 第七条（二）: by revenue ≥6 % 50 … 2–3 % 10; or by costs ≥30 % 50 … 10–15 % 10; the firm chooses. */
function rdPoints(profile: PlainProfile, year: string): Points {
  const spent = figure(profile, `${year}.rdExpense`, { parts: [`${year}.domesticRdExpense`] });
  const revenue = figure(profile, `${year}.revenue`, { parts: [`${year}.mainBusinessRevenue`] });
  const costs = figure(profile, `${year}.costExpense`);
  const byRevenue = pointsFrom(share(spent, revenue), [
    ['0.06', 50],
    ['0.05', 40],
    ['0.04', 30],
    ['0.03', 20],
    ['0.02', 10],
  ]);
  const byCosts = pointsFrom(share(spent, costs), [
    ['0.3', 50],
    ['0.25', 40],
    ['0.2', 30],
    ['0.15', 20],
    ['0.1', 10],
  ]);
  return better(byRevenue, byCosts);
}

/** 第七条（三）: rights tied to the main product. One Class I 30; else Class II: four 24, three 18, two 12, one 6. */
function resultPoints(profile: PlainProfile): Points {
  const first = figure(profile, 'ip.classIMain', { parts: ['ip.classIMainOwnDeveloped'], whole: 'ip.classI' });
  const second = figure(profile, 'ip.classIIMain', { whole: 'ip.classII' });
  const options: Points[] = [];
  if (couldBeAtLeast(first, 1)) options.push({ min: 30, max: 30 });
  if (couldBeBelow(first, 1)) {
    for (const [count, points] of CLASS_TWO) {
      const notMore = count === 4 || couldBeBelow(second, count + 1);
      if (couldBeAtLeast(second, count) && notMore) options.push({ min: points, max: points });
    }
  }
  return anyOf(options);
}
const CLASS_TWO = [
  [4, 24],
  [3, 18],
  [2, 12],
  [1, 6],
  [0, 0],
] as const;
