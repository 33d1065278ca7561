import { yearOf } from '#rules/engine/calendar.ts';
import type { Day } from '#rules/engine/types.ts';
import { type IndustryRow, P, ROWS, type Subdistrict } from './parameters.ts';
import { between, byWeight, oneOf, type Random } from './random.ts';

/** What a firm is before it says anything: everything else follows from it. */
export interface Nature {
  readonly asOf: Day;
  /** The last completed fiscal year. */
  readonly lastYear: number;
  readonly kind: string;
  readonly region: string;
  readonly subdistrict: Subdistrict | undefined;
  readonly park: string;
  readonly ownership: string;
  readonly row: IndustryRow;
  readonly industryCode: string;
  readonly registered: Day;
  readonly ageYears: number;
  /** Does research of its own. */
  readonly tech: boolean;
  readonly techField: string;
  /** Headcount, and revenue in yuan, of the last completed year as if the firm had existed all of it. */
  readonly staff: number;
  readonly revenue: number;
  /** R&D as a share of revenue. */
  readonly rdShare: number;
}

export function drawNature(random: Random, asOf: Day): Nature {
  const kind = drawKind(random);
  const row = kind.draw(random);
  const region = drawRegion(random).id;
  const tech = kind.id === 'startup-team' || random.chance(row.tech);
  const subdistrict = drawSubdistrict[region]?.(random);
  const ageYears = kind.id === 'startup-team' ? 0 : drawAge(random, tech);
  const staff = drawStaff(random, row, kind.id, ageYears, tech);
  return {
    asOf,
    lastYear: yearOf(asOf) - 1,
    kind: kind.id,
    region,
    subdistrict,
    park: inPark(random, tech, region, subdistrict) ? (PARKS[region] ?? 'none') : 'none',
    ownership: drawOwnership(random, kind.id, region),
    row,
    industryCode: oneOf(random, row.codes) ?? 'M7519',
    registered: asOf - Math.round(ageYears * 365.25),
    ageYears,
    tech,
    techField: tech ? (oneOf(random, row.techFields) ?? 'none') : 'none',
    staff,
    revenue: Math.round(random.logNormal(row.perHead * 10_000 * staff, P.size.revenueSpread)),
    rdShare: drawRdShare(random, row, tech),
  };
}

const PARKS: Readonly<Record<string, string>> = P.parks.of;
const drawRegion = byWeight(P.places.regions);
const drawSubdistrict: Readonly<Record<string, (random: Random) => Subdistrict>> = {
  chaoyang: byWeight(P.subdistricts.chaoyang),
  dongcheng: byWeight(P.subdistricts.dongcheng),
};
const weighted = ROWS.map((row) => ({ ...row, weight: row.register * row.tilt }));
const drawKind = byWeight(
  P.kinds.weights.map(({ id, weight, ofRows }) => ({
    id,
    weight,
    draw: byWeight(
      weighted.filter((row) =>
        ofRows === undefined ? id !== 'startup-team' || row.tech > 0.3 : ofRows.includes(row.id),
      ),
    ),
  })),
);
const ownerships = P.ownership.weights;
const drawOwner = byWeight(ownerships);
const drawOwnerInChaoyang = byWeight(
  ownerships.map(({ id, weight }) => ({
    id,
    weight: id.endsWith('invested') ? weight * P.ownership.foreignTiltInChaoyang : weight,
  })),
);

function drawOwnership(random: Random, kind: string, region: string): string {
  if (kind === 'public-institution' || kind === 'university') return 'state-owned';
  if (kind !== 'company') return 'private';
  return (region === 'chaoyang' ? drawOwnerInChaoyang : drawOwner)(random).id;
}

function inPark(random: Random, tech: boolean, region: string, subdistrict: Subdistrict | undefined): boolean {
  if (PARKS[region] === undefined) return false;
  // Firms without research stand in a sub-park too, but a park takes them in less often.
  return random.chance((subdistrict?.inPark ?? P.parks.elsewhere) * (tech ? 1 : 0.4));
}

function drawAge(random: Random, tech: boolean): number {
  const { median, techMedian, spread, most } = P.age;
  return Math.min(random.logNormal(tech ? techMedian : median, spread), most);
}

function drawStaff(random: Random, row: IndustryRow, kind: string, ageYears: number, tech: boolean): number {
  if (kind === 'startup-team') return random.whole(2, 8);
  if (kind === 'university') return Math.round(random.logNormal(1800, 0.5));
  const ripened = Math.max(ageYears, 0.3) / (tech ? P.age.techMedian : P.age.median);
  const median = (kind === 'sole-proprietor' ? 0.35 : 1) * row.staff * Math.exp(P.size.ageEffect * Math.log(ripened));
  return Math.round(between(random.logNormal(median, row.staffSpread), 1, P.size.mostStaff));
}

function drawRdShare(random: Random, row: IndustryRow, tech: boolean): number {
  const { spread, most, plain, plainMedian } = P.research;
  if (tech) return Math.min(random.logNormal(row.rd, spread), most);
  return random.chance(plain) ? random.logNormal(plainMedian, spread) : 0;
}
