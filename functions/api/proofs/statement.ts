/** What a proof states (证明内容): the facts used, the rules that decided by version and hash, and what came out. */
import { z } from '@hono/zod-openapi';
import { VERDICTS } from '#rules/engine/board.ts';
import { match } from '#rules/engine/match.ts';
import type { IsoDate, MatchResult } from '#rules/engine/types.ts';
import { isRecord } from '#rules/engine/json.ts';
import { fieldAt } from '#rules/engine/facts.ts';
import { answersOf } from '../companies/answers.ts';
import type { Company } from '../companies/repository.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { factsRead, REACHES } from './facts.ts';

const Outcome = z.object({
  measure: z.string(),
  name: z.object({ zh: z.string(), en: z.string() }),
  /** The first day of the version that decided. */
  version: z.string(),
  verdict: z.enum(VERDICTS),
  near: z.boolean(),
  held: z.object({ validTo: z.string().nullable() }).nullable(),
  /** Start days of the parameter values used. */
  parameters: z.record(z.string(), z.string()),
  conditions: z.array(
    z.object({
      id: z.string(),
      state: z.enum(['met', 'unmet', 'unknown', 'judgement', 'skipped']),
      op: z.string().nullable(),
      actual: z.unknown(),
      required: z.unknown(),
      unit: z.string().nullable(),
    }),
  ),
});

export const Statement = z
  .object({
    kind: z.literal('ceyin-proof'),
    id: z.string(),
    issuedAt: z.string(),
    firm: z.object({ uscc: z.string(), name: z.string().nullable() }),
    asOf: z.string(),
    profileVersion: z.number().int(),
    catalogue: z.string(),
    /** The answers that the conditions read; nothing else of the profile. */
    facts: z.record(z.string(), z.unknown()),
    /** Where these come from, where that is known; the others are the firm's own statement. */
    provenance: z.record(z.string(), z.unknown()),
    outcomes: z.array(Outcome),
  })
  .openapi('ProofStatement');
export type Statement = z.infer<typeof Statement>;

export interface Asked {
  readonly id: string;
  readonly issuedAt: string;
  readonly asOf: IsoDate;
  readonly measures: readonly string[];
}

/** States what the catalogue says of a firm. The facts it shows are enough to come to the same outcome again. */
export function stateOf(loaded: LoadedCatalogue, company: Company, { id, issuedAt, asOf, measures }: Asked): Statement {
  const { catalogue, texts, rules } = loaded;
  const { uscc, profile, version } = company;
  const outcomes = outcomesOf(loaded, match(catalogue, texts.zh, profile, { asOf, measures }));
  const enough = REACHES.values()
    .map((reach) => factsRead(catalogue, profile, measures, asOf, reach))
    .find(
      (facts) =>
        JSON.stringify(outcomesOf(loaded, match(catalogue, texts.zh, facts, { asOf, measures }))) ===
        JSON.stringify(outcomes),
    );
  if (!enough) throw new Error('The facts read do not lead to the outcome.');
  const read = answersOf(enough, rules.fields);
  const provenance = isRecord(profile.provenance) ? profile.provenance : {};
  return {
    kind: 'ceyin-proof',
    id,
    issuedAt,
    firm: { uscc, name: typeof profile.name === 'string' ? profile.name : null },
    asOf,
    profileVersion: version,
    catalogue: rules.hash,
    facts: enough,
    provenance: Object.fromEntries(
      Object.entries(provenance).filter(([path]) => read.has(path) && fieldAt(rules.fields, path) !== undefined),
    ),
    outcomes,
  };
}

const outcomesOf = ({ texts }: LoadedCatalogue, { results }: MatchResult): Statement['outcomes'] =>
  results.map(({ measure, version, verdict, near, held, parameters, conditions }) => ({
    measure,
    name: { zh: texts.zh.measures[measure]?.name ?? measure, en: texts.en.measures[measure]?.name ?? measure },
    version,
    verdict,
    near,
    held,
    parameters: { ...parameters },
    conditions: conditions.map(({ id, state, op, actual, required, unit }) => ({
      id,
      state,
      op,
      actual,
      required,
      unit,
    })),
  }));
