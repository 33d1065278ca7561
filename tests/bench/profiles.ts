import { DISTRICTS, FACTS, INDUSTRIES, TAX_LEVELS, type Value } from './ruleset.ts';

/** A synthetic firm's answers; a missing answer is an absent key, as it would be in a JSON request. */
export type Firm = Readonly<Record<string, Value>>;

/** A stream of numbers in [0, 1) that is the same for the same seed. */
export function random(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Firms from a fixed seed; `missing` is the share of answers left out. */
export function makeProfiles(count: number, { seed = 20240601, missing = 0.2 } = {}): Firm[] {
  const next = random(seed);
  const int = (lo: number, hi: number): number => Math.floor(lo + next() * (hi - lo + 1));
  const log = (lo: number, hi: number): number =>
    Math.max(1, Math.round(Math.exp(Math.log(lo) + next() * (Math.log(hi) - Math.log(lo)))));
  const one = (list: readonly string[]): string => list[int(0, list.length - 1)] ?? '';
  return Array.from({ length: count }, () => {
    const staff = log(3, 2000);
    const revenue = log(80, 80000);
    const rdSpendLast = log(5, Math.max(10, revenue * 0.15));
    const rdSpend3y = rdSpendLast * 3;
    const all: Firm = {
      ageMonths: int(1, 240),
      revenue,
      revenueThreeYearsAgo: Math.max(1, Math.round(revenue * (0.3 + next()))),
      revenue3y: Math.max(1, Math.round(revenue * (2 + next()))),
      totalAssets: log(50, 90000),
      totalIncome: Math.round(revenue * 1.05) + 1,
      hiTechIncome: Math.round(revenue * next()),
      exportIncome: Math.round(revenue * next() * 0.4),
      staff,
      rdStaff: Math.round(staff * next() * 0.5),
      rdSpend3y,
      rdDomestic3y: Math.round(rdSpend3y * (0.4 + 0.6 * next())),
      rdSpendLast,
      rdSpendPrev: Math.max(1, Math.round(rdSpendLast * (0.6 + next() * 0.7))),
      rdEquipment: log(10, 2000),
      ipClass1: int(0, 2),
      ipClass2: int(0, 8),
      cloudSpend: int(0, 30),
      insuredStaff: Math.round(staff * (0.5 + next() / 2)),
      industry: one(INDUSTRIES),
      district: one(DISTRICTS),
      taxLevel: one(TAX_LEVELS),
      noAccident: next() < 0.93,
      creditClean: next() < 0.93,
      isHiTech: next() < 0.3,
      independentAccounts: next() < 0.9,
    };
    const firm: Record<string, Value> = {};
    for (const name of Object.keys(FACTS)) {
      const answer = all[name];
      if (next() >= missing && answer !== undefined) firm[name] = answer;
    }
    return firm;
  });
}
