import type { IsoDate, Profile } from '#rules/engine/types.ts';
import { type DemandEvent, type DemandOptions, makeDemand } from './demand/make.ts';
import { makeDistrict } from './district/make.ts';
import { type Assignment, makePeople, type Person } from './people.ts';

/** One thing of a synthetic district. */
export type SeedRecord =
  | { readonly kind: 'person'; readonly person: Person }
  | { readonly kind: 'firm'; readonly profile: Profile }
  | { readonly kind: 'assignment'; readonly assignment: Assignment }
  | { readonly kind: 'event'; readonly event: DemandEvent };
export type SeedKind = SeedRecord['kind'];

export interface SeedOptions {
  /** How many firms are made up; the demo firms come on top. */
  readonly firms: number;
  readonly seed: number;
  readonly asOf: IsoDate;
  readonly demoFirms: readonly Profile[];
  readonly rules: DemandOptions['rules'];
  readonly verdictsOf: DemandOptions['verdictsOf'];
}

/** Everything a fresh start holds, in an order in which it can be written: who, which firms, who looks after them, what happened. */
export function* contents({
  firms,
  seed,
  asOf,
  demoFirms,
  rules,
  verdictsOf,
}: SeedOptions): Generator<SeedRecord, void> {
  const everyFirm = {
    *[Symbol.iterator]() {
      yield* demoFirms;
      yield* makeDistrict({ firms, seed, asOf });
    },
  };
  const { people, assignments } = makePeople(everyFirm, seed);
  for (const person of people) yield { kind: 'person', person };
  for (const profile of everyFirm) yield { kind: 'firm', profile };
  for (const assignment of assignments) yield { kind: 'assignment', assignment };
  for (const event of makeDemand({ firms: everyFirm, seed, rules, verdictsOf, asOf })) yield { kind: 'event', event };
}
