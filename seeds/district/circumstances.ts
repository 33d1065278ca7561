import { isoOf } from './dates.ts';
import type { Json } from '#rules/engine/types.ts';
import type { YearFigures } from './figures.ts';
import type { Nature } from './nature.ts';
import { P } from './parameters.ts';
import { oneOf, type Random } from './random.ts';
import type { Rights } from './rights.ts';
import type { Certificate } from './titles.ts';

type Part = Record<string, Json>;
const C = P.circumstances;

export function drawCredit(random: Random): Part {
  const incident = random.chance(C.incidentLast3y);
  return {
    abnormalList: random.chance(C.abnormalList),
    seriousDishonesty: random.chance(C.seriousDishonesty),
    majorIncidentLastYear: incident && random.chance(0.4),
    majorIncidentLast3y: incident,
    researchMisconduct: random.chance(C.misconduct),
  };
}

/** The firm's loan, or nothing; its interest and principal also stand in the last year's figures. */
export function drawLoan(random: Random, nature: Nature, last: YearFigures, rights: Rights): Part | undefined {
  if (!random.chance(C.loan) || last.revenue < 300_000) return undefined;
  const contractAmount = roundTo(10_000, random.logNormal(last.revenue * C.loanPerRevenue, 0.7)) || 50_000;
  const principal = random.chance(0.8) ? contractAmount : roundTo(10_000, contractAmount * (0.5 + 0.5 * random.unit()));
  const ratePercent = Math.round(Math.max(2.4, C.loanRate + C.loanRateSpread * random.normal()) * 100) / 100;
  const repaid = random.chance(0.45);
  return {
    firstLoan: random.chance(C.firstLoan),
    principal,
    contractAmount,
    interestPaid: Math.round((principal * ratePercent * (repaid ? 1 : 0.3 + 0.6 * random.unit())) / 100),
    pledgedIp: rights.classI > 0 && random.chance(C.pledgedIp),
    ratePercent,
    ...(repaid ? { settledOn: isoOf(nature.asOf - random.whole(5, 400)) } : {}),
  };
}

/** Equity raised so far, in yuan. */
export function drawRaised(random: Random, nature: Nature): number {
  if (!nature.tech || nature.kind !== 'company' || !random.chance(C.raising)) return 0;
  return roundTo(10_000, random.logNormal(C.raisedPerStaff * nature.staff, C.raisedSpread));
}

export function drawEquity(random: Random, nature: Nature, raisedTotal: number, last: YearFigures): Part {
  const raisedLast3y = random.chance(0.6) ? roundTo(10_000, raisedTotal * (0.3 + 0.7 * random.unit())) : 0;
  const listed = drawListing(random, nature, last);
  const onTheWay = listed === 'none' && last.revenue > 1.5e8 && nature.tech && random.chance(0.12);
  return {
    raisedTotal,
    raisedLast3y: Math.min(raisedLast3y, raisedTotal),
    raisedLast2y: random.chance(0.7) ? Math.min(raisedLast3y, raisedTotal) : 0,
    ...(raisedTotal > 0
      ? { valuationUsd: roundTo(1000, (raisedTotal * random.logNormal(C.valuationPerRaised, 0.4)) / 7.1) }
      : {}),
    listed,
    ipoStage: onTheWay ? (oneOf(random, ['restructuring', 'tutoring', 'filed']) ?? 'none') : 'none',
  };
}

function drawListing(random: Random, { kind, ageYears }: Nature, { revenue }: YearFigures): string {
  if (kind !== 'company' || ageYears < 4) return 'none';
  const large = revenue > 4e8;
  if (!random.chance(large ? C.listedLarge : revenue > 2e7 ? C.listedSmall : 0)) return 'none';
  const boards = large
    ? ['sse', 'szse', 'star', 'chinext', 'hkex', 'overseas', 'bse']
    : ['neeq-base', 'neeq-base', 'neeq-innovation', 'bse'];
  return oneOf(random, boards) ?? 'none';
}

