import { firstDayOf, lastDayOf } from '#rules/engine/calendar.ts';
import type { Nature } from './nature.ts';
import { P } from './parameters.ts';
import { between, type Random } from './random.ts';

/** One fiscal year as it was, whether or not the firm says so; yuan, people, shares. */
export interface YearFigures {
  readonly year: number;
  readonly revenue: number;
  readonly totalIncome: number;
  readonly mainBusinessRevenue: number;
  readonly highTechRevenue: number;
  readonly rdExpense: number;
  readonly domesticRdExpense: number;
  readonly costExpense: number;
  readonly totalAssets: number;
  readonly totalAssetsQuarterlyAverage: number;
  readonly totalLiabilities: number;
  readonly netAssets: number;
  readonly taxableIncome: number;
  readonly employees: number;
  readonly employeesMonthlyAverage: number;
  readonly employeesQuarterlyAverage: number;
  readonly techStaff: number;
  readonly rdStaff: number;
  readonly techTransferIncome: number;
  readonly techContractValue: number;
  readonly carriedLoss: number;
  readonly rdEquipmentValue: number;
  readonly graduatesShare: number;
}

/** The last three completed years in which the firm existed, oldest first; none for a firm of this year. */
export function drawYears(random: Random, nature: Nature): YearFigures[] {
  const habits = drawHabits(random, nature);
  const { growth } = P;
  // Backwards from the last year, so that its size is the one that was drawn.
  let { revenue, staff } = nature;
  const sizes: { year: number; revenue: number; staff: number }[] = [];
  for (let year = nature.lastYear; year > nature.lastYear - 3 && lastDayOf(year) >= nature.registered; year -= 1) {
    sizes.unshift({ year, revenue, staff });
    const young = nature.ageYears < 5 ? growth.youngExtra : 0;
    const step = growth.mean + (nature.tech ? growth.techExtra : 0) + young + growth.spread * random.normal();
    revenue /= Math.exp(step);
    staff /= Math.exp(step * growth.staffShare);
  }
  let loss = nature.ageYears > 4 && habits.margin < 0 ? Math.round(-habits.margin * nature.revenue) : 0;
  return sizes.map(({ year, revenue: full, staff: people }) => {
    const figures = yearOfFirm(random, nature, habits, { year, revenue: full, staff: people, loss });
    loss = Math.max(0, loss - Math.max(0, figures.taxableIncome)) + Math.max(0, -figures.taxableIncome);
    return figures;
  });
}

/** What stays much the same from year to year. */
interface Habits {
  readonly margin: number;
  readonly assetsPerRevenue: number;
  readonly leverage: number;
  readonly otherIncome: number;
  readonly mainShare: number;
  readonly highTechShare: number;
  readonly abroad: number;
  readonly techStaffShare: number;
  readonly rdStaffShare: number;
  readonly graduates: number;
  readonly contractShare: number;
  readonly transferShare: number;
  readonly equipment: number;
}

function drawHabits(random: Random, { row, tech, rdShare, kind }: Nature): Habits {
  const { finance, research } = P;
  const services = /^[IM]/.test(row.codes[0] ?? '');
  // Research costs money before it earns any: half of a share above 10 % comes out of the profit.
  const burden = between((rdShare - 0.1) * 0.5, 0, 2);
  const techStaffShare = tech ? between(random.logNormal(research.techStaff, research.staffSpread), 0.04, 0.95) : 0.06;
  return {
    margin: finance.margin + finance.marginSpread * random.normal() - burden,
    assetsPerRevenue: random.logNormal(finance.assetsPerRevenue, finance.assetsSpread),
    leverage: random.logNormal(finance.leverage, finance.leverageSpread),
    otherIncome: random.unit() * 0.04,
    mainShare: random.chance(0.3) ? 1 : 0.9 + 0.1 * random.unit(),
    highTechShare: tech ? between(research.highTechRevenue + research.highTechSpread * random.normal(), 0.05, 1) : 0,
    abroad: tech && random.chance(research.abroad) ? 0.1 + 0.4 * random.unit() : 0,
    techStaffShare: kind === 'university' ? 0.6 : techStaffShare,
    rdStaffShare: tech ? Math.min(random.logNormal(research.rdStaff, research.staffSpread), techStaffShare) : 0,
    graduates: between(row.graduates + 0.1 * random.normal(), 0.02, 1),
    contractShare: tech && services && random.chance(0.4) ? random.unit() * 0.5 : 0,
    transferShare: tech && random.chance(0.04) ? random.unit() * 0.2 : 0,
    equipment: random.logNormal(research.equipmentPerRd, 0.7),
  };
}

interface YearSize {
  readonly year: number;
  /** Revenue and staff as if the firm had existed all year. */
  readonly revenue: number;
  readonly staff: number;
  /** Losses of earlier years not yet used. */
  readonly loss: number;
}

function yearOfFirm(random: Random, nature: Nature, habits: Habits, size: YearSize): YearFigures {
  const begun = Math.max(nature.registered, firstDayOf(size.year));
  const part = (lastDayOf(size.year) + 1 - begun) / 365;
  // A young firm sells little at first; only its full years are worth comparing.
  const revenue = Math.round(size.revenue * Math.min(part, 1) * (part < 1 ? 0.6 : 1));
  const employees = Math.max(1, Math.round(size.staff));
  const research = size.revenue * Math.min(part, 1) * nature.rdShare;
  const rdExpense = Math.max(0, Math.round(research * (1 + 0.1 * random.normal())));
  const totalIncome = Math.round(revenue * (1 + habits.otherIncome));
  const profit = Math.round(revenue * (habits.margin + 0.03 * random.normal()));
  const totalAssets = Math.round(size.revenue * habits.assetsPerRevenue * (1 + 0.05 * random.normal()));
  const totalLiabilities = Math.round(totalAssets * between(habits.leverage + 0.04 * random.normal(), 0.02, 1.6));
  const techStaff = Math.min(employees, Math.round(employees * habits.techStaffShare));
  const averaged = Math.max(1, Math.round(employees * (0.94 + 0.06 * random.unit())));
  return {
    year: size.year,
    revenue,
    totalIncome,
    mainBusinessRevenue: Math.round(revenue * habits.mainShare),
    highTechRevenue: Math.round(revenue * habits.highTechShare),
    rdExpense,
    domesticRdExpense: Math.floor(rdExpense * (1 - habits.abroad)),
    costExpense: Math.max(0, totalIncome - profit),
    totalAssets,
    totalAssetsQuarterlyAverage: Math.round(totalAssets * (0.92 + 0.08 * random.unit())),
    totalLiabilities,
    netAssets: totalAssets - totalLiabilities,
    // The extra deduction for R&D (研发费用加计扣除) comes off the profit.
    taxableIncome: Math.round(profit - 0.9 * rdExpense),
    employees,
    employeesMonthlyAverage: averaged,
    employeesQuarterlyAverage: averaged,
    techStaff,
    rdStaff: Math.min(techStaff, Math.round(employees * habits.rdStaffShare)),
    techTransferIncome: Math.round(revenue * habits.transferShare),
    techContractValue: Math.round(revenue * habits.contractShare),
    carriedLoss: size.loss,
    rdEquipmentValue: Math.round(rdExpense * habits.equipment),
    graduatesShare: Math.round(habits.graduates * 10_000) / 10_000,
  };
}
