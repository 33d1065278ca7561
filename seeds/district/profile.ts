import { isoOf } from './dates.ts';
import type { Json, Profile } from '#rules/engine/types.ts';
import type { Answers, Group } from './answers.ts';
import * as circumstances from './circumstances.ts';
import type { YearFigures } from './figures.ts';
import * as honours from './honours.ts';
import type { Nature } from './nature.ts';
import { P } from './parameters.ts';
import { oneOf, type Random } from './random.ts';
import type { Rights } from './rights.ts';
import type { Certificate } from './titles.ts';

export interface Firm {
  readonly name: string;
  readonly code: string | undefined;
  readonly nature: Nature;
  readonly years: readonly YearFigures[];
  readonly rights: Rights;
  readonly raised: number;
  readonly titles: readonly Certificate[];
  readonly loan: Record<string, Json> | undefined;
}
type Draft = Record<string, Json>;

/** What the firm says of itself: a profile with the gaps and ranges that its way of answering leaves. */
export function tell(random: Random, answers: Answers, firm: Firm): Profile {
  const profile: Draft = { name: firm.name };
  tellWho(profile, random, answers, firm);
  tellYears(profile, answers, firm);
  tellRights(profile, random, answers, firm);
  tellMoney(profile, random, answers, firm);
  tellRest(profile, random, answers, firm);
  return profile;
}

function tellWho(profile: Draft, random: Random, answers: Answers, { code, nature, years }: Firm): void {
  const registered = code !== undefined;
  if (registered) {
    profile.uscc = code;
    profile.registeredOn = isoOf(nature.registered);
  }
  profile.region = nature.region;
  if (answers.answered('place')) {
    if (nature.subdistrict && registered) profile.subdistrict = nature.subdistrict.id;
    if (registered) profile.park = nature.park;
  }
  profile.applicantType = nature.kind;
  if (registered && answers.answered('taxStatus')) tellTaxStatus(profile, random, nature, years.at(-1));
  if (registered && answers.answered('ownership')) profile.ownership = nature.ownership;
  if (registered && answers.answered('industry')) profile.industryCode = nature.industryCode;
  if (answers.answered('fields')) {
    profile.highTechField = nature.techField;
    profile.focusFields = nature.tech ? focusOf(random, nature.row.focus) : [];
  }
}

function tellTaxStatus(profile: Draft, random: Random, nature: Nature, last: YearFigures | undefined): void {
  const { assessedShareOfSmall, smallScaleRevenueLimit } = P.finance;
  const small = (last?.revenue ?? 0) < smallScaleRevenueLimit;
  const resident = nature.kind !== 'sole-proprietor' && nature.kind !== 'partnership' && nature.region !== 'overseas';
  profile.residentEnterprise = resident;
  if (resident) profile.taxCollection = small && random.chance(assessedShareOfSmall) ? 'assessed' : 'audit';
  // A small firm may choose to be a general VAT taxpayer; tech firms with larger customers often do.
  const smallScale = small && random.chance(nature.tech ? 0.6 : 0.85);
  profile.smallScaleTaxpayer = smallScale;
  profile.generalTaxpayer = !smallScale;
}

function focusOf(random: Random, fields: readonly string[]): string[] {
  const first = oneOf(random, fields);
  const second = random.chance(0.4) ? oneOf(random, fields) : undefined;
  return [...new Set([first, second])].filter((field) => field !== undefined);
}

// ---- Yearly figures ------------------------------------------------------------------------

type Figure = Exclude<keyof YearFigures, 'year'>;
/** Which figures a firm gives together, and those it may give as a band. */
const FIGURES: readonly { readonly group: Group; readonly names: readonly Figure[] }[] = [
  { group: 'turnover', names: ['revenue'] },
  { group: 'headcount', names: ['employees'] },
  {
    group: 'taxReturn',
    names: [
      'totalIncome',
      'mainBusinessRevenue',
      'costExpense',
      'totalAssets',
      'totalLiabilities',
      'netAssets',
      'taxableIncome',
      'carriedLoss',
    ],
  },
  { group: 'research', names: ['rdExpense', 'domesticRdExpense', 'highTechRevenue'] },
  { group: 'staff', names: ['techStaff', 'rdStaff', 'graduatesShare'] },
  { group: 'averages', names: ['totalAssetsQuarterlyAverage', 'employeesMonthlyAverage', 'employeesQuarterlyAverage'] },
  { group: 'techIncome', names: ['techTransferIncome', 'techContractValue', 'rdEquipmentValue'] },
];
const BANDED = ['revenue', 'employees', 'rdExpense', 'totalAssets'] as const;
const unitOf = (name: (typeof BANDED)[number]) => (name === 'employees' ? 'people' : 'yuan');

