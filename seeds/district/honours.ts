import type { Json } from '#rules/engine/types.ts';
import type { YearFigures } from './figures.ts';
import type { Nature } from './nature.ts';
import { P } from './parameters.ts';
import { between, oneOf, type Random } from './random.ts';
import type { Rights } from './rights.ts';
import type { Certificate } from './titles.ts';

type Part = Record<string, Json>;

export function drawStandards(random: Random, { tech, staff }: Nature): Part {
  const rate = tech ? P.circumstances.standardsPerTechFirm * Math.sqrt(staff / 10) : 0;
  return {
    international: random.count(rate * 0.1, 0.5),
    national: random.count(rate, 0.5),
    industry: random.count(rate * 1.5, 0.5),
  };
}

export function drawAwards(random: Random, { tech, staff }: Nature): Part {
  const able = tech && staff > 30;
  const national = able && random.chance(0.004);
  const maker = tech && random.chance(0.02);
  const prize = tech && random.chance(0.04);
  return {
    nationalScienceLast5y: national,
    nationalScienceLast3y: national && random.chance(0.6),
    provincialScienceLast3y: able && random.chance(0.015),
    makerChinaLast3y: maker ? (random.chance(0.12) ? 'top-50' : 'top-500') : 'none',
    competition: prize ? (oneOf(random, ['first', 'second', 'third', 'third']) ?? 'none') : 'none',
  };
}

export function drawInstitution(random: Random, nature: Nature, last: YearFigures | undefined): string {
  const research = last?.rdExpense ?? 0;
  if (research === 0) return 'none';
  const draw = random.unit();
  if (research > 5e7 && draw < 0.12) return 'national';
  if (research > 1e7 && draw < 0.2) return 'provincial';
  if (research > 2e6 && draw < 0.25) return 'municipal-district';
  return nature.tech && draw < 0.8 ? 'own' : 'none';
}

/** Standing in the market segment (细分市场); firms on the ladder of specialised firms know it best. */
export function drawSegment(random: Random, nature: Nature, titles: readonly Certificate[]): Part {
  const strong = titles.some(({ type }) => type === 'srdi-sme' || type === 'little-giant');
  const share = between(random.logNormal(strong ? 0.09 : 0.012, 1), 0.0005, 0.8);
  const rankChina = Math.max(1, Math.round(random.logNormal(strong ? 6 : 40, 0.9)));
  return {
    years: Math.floor(nature.ageYears * (0.6 + 0.4 * random.unit())),
    marketShare: Math.round(share * 10_000) / 10_000,
    rankChina,
    rankWorld: Math.max(rankChina, Math.round(rankChina * random.logNormal(3, 0.5))),
  };
}

/** Points on the official platform (专精特新发展评价): they go with research, rights and size. */
export function drawPlatformScore(random: Random, nature: Nature, last: YearFigures, rights: Rights): number {
  const research = 18 * between(nature.rdShare / 0.1, 0, 1) + 10 * between(last.rdExpense / 5e6, 0, 1);
  const standing = 14 * between(rights.classIMain / 5, 0, 1) + 14 * between(last.revenue / 8e7, 0, 1);
  return Math.round(between(20 + research + standing + 8 * random.normal(), 5, 98));
}
