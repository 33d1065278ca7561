import type { YearFigures } from './figures.ts';
import type { Nature } from './nature.ts';
import { P } from './parameters.ts';
import { between, type Random } from './random.ts';

/** Intellectual property (知识产权) as it is, in counts. */
export interface Rights {
  readonly classI: number;
  readonly classII: number;
  readonly classIMain: number;
  readonly classIIMain: number;
  readonly classIOwnDeveloped: number;
  readonly classIMainOwnDeveloped: number;
  readonly inventionPatents: number;
  readonly pctApplications: number;
  readonly softwareCopyrights: number;
}

/** Rights follow the research of the last years, and in software and machines the heads that do it. */
export function drawRights(random: Random, nature: Nature, years: readonly YearFigures[]): Rights {
  const { yuanPerClassI, classIISoftware, classIIOther, spread, most } = P.ip;
  const research = years.reduce((sum, year) => sum + year.rdExpense, 0) * between(nature.ageYears / 3, 1, 3);
  const heads = years.at(-1)?.techStaff ?? 0;
  const software = /^[IM]/.test(nature.industryCode);
  // Rights take time: a firm in its first two years often has none yet.
  const ripe = nature.tech && !(nature.ageYears < 2 && random.chance(0.35));

  const classI = ripe ? Math.min(random.count(research / yuanPerClassI, spread), most) : 0;
  const perHead = software ? classIISoftware : classIIOther;
  const plain = !nature.tech && random.chance(0.08) ? random.whole(1, 4) : 0;
  const classII = ripe ? Math.min(random.count(heads * perHead + 1, spread), most) : plain;
  const bought = random.chance(0.2) ? random.whole(0, Math.ceil(classI / 3)) : 0;
  const classIMain = Math.round(classI * (0.6 + 0.4 * random.unit()));
  const chips = nature.row.id === 'chip-design' ? Math.floor(classI / 4) : 0;
  return {
    classI,
    classII,
    classIMain,
    classIIMain: Math.round(classII * (0.5 + 0.5 * random.unit())),
    classIOwnDeveloped: classI - Math.min(bought, classI),
    classIMainOwnDeveloped: Math.min(classIMain, classI - Math.min(bought, classI)),
    inventionPatents: classI - chips,
    pctApplications: classI > 4 && random.chance(0.25) ? random.count(classI / 8, spread) : 0,
    softwareCopyrights: software ? Math.round(classII * 0.85) : Math.round(classII * 0.15),
  };
}
