import {
  anyOf,
  couldBeAtLeast,
  couldBeBelow,
  couldBeZero,
  figure,
  hadYear,
  type PlainProfile,
  type Points,
  pointsFrom,
  pointsUpTo,
  share,
  together,
} from './exact.ts';

/**
 * The innovative-SME rating (工信部企业〔2022〕63 号 附件1), straight from the rule and without the engine: innovation 40
 * (IP 20, R&D 20), growth 30 (main business 20, liabilities 10), specialisation 30 (field 10, main share 20). What only
 * a person can say (high-value rights, bought rights, the field, growth of a firm without a year before) stays a span.
 */
export interface InnovativeSmeScore {
  readonly total: Points;
  readonly innovation: Points;
  readonly growth: Points;
  readonly specialisation: Points;
}

const NONE: Points = { min: 0, max: 0 };

export function innovativeSmeScore(profile: PlainProfile, asOfYear: number): InnovativeSmeScore {
  const year = `years.${asOfYear - 1}`;
  const notYet = hadYear(profile, asOfYear - 1) === 'no';
  const rdShare = notYet ? NONE : rdPoints(profile, year);
  const debt = notYet ? NONE : debtPoints(profile, year);
  const mainShare = notYet ? NONE : mainSharePoints(profile, year);
  const innovation = together(ipPoints(profile), rdShare);
  const growth = together(growthPoints(profile, asOfYear), debt);
  const specialisation = together({ min: 5, max: 10 }, mainShare);
  return { total: together(innovation, growth, specialisation), innovation, growth, specialisation };
}

/** ① self-developed Class I 15 (20 if high-value); other Class I 10 or 20, or nothing if bought within the year; Class II 5. */
function ipPoints(profile: PlainProfile): Points {
  const own = figure(profile, 'ip.classIOwnDeveloped', { whole: 'ip.classI' });
  const first = figure(profile, 'ip.classI', {
    parts: ['ip.classIMain', 'ip.classIOwnDeveloped', 'ip.classIMainOwnDeveloped'],
  });
  const second = figure(profile, 'ip.classII', { parts: ['ip.classIIMain'] });
  const options: Points[] = [];
  if (couldBeAtLeast(own, 1)) options.push({ min: 15, max: 20 });
  if (couldBeBelow(own, 1)) {
    if (couldBeAtLeast(first, 1)) options.push({ min: 0, max: 20 });
    if (couldBeBelow(first, 1)) options.push({ min: 0, max: couldBeAtLeast(second, 1) ? 5 : 0 });
  }
  return anyOf(options);
}

/** ② R&D per revenue: ≥5 % 20, 3–5 % 15, 2–3 % 10, 1–2 % 5, below 0. */
function rdPoints(profile: PlainProfile, year: string): Points {
  const spent = figure(profile, `${year}.rdExpense`, { parts: [`${year}.domesticRdExpense`] });
  return pointsFrom(share(spent, revenueOf(profile, year)), [
    ['0.05', 20],
    ['0.03', 15],
    ['0.02', 10],
    ['0.01', 5],
  ]);
}

/** ③ Growth of main business: ≥15 % 20, 10–15 % 15, 5–10 % 10, 0–5 % 5, shrinking 0. Growth of 15 % is a share of 1.15. */
function growthPoints(profile: PlainProfile, asOfYear: number): Points {
  const judged = { min: 0, max: 20 };
  if (hadYear(profile, asOfYear - 2) !== 'yes') return judged;
  const before = mainBusinessOf(profile, `years.${asOfYear - 2}`);
  // From nothing there is no rate of growth: a person judges.
  if (couldBeZero(before)) return judged;
  return pointsFrom(share(mainBusinessOf(profile, `years.${asOfYear - 1}`), before), [
    ['1.15', 20],
    ['1.1', 15],
    ['1.05', 10],
    ['1', 5],
  ]);
}

/** ④ Liabilities per assets: up to 55 % 10, up to 75 % 5, above 0. */
function debtPoints(profile: PlainProfile, year: string): Points {
  const assets = figure(profile, `${year}.totalAssets`, { parts: [`${year}.netAssets`] });
  return pointsUpTo(share(figure(profile, `${year}.totalLiabilities`), assets), [
    ['0.55', 10],
    ['0.75', 5],
  ]);
}

/** ⑥ Main business per revenue: ≥70 % 20, 60–70 % 15, 55–60 % 10, 50–55 % 5, below 0. */
function mainSharePoints(profile: PlainProfile, year: string): Points {
  return pointsFrom(share(mainBusinessOf(profile, year), revenueOf(profile, year)), [
    ['0.7', 20],
    ['0.6', 15],
    ['0.55', 10],
    ['0.5', 5],
  ]);
}

const revenueOf = (profile: PlainProfile, year: string) =>
  figure(profile, `${year}.revenue`, { parts: [`${year}.mainBusinessRevenue`] });
const mainBusinessOf = (profile: PlainProfile, year: string) =>
  figure(profile, `${year}.mainBusinessRevenue`, { whole: `${year}.revenue` });
