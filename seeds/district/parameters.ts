import parameters from './parameters.json' with { type: 'json' };

/** What the district is drawn from; `parameters.json` says for every table where it comes from. */
export const P = parameters;

export interface IndustryRow {
  readonly id: string;
  readonly register: number;
  readonly tilt: number;
  readonly codes: readonly string[];
  readonly tech: number;
  readonly staff: number;
  readonly staffSpread: number;
  readonly perHead: number;
  readonly rd: number;
  readonly graduates: number;
  readonly techFields: readonly string[];
  readonly focus: readonly string[];
  readonly words: readonly string[];
}
export const ROWS: readonly IndustryRow[] = parameters.industries.rows;

export interface Subdistrict {
  readonly id: string;
  readonly name: string;
  readonly weight: number;
  readonly inPark: number;
}
