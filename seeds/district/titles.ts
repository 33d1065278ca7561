import { yearOf } from '#rules/engine/calendar.ts';
import type { IsoDate } from '#rules/engine/types.ts';
import { dayOf, isoOf } from './dates.ts';
import type { YearFigures } from './figures.ts';
import type { Nature } from './nature.ts';
import { P } from './parameters.ts';
import { oneOf, type Random } from './random.ts';
import type { Rights } from './rights.ts';

export interface Certificate {
  readonly type: string;
  readonly grantedOn: IsoDate;
  readonly validTo?: IsoDate;
}

const RATES = P.titles.rates;
const BATCHES: Readonly<Record<string, { readonly validYears: number; readonly days: readonly string[] }>> =
  P.titles.batches;

/** What a firm must show for a title here is close to the rule, never the rule itself: that is the catalogue's. */
export function drawTitles(
  random: Random,
  nature: Nature,
  years: readonly YearFigures[],
  rights: Rights,
  raisedYuan: number,
): Certificate[] {
  const last = years.at(-1);
  if (!last) return [];
  const titles: Certificate[] = [];
  const holds = (type: string) => titles.some((title) => title.type === type);
  const give = (type: string, probability: number): void => {
    if (random.chance(probability)) titles.push(...certificate(random, nature, type));
  };

  const grown = nature.ageYears >= 1.2;
  const company = nature.kind === 'company';
  const able = company && nature.tech && hasRights(rights);
  give(
    'hnte',
    able && grown && isHighTech(last, nature.rdShare) ? RATES.hnte : company && grown ? RATES.hnteWithout : 0,
  );
  const small = last.employees <= 500 && last.revenue <= 2e8 && last.totalAssets <= 2e8;
  if (able && small && random.chance(RATES.techSme)) titles.push(techSme(random, nature));

  const ladder = able && nature.ageYears >= 2 && last.revenue > 0 && last.employees < 1000;
  const srdi =
    ladder && last.revenue >= 1e7 && last.rdExpense >= 1e6 && nature.rdShare >= 0.03 && rights.classIMain > 0;
  give('innovative-sme', ladder && last.revenue >= 3e6 ? RATES.innovativeSme : 0);
  give('srdi-sme', srdi ? (holds('innovative-sme') ? 2 * RATES.srdi : RATES.srdi / 2) : 0);
  give(
    'little-giant',
    srdi && holds('srdi-sme') && nature.ageYears >= 3 && last.revenue >= 3e7 ? RATES.littleGiant : 0,
  );
  give('mfg-champion', holds('little-giant') && nature.industryCode.startsWith('C') ? RATES.champion : 0);
  give('tech-innovative-sme', holds('tech-sme') || holds('innovative-sme') ? RATES.techInnovativeSme : 0);
  give('zgc-hnte', able && nature.park !== 'none' && !holds('hnte') ? RATES.zgcHnte : 0);

  const fast = years.length === 3 && last.revenue > 1.44 * (years[0]?.revenue ?? Infinity) && last.revenue >= 1e7;
  give('gazelle', able && fast && nature.park !== 'none' ? RATES.gazelle : 0);
  give('unicorn-potential', able && raisedYuan >= 1.5e8 && nature.ageYears <= 9 ? RATES.unicornPotential : 0);
  give('unicorn', able && raisedYuan >= 8e8 ? RATES.unicorn : 0);
  give('fengming', able && nature.region === 'chaoyang' && last.revenue >= 5e6 ? RATES.fengming : 0);
  give('bj-new-product', holds('hnte') && rights.classI > 0 ? RATES.newProduct : 0);
  give('first-set', holds('hnte') && nature.industryCode.startsWith('C3') && rights.classI > 5 ? RATES.firstSet : 0);
  give('enterprise-tech-centre', able && last.revenue >= 1.5e8 && last.rdExpense >= 5e6 ? RATES.techCentre : 0);
  give('ip-demonstration', able && rights.inventionPatents >= 20 ? RATES.ipDemonstration : 0);
  give('tech-innovation-demonstration', able && last.revenue >= 3e8 ? RATES.innovationDemonstration : 0);
  give('new-rd-institution', able && nature.row.id === 'research' && last.employees >= 30 ? RATES.newRdInstitution : 0);
  give('tech-transfer-agency', nature.row.id === 'tech-promotion' && grown ? RATES.transferAgency : 0);
  if (nature.row.id === 'carriers' && nature.ageYears >= 2) giveCarrierTitles(random, last, give);
  return titles;
}

const hasRights = ({ classI, classII }: Rights): boolean => classI >= 1 || classII >= 6;
const isHighTech = (year: YearFigures, rdShare: number): boolean =>
  rdShare >= (year.revenue <= 5e7 ? 0.05 : year.revenue <= 2e8 ? 0.04 : 0.03) &&
  year.techStaff >= 0.1 * year.employees &&
  year.highTechRevenue >= 0.6 * year.totalIncome;

function giveCarrierTitles(random: Random, last: YearFigures, give: (type: string, probability: number) => void): void {
  const draw = random.unit();
  if (draw < 0.12 && last.employees >= 15) give('incubator-national', 1);
  else if (draw < 0.35) give('incubator-beijing', 1);
  else if (draw < 0.7) give('makerspace', 1);
  else if (draw < 0.74) give('university-science-park', 1);
}

/** A certificate from one of the last batches since the firm's first year; some have run out without a new one. */
function certificate(random: Random, { asOf, registered }: Nature, type: string): Certificate[] {
  const batch = BATCHES[type] ?? { validYears: type === 'tech-innovative-sme' ? 1 : 3, days: ['10-15'] };
  const life = batch.validYears || 6;
  const lapsed = batch.validYears > 0 && random.chance(RATES.lapsed);
  const yearsBack = lapsed ? life + random.whole(0, 1) : random.whole(0, life - 1);
  const monthDay = oneOf(random, batch.days) ?? '10-15';
  let year = yearOf(asOf) - yearsBack;
  if (dayOf(`${year}-${monthDay}`) > asOf) year -= 1;
  const granted = dayOf(`${year}-${monthDay}`);
  // No title in the first year of a firm's life.
  if (granted < registered + 365) return [];
  const grantedOn = `${year}-${monthDay}`;
  return [
    batch.validYears === 0
      ? { type, grantedOn }
      : { type, grantedOn, validTo: isoOf(dayOf(`${year + batch.validYears}-${monthDay}`) - 1) },
  ];
}

/** Entered anew every summer or autumn and good until the end of March of the next year. */
function techSme(random: Random, { asOf }: Nature): Certificate {
  const thisYear = yearOf(asOf);
  const year = random.chance(RATES.lapsed) || dayOf(`${thisYear}-07-20`) > asOf ? thisYear - 1 : thisYear;
  const first = dayOf(`${year}-07-20`);
  const last = Math.min(asOf, dayOf(`${year}-10-31`));
  return { type: 'tech-sme', grantedOn: isoOf(random.whole(first, last)), validTo: `${year + 1}-03-31` };
}