export function drawIncubation(random: Random, nature: Nature): Part {
  const young = nature.ageYears < 4;
  if (!random.chance(young && nature.tech ? C.tenant : young ? C.tenantPlain : 0)) return { tenantOf: 'none' };
  return {
    tenantOf:
      oneOf(random, ['national', 'provincial', 'provincial', 'district', 'district', 'beijing-benchmark']) ??
      'district',
    tenantSince: isoOf(nature.registered + random.whole(0, Math.max(0, nature.asOf - nature.registered))),
  };
}

export function drawCarrier(random: Random, nature: Nature): Part {
  const area = roundTo(100, random.logNormal(6500, 0.7));
  const tenants = Math.max(2, Math.round((area / 150) * (0.6 + 0.8 * random.unit())));
  return {
    operates: true,
    area,
    tenants,
    techTenants: Math.round(tenants * (0.4 + 0.5 * random.unit())),
    graduates: Math.round(nature.ageYears * random.logNormal(4, 0.5)),
    seedFund: random.chance(0.7) ? roundTo(100_000, random.logNormal(4_000_000, 0.8)) : 0,
    mentors: random.whole(3, 40),
    operatingSince: isoOf(nature.registered + random.whole(0, Math.min(400, nature.asOf - nature.registered))),
    nationalRecord: random.chance(0.2),
  };
}

export function drawInvestment(random: Random): Part {
  const both = random.chance(0.4);
  return {
    heldMonths: random.whole(3, 60),
    amount: roundTo(10_000, random.logNormal(5_000_000, 1)),
    ...(both
      ? { hnteHeldMonths: random.whole(3, 60), hnteAmount: roundTo(10_000, random.logNormal(6_000_000, 1)) }
      : {}),
  };
}

export function drawLists(random: Random, nature: Nature, last: YearFigures, titles: readonly Certificate[]): string[] {
  const holds = (type: string) => titles.some((title) => title.type === type);
  const large = last.revenue > 2e8;
  const made = nature.tech && nature.industryCode.startsWith('C');
  const chances: readonly (readonly [string, number])[] = [
    ['service-package-city', large ? 0.08 : 0],
    ['service-package-district', large ? 0.3 : nature.tech ? 0.03 : 0.005],
    ['hnte-pool', nature.tech && !holds('hnte') ? 0.14 : 0],
    ['unicorn-pool', holds('unicorn-potential') ? 0.6 : 0],
    ['scale-up', last.revenue > 8e6 && last.revenue < 3e7 ? 0.08 : 0],
    ['ic-vat', nature.row.id === 'chip-design' && holds('hnte') ? 0.3 : 0],
    ['ic-rd-deduction', nature.row.id === 'chip-design' ? 0.25 : 0],
    ['machine-tool-vat', nature.row.id === 'machinery' && holds('hnte') ? 0.03 : 0],
    ['machine-tool-rd-deduction', nature.row.id === 'machinery' ? 0.02 : 0],
    ['advanced-manufacturing-vat', made && holds('hnte') ? 0.55 : 0],
    ['opc-community', nature.staff <= 3 && nature.ageYears < 3 ? 0.06 : 0],
    ['srdi-board', holds('srdi-sme') ? 0.07 : 0],
  ];
  return chances.filter(([, probability]) => probability > 0 && random.chance(probability)).map(([list]) => list);
}

export function drawTalent(random: Random, nature: Nature, last: YearFigures | undefined): Part {
  const heads = last?.techStaff ?? nature.staff;
  const foreign = nature.ownership.endsWith('invested') ? 0.06 : 0.01;
  return {
    overseasHighLevel: nature.tech ? random.count(heads * 0.012, 0.6) : 0,
    leading: nature.tech ? random.count(heads * 0.005, 0.6) : 0,
    under30Founder: nature.ageYears < 6 && random.chance(2 * C.under30Founder),
    foreignStaff: random.count((last?.employees ?? nature.staff) * foreign, 0.6),
  };
}

export function drawNeeds(random: Random, { tech }: Nature): string[] {
  const wanted = P.needs.list.filter((need) => random.chance(tech ? need.tech : need.plain)).map(({ id }) => id);
  return wanted.slice(0, P.needs.most);
}

const roundTo = (step: number, value: number): number => Math.round(value / step) * step;
