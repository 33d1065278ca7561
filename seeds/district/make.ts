import { dayOf } from './dates.ts';
import type { IsoDate, Profile } from '#rules/engine/types.ts';
import { drawAnswers } from './answers.ts';
import { drawLoan, drawRaised } from './circumstances.ts';
import { syntheticCode } from './code.ts';
import { drawYears } from './figures.ts';
import { nameOf } from './names.ts';
import { drawNature } from './nature.ts';
import { P } from './parameters.ts';
import { tell } from './profile.ts';
import { randomFor } from './random.ts';
import { drawRights } from './rights.ts';
import { drawTitles } from './titles.ts';

export interface DistrictOptions {
  /** How many firms. */
  readonly firms: number;
  /** The same seed gives the same firms: firm n is the same one in a district of any size. */
  readonly seed: number;
  /** The day the profiles stand at, {@link DISTRICT_DAY} where absent; the three years completed by then have figures. */
  readonly asOf?: IsoDate;
}

export const DISTRICT_DAY: IsoDate = P.asOf;

/** The firms of a synthetic district, one at a time: memory does not grow with their number. */
export function* makeDistrict({ firms, seed, asOf = DISTRICT_DAY }: DistrictOptions): Generator<Profile, void> {
  for (let index = 0; index < firms; index += 1) yield makeFirm(seed, index, asOf);
}

/** The firm with this index in the district with this seed. A start-up team has no code; every other firm has one. */
export function makeFirm(seed: number, index: number, asOf: IsoDate = DISTRICT_DAY): Profile {
  const random = randomFor(seed, index);
  const nature = drawNature(random, dayOf(asOf));
  const years = nature.kind === 'startup-team' ? [] : drawYears(random, nature);
  const rights = drawRights(random, nature, years);
  const raised = drawRaised(random, nature);
  const titles = drawTitles(random, nature, years, rights, raised);
  const last = years.at(-1);
  const loan = last && drawLoan(random, nature, last, rights);
  const name = nameOf(random, nature);
  const code = nature.kind === 'startup-team' ? undefined : syntheticCode(seed, index, nature.region, nature.kind);
  return tell(random, drawAnswers(random), { name, code, nature, years, rights, raised, titles, loan });
}
