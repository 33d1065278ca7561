/** A firm's evaluation (评估) as it is kept: what was found for every measure, from which profile, day and catalogue. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { AVAILABILITY_STATES, availabilityOf } from '#rules/engine/availability.ts';
import { VERDICTS } from '#rules/engine/board.ts';
import { openCase, standingOf } from '#rules/engine/evaluate.ts';
import { above, workOutThese } from '#rules/engine/firm.ts';
import { match } from '#rules/engine/match.ts';
import { planMeasure } from '#rules/engine/plan.ts';
import type { EvaluatedMeasure, IsoDate, Profile, Verdict } from '#rules/engine/types.ts';
import { getLarge, putLarge } from '#functions/store/parts.ts';
import type { Query, Store, Write } from '#functions/store/port.ts';
import { ActorSchema, type Actor } from '../audit/chain.ts';
import { writeAudited } from '../audit/record.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { evaluationPk, findingsPk, latestKey } from './keys.ts';
import type { Company } from './repository.ts';

export const Finding = z.object({
  measure: z.string(),
  version: z.string(),
  verdict: z.enum(VERDICTS),
  near: z.boolean(),
  availability: z.enum(AVAILABILITY_STATES),
  /** Whether the firm holds the title that the measure grants. */
  held: z.boolean(),
});
export type Finding = z.infer<typeof Finding>;

/** The same as of today, with the last day of the title that is held; null where none is, or no day is known. */
export const FindingToday = Finding.extend({ heldUntil: z.string().nullable() });
export type FindingToday = z.infer<typeof FindingToday>;
type Counts = Readonly<Record<Verdict, number>>;

export const Head = z.object({
  id: z.string(),
  at: z.string(),
  by: ActorSchema,
  asOf: z.string(),
  profileVersion: z.number().int(),
  catalogue: z.string(),
  digest: z.string(),
  counts: z.record(z.enum(VERDICTS), z.number().int()),
});
export type Head = z.infer<typeof Head>;
export interface Evaluation extends Head {
  readonly findings: readonly Finding[];
}

/** Evaluates a profile against the whole catalogue. The same profile, day and catalogue give the same bytes. */
export function evaluate(
  { catalogue, texts }: LoadedCatalogue,
  profile: Profile,
  asOf: IsoDate,
): { readonly findings: readonly Finding[]; readonly counts: Counts; readonly digest: string } {
  const answer = match(catalogue, texts.zh, profile, { asOf });
  const findings = answer.results.map(findingOf);
  const count = (verdict: Verdict): number => findings.filter((finding) => finding.verdict === verdict).length;
  return {
    findings,
    counts: {
      eligible: count('eligible'),
      review: count('review'),
      incomplete: count('incomplete'),
      ineligible: count('ineligible'),
      'out-of-scope': count('out-of-scope'),
    },
    digest: createHash('sha256').update(JSON.stringify(answer)).digest('hex'),
  };
}

/** What {@link evaluate} finds for these measures, in the catalogue’s order: not what it rests on, which costs most. */
export function findingsOf(
  { catalogue }: LoadedCatalogue,
  profile: Profile,
  asOf: IsoDate,
  measures: readonly string[],
): readonly FindingToday[] {
  const env = openCase(catalogue, profile, asOf);
  const asked = catalogue.rules.measures
    .filter(({ id }) => measures.includes(id))
    .map((measure) => ({ measure, planned: planMeasure(env.plan, measure) }));
  workOutThese(env.board, new Set(asked.flatMap(({ planned }) => above(env.plan, planned.verdict))));
  return asked.map(({ measure, planned }) => {
    const standing = standingOf(env, planned);
    const availability = availabilityOf(env, measure);
    return {
      ...findingOf({ measure: measure.id, version: planned.version.from, ...standing, availability }),
      heldUntil: standing.held?.validTo ?? null,
    };
  });
}

const findingOf = ({
  measure,
  version,
  verdict,
  near,
  availability,
  held,
}: Pick<EvaluatedMeasure, 'measure' | 'version' | 'verdict' | 'near' | 'availability' | 'held'>): Finding => ({
  measure,
  version,
  verdict,
  near,
  availability: availability.state,
  held: held !== null,
});

/** The same inputs have the same id, so that an evaluation asked for twice is kept once. */
export const evaluationId = (asOf: IsoDate, profileVersion: number, catalogueHash: string): string =>
  `${asOf}.v${String(profileVersion).padStart(9, '0')}.${catalogueHash.slice(0, 16)}`;

/**
 * Evaluates the firm's profile as it stands and keeps what was found; `fresh` is false where that had been done before.
 * The audit entry is written with it.
 */
export async function keepEvaluation(
  deps: { readonly store: Store; readonly now: () => Date },
  loaded: LoadedCatalogue,
  { uscc, version, profile }: Company,
  { asOf, by, requestId }: { readonly asOf: IsoDate; readonly by: Actor; readonly requestId?: string },
): Promise<{ readonly evaluation: Evaluation; readonly fresh: boolean }> {
  const id = evaluationId(asOf, version, loaded.rules.hash);
  const before = await getEvaluation(deps.store, uscc, id);
  if (before) return { evaluation: before, fresh: false };

  const { findings, counts, digest } = evaluate(loaded, profile, asOf);
  const at = deps.now().toISOString();
  const head: Head = { id, at, by, asOf, profileVersion: version, catalogue: loaded.rules.hash, digest, counts };
  const evaluation = { ...head, findings };
  const result = await writeAudited(deps, evaluationWrites(uscc, evaluation), [
    { action: 'company.evaluate', by, uscc, object: id, requestId },
  ]);
  if (result.ok) return { evaluation, fresh: true };
  const faster = await getEvaluation(deps.store, uscc, id);
  if (!faster) throw new Error('An evaluation conflicts with one that is not there.');
  return { evaluation: faster, fresh: false };
}

/** Writes that keep an evaluation that is not kept yet, as the latest. */
export const evaluationWrites = (uscc: string, { findings, ...head }: Evaluation): readonly Write[] => [
  { put: { pk: evaluationPk(uscc), sk: head.id, body: head }, if: 'absent' },
  ...putLarge({ pk: findingsPk(uscc), sk: head.id, body: { findings } }, undefined),
  { put: { ...latestKey(uscc), body: { id: head.id } } },
];

export async function getEvaluation(store: Store, uscc: string, id: string): Promise<Evaluation | undefined> {
  const [head, kept] = await Promise.all([
    store.get({ pk: evaluationPk(uscc), sk: id }),
    getLarge(store, { pk: findingsPk(uscc), sk: id }),
  ]);
  return head && kept && { ...Head.parse(head.body), findings: z.array(Finding).parse(kept.body.findings) };
}

/** The one that was kept last. */
export async function latestEvaluation(store: Store, uscc: string): Promise<Evaluation | undefined> {
  const id = (await store.get(latestKey(uscc)))?.body.id;
  return typeof id === 'string' ? getEvaluation(store, uscc, id) : undefined;
}

/** By the day they are for, newest first. */
export async function evaluationsOf(
  store: Store,
  uscc: string,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly heads: readonly Head[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(evaluationPk(uscc), { ...query, reverse: true });
  return { heads: items.map(({ body }) => Head.parse(body)), next };
}