function tellYears(profile: Draft, answers: Answers, { years, loan }: Firm): void {
  const given = givenFigures(answers);
  const last = years.at(-1);
  if (!last || given.length === 0) return;
  const told: Draft = {};
  let year: Draft = {};
  for (const figures of years) {
    if (figures !== last && !answers.givesOlderYear()) continue;
    // A copy has its keys already: setting them again costs less than adding them.
    year = { ...year };
    for (const name of given) year[name] = figures[name];
    for (const name of BANDED) if (name in year) year[name] = answers.figure(figures[name], unitOf(name));
    told[String(figures.year)] = year;
  }
  if (loan && answers.level > 1) {
    year.interestPaid = loan.interestPaid ?? 0;
    year.loanPrincipal = loan.principal ?? 0;
  }
  profile.years = told;
}

function givenFigures(answers: Answers): Figure[] {
  const given: Figure[] = [];
  for (const { group, names } of FIGURES) {
    if (!answers.answered(group)) continue;
    const skipped = answers.skipped(names.length);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index];
      if (name !== undefined && index !== skipped) given.push(name);
    }
  }
  return given;
}

// ---- Rights, titles, standing -----------------------------------------------------------------

function tellRights(profile: Draft, random: Random, answers: Answers, firm: Firm): void {
  const { nature, years, rights, titles } = firm;
  if (answers.answered('ip')) {
    const { classI, classII, softwareCopyrights, ...detail } = rights;
    profile.ip = { classI, classII, softwareCopyrights, ...(answers.answered('ipDetail') ? detail : {}) };
  }
  // Titles are proudly named; that there is none is said less often.
  if (answers.answered('titles')) profile.certificates = titles.map((title) => ({ ...title }));
  if (answers.answered('honours')) {
    profile.standardsLed = honours.drawStandards(random, nature);
    profile.awards = honours.drawAwards(random, nature);
    profile.rdInstitution = honours.drawInstitution(random, nature, years.at(-1));
  }
  const last = years.at(-1);
  if (nature.tech && last && answers.answered('market')) {
    profile.segment = honours.drawSegment(random, nature, titles);
    const score = honours.drawPlatformScore(random, nature, last, rights);
    if (nature.ageYears >= 2) profile.platformScore = { [String(nature.lastYear + 1)]: score };
  }
}

function tellMoney(profile: Draft, random: Random, answers: Answers, { nature, years, raised, loan }: Firm): void {
  if (answers.answered('credit')) profile.credit = circumstances.drawCredit(random);
  if (loan && answers.answered('loan')) profile.loan = loan;
  const last = years.at(-1);
  if (last && answers.answered('equity')) profile.financing = circumstances.drawEquity(random, nature, raised, last);
  const invests = nature.row.id === 'investors' && random.chance(P.circumstances.investor);
  if (invests && answers.answered('special')) profile.investment = circumstances.drawInvestment(random);
}

function tellRest(profile: Draft, random: Random, answers: Answers, { nature, years, titles }: Firm): void {
  const last = years.at(-1);
  const operates = nature.row.id === 'carriers' && nature.kind === 'company';
  if (answers.answered('incubation')) {
    profile.incubation = circumstances.drawIncubation(random, nature);
    if (!operates) profile.carrier = { operates };
  }
  if (operates && answers.answered('special')) profile.carrier = circumstances.drawCarrier(random, nature);
  if (last && answers.answered('lists')) profile.lists = circumstances.drawLists(random, nature, last, titles);
  if (answers.answered('talent')) profile.talent = circumstances.drawTalent(random, nature, last);
  if (answers.answered('needs')) profile.needs = circumstances.drawNeeds(random, nature);
  if (answers.answered('declarations'))
    profile.declarations = {
      soundAccounts: random.chance(0.95),
      noProhibitedProduct: random.chance(0.99),
      noDoubleFunding: random.chance(0.93),
      noSeriousViolation: random.chance(0.98),
    };
}
