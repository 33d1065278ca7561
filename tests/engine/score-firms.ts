import type { Json } from '#rules/engine/types.ts';

/**
 * Random firms for the scores, always the same for the same seed: figures at the edge of a band, a fen beyond, or
 * anywhere; some answers missing; consistent as `validateProfile` demands (a part never exceeds its whole).
 */
export interface ScoreFirm {
  readonly asOf: string;
  readonly profile: { readonly [key: string]: Json };
}
type Random = () => number;
type Figures = { [key: string]: Json };

/** Numbers from 0 to 1 by the generator “mulberry32”. */
function randomFrom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function* scoreFirms(seed: number, count: number): Generator<ScoreFirm> {
  const random = randomFrom(seed);
  for (let index = 0; index < count; index += 1) yield firm(random);
}

const DAYS = ['2025-03-31', '2026-03-31', '2026-04-01', '2026-07-01', '2026-12-31', '2027-01-01'];
/** Where any of the two scores has an edge, in ten-thousandths. */
const EDGES = [0, 100, 200, 300, 400, 500, 600, 1000, 1500, 2000, 2500, 3000, 5000, 5500, 6000, 7000, 7500, 10000];
const GROWTHS = [9000, 10000, 10500, 11000, 11500, 13000];

function firm(random: Random): ScoreFirm {
  const asOf = pick(random, DAYS);
  const last = Number(asOf.slice(0, 4)) - 1;
  const missing = pick(random, [0, 0, 0.05, 0.15, 0.4]);
  const [now, before] = figuresOfTwoYears(random);
  const years = { [last]: thinned(random, now, missing), [last - 1]: thinned(random, before, missing) };
  const registeredOn = pick(random, [
    '2012-05-20',
    '2012-05-20',
    '2018-11',
    `${last - 1}-12-31`,
    `${last}-01-01`,
    `${last + 1}-01-01`,
    undefined,
  ]);
  const founded = registeredOn === undefined ? 0 : Number(registeredOn.slice(0, 4));
  return {
    asOf,
    profile: {
      ...(registeredOn === undefined ? {} : { registeredOn }),
      years: Object.fromEntries(Object.entries(years).filter(([year]) => Number(year) >= founded)),
      ip: thinned(random, rights(random), missing),
    },
  };
}

function figuresOfTwoYears(random: Random): readonly [Figures, Figures] {
  const revenue = fen(random, 40_000_000_000);
  const mainBefore = fen(random, 40_000_000_000);
  const grown = share(random, mainBefore, GROWTHS);
  const main = random() < 0.5 && grown <= revenue ? grown : atMost(revenue, share(random, revenue, EDGES));
  const costs = fen(random, 40_000_000_000);
  const spent = share(random, random() < 0.7 ? revenue : costs, EDGES);
  const assets = fen(random, 40_000_000_000);
  const liabilities = share(random, assets, EDGES);
  const employees = pick(random, [0, 1, 5, 20, 40, 60, 200, 500, 49, 29.4, 60.5, Math.floor(random() * 600)]);
  const technical = Math.min(employees, pick(random, [0, 0.1, 0.15, 0.2, 0.25, 0.3, random()]) * employees);
  const rounded = random() < 0.7 ? Number(technical.toFixed(1)) : Math.floor(technical);
  const techStaff = Math.min(employees, rounded);
  const now: Figures = {
    revenue: yuan(revenue),
    mainBusinessRevenue: yuan(main),
    rdExpense: yuan(spent),
    domesticRdExpense: yuan(atMost(spent, share(random, spent, EDGES))),
    costExpense: yuan(costs),
    totalAssets: yuan(assets),
    totalLiabilities: yuan(liabilities),
    netAssets: yuan(assets - liabilities),
    employees,
    techStaff,
    rdStaff: Math.floor(techStaff),
    ...(random() < 0.4 ? { employeesQuarterlyAverage: pick(random, [employees, employees + 0.5, 40, 98.4]) } : {}),
  };
  const before: Figures = { revenue: yuan(mainBefore * 2n), mainBusinessRevenue: yuan(mainBefore), rdExpense: 7 };
  return [now, before];
}

function rights(random: Random): Figures {
  const classI = Math.floor(random() * 3);
  const classII = Math.floor(random() * 7);
  const part = (whole: number): number => Math.floor(random() * (whole + 1));
  const classIMain = part(classI);
  return {
    classI,
    classII,
    classIMain,
    classIIMain: part(classII),
    classIOwnDeveloped: part(classI),
    classIMainOwnDeveloped: part(classIMain),
  };
}

// ---- Money in fen, so that every share is exact -----------------------------------------------

/** Nothing, a round amount that every edge divides, or any amount. */
function fen(random: Random, most: number): bigint {
  const kind = random();
  if (kind < 0.06) return 0n;
  const any = BigInt(Math.floor(random() * most));
  return kind < 0.75 ? (any / 1_000_000n + 1n) * 1_000_000n : any;
}
/** A share of the amount at one of the edges, often a fen or a ten-thousandth to the side, or any share of it. */
function share(random: Random, whole: bigint, edges: readonly number[]): bigint {
  const edge = random() < 0.8 ? pick(random, edges) : Math.floor(random() * 12_000);
  const aside = pick(random, [0, 0, 0, 1, -1]);
  const moved = (whole * BigInt(Math.max(0, edge + aside))) / 10_000n + pick(random, [0n, 0n, 1n, -1n]);
  return moved < 0n ? 0n : moved;
}
const atMost = (whole: bigint, part: bigint): bigint => (part > whole ? whole : part);
const yuan = (amount: bigint): number => Number(amount) / 100;

const pick = <T>(random: Random, choices: readonly [T, ...T[]] | readonly T[]): T => {
  const chosen = choices[Math.floor(random() * choices.length)];
  if (chosen === undefined && !choices.includes(chosen as T)) throw new Error('nothing to pick from');
  return chosen as T;
};
const thinned = (random: Random, figures: Figures, missing: number): Figures =>
  Object.fromEntries(Object.entries(figures).filter(() => random() >= missing));
