import { loadCatalogue, type Catalogue } from '../../rules/engine/load.ts';
import type { EvaluatedMeasure, ExclusionGroup, Measure, Step } from '../../rules/engine/types.ts';

/** Made-up measures that rule one another out, given by number; `portfolioOf` turns them into a catalogue with results. */
export interface Knot {
  /** What each measure brings, in yuan; null where only words say it. */
  readonly amounts: readonly (number | null)[];
  /** Pairs that exclude each other. */
  readonly pairs: readonly (readonly [number, number])[];
  readonly groups: readonly { readonly of: readonly number[]; readonly most: number }[];
  /** The first gives a title that the second must have. */
  readonly steps: readonly (readonly [number, number])[];
  /** Measures whose title is held. */
  readonly held?: readonly number[];
  /** Measures that the firm does not qualify for. */
  readonly out?: readonly number[];
}

export const idOf = (index: number): string => `m${String(index).padStart(2, '0')}`;
export const indexOf = (id: string): number => Number(id.slice(1));

const STEP: Step = { required: true, origin: 'document', basis: [] };

export function portfolioOf({ amounts, pairs, groups, steps, held = [], out = [] }: Knot): {
  catalogue: Catalogue;
  results: EvaluatedMeasure[];
} {
  const measures = amounts.map((_, index): Measure => {
    const next = steps.filter(([from, to]) => from === index && to !== index).map(([, to]) => idOf(to));
    return {
      id: idOf(index),
      level: 'beijing',
      instrument: 'grant',
      availability: 'rolling',
      title: idOf(index),
      provisions: [],
      checked: '2026-01-01',
      grade: 'A',
      versions: [{ from: '2020-01-01', bases: [], require: { kind: 'judgement', id: 'view', basis: [], grade: 'A' } }],
      calls: [],
      relations: {
        excludes: pairs.filter(([a, b]) => a === index && b !== index).map(([, b]) => idOf(b)),
        groups: groups.flatMap(({ of }, at) => (of.includes(index) ? [`g${at}`] : [])),
        prerequisiteOf: next,
        steps: Object.fromEntries(next.map((id) => [id, STEP])),
      },
    };
  });
  const results = amounts.map((amount, index): EvaluatedMeasure => ({
    measure: idOf(index),
    version: '2020-01-01',
    track: null,
    verdict: out.includes(index) ? 'ineligible' : 'eligible',
    near: false,
    held: held.includes(index) ? { validTo: null } : null,
    availability: {
      state: 'rolling',
      opensOn: null,
      closesOn: null,
      firstCome: false,
      expected: null,
      successor: null,
      otherRegions: [],
      call: null,
    },
    conditions: [],
    missing: [],
    gaps: [],
    benefit: amount === null ? null : { yearly: { min: amount, max: amount }, oneOff: null, ceiling: null },
    parameters: {},
  }));
  return {
    catalogue: loadCatalogue({
      hash: '',
      checked: '2026-01-01',
      fields: {},
      parameters: {},
      sizes: { values: [] },
      regions: {},
      groups: groups.map(({ most }, at): ExclusionGroup => ({
        id: `g${at}`,
        kind: 'one-per-year',
        most,
        grade: 'A',
        basis: [],
      })),
      measures,
    }),
    results,
  };
}

/** Numbers from 0 up to 1 in a fixed order, so that hard knots are the same in every run. */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Forty measures in knots that are hard to undo, by name. */
export function hardKnots(size: number, seed: number): Readonly<Record<string, Knot>> {
  const next = dice(seed);
  const amounts = (most: number): number[] => Array.from({ length: size }, () => Math.floor(next() * (most + 1)));
  const pairs = (each: number): [number, number][] =>
    amounts(0).flatMap((_, a) =>
      amounts(0).flatMap((__, b): [number, number][] => (a < b && next() < each / (size - 1) ? [[a, b]] : [])),
    );
  const groups = (count: number, share: number, most: number): Knot['groups'] =>
    Array.from({ length: count }, () => ({ of: [...amounts(0).keys()].filter(() => next() < share), most }));
  const steps = (share: number): [number, number][] =>
    amounts(0).flatMap((_, to): [number, number][] =>
      to > 0 && next() < share ? [[Math.floor(next() * to), to]] : [],
    );
  return {
    'few exclusions': { amounts: amounts(1_000_000), pairs: pairs(4), groups: [], steps: [] },
    'few exclusions, all worth the same': { amounts: amounts(0), pairs: pairs(4), groups: [], steps: [] },
    'many exclusions': { amounts: amounts(1_000_000), pairs: pairs(size / 2), groups: [], steps: [] },
    'six of each': { amounts: amounts(1_000_000), pairs: pairs(6), groups: [], steps: [] },
    'overlapping funds': { amounts: amounts(1_000_000), pairs: [], groups: groups(12, 0.2, 1), steps: [] },
    'funds with two lines': { amounts: amounts(1_000_000), pairs: pairs(2), groups: groups(4, 0.4, 2), steps: [] },
    'titles first': { amounts: amounts(1_000_000), pairs: pairs(4), groups: groups(2, 0.3, 2), steps: steps(0.4) },
  };
}
