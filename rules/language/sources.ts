/** The plans' provisions and indicators (规划条款与指标) as the portal and the API load them. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { suggestion } from './names.ts';
import type { Source } from './problems.ts';
import { checked } from './shape.ts';

export interface Provision {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly level: string;
  readonly instrument: string;
  readonly beneficiaries: readonly string[];
  /** The plan's own words, which are Chinese. */
  readonly benefitZh: string;
  readonly conditionsZh: readonly string[];
  readonly sources: readonly { readonly doc: string; readonly section: string; readonly anchor: string }[];
  readonly planPeriod: string;
  readonly priority: string;
  /** Why no measure realises it; null where one does. */
  readonly unlinked: ProvisionReason | null;
}
export interface Indicator {
  readonly id: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly doc: string;
  readonly section: string;
  /** A short phrase that stands once in the plan. */
  readonly anchor: string;
  readonly baseline: Figure;
  readonly target: Figure;
  /** As the plan writes it, such as 家 or 亿元. */
  readonly unit: string;
  readonly qualifier: string | null;
  /** 预期性 (expected) or 约束性 (binding), where the plan says. */
  readonly property: string | null;
  readonly provisions: readonly string[];
  /** Measures that feed the figure; empty where `reason` says why none does. */
  readonly measures: readonly string[];
  readonly reason: IndicatorReason | null;
}
interface Figure {
  /** A text where the plan gives a span. */
  readonly value: number | string | null;
  readonly year: number | null;
}
export interface Sources {
  /** SHA-256 over everything below. */
  readonly hash: string;
  readonly provisions: readonly Provision[];
  readonly indicators: readonly Indicator[];
}

/** Why no measure realises a provision (规划条款). */
export const PROVISION_REASONS = ['umbrella', 'government-task', 'exploratory', 'no-operative-measure-found'] as const;
export type ProvisionReason = (typeof PROVISION_REASONS)[number];
/** Why no measure feeds a figure: it is of the whole economy, the government’s own task, or nobody’s measure is known. */
export const INDICATOR_REASONS = ['macro', 'government-task', 'environment', 'population', 'no-measure'] as const;
export type IndicatorReason = (typeof INDICATOR_REASONS)[number];

/**
 * The sources, or nothing where a file has the wrong shape or an indicator neither names measures of the catalogue nor
 * says why: the faults then stand with the file.
 */
export function compileSources(
  provisionsFile: Source,
  indicatorsFile: Source,
  measures: ReadonlySet<string>,
): Sources | undefined {
  const provisions = checked(provisionsFile, provisionsSchema)?.map(provisionOf);
  const entries = checked(indicatorsFile, indicatorsSchema);
  const indicators = entries?.map(indicatorOf);
  entries?.forEach((entry, index) => {
    checkLinks(indicatorsFile, entry, index, measures);
  });
  if (!provisions || !indicators || indicatorsFile.problems.length > 0) return undefined;
  const hash = createHash('sha256').update(JSON.stringify({ provisions, indicators })).digest('hex');
  return { hash, provisions, indicators };
}

function checkLinks(
  source: Source,
  { id, measures, reason }: z.infer<typeof indicatorsSchema>[number],
  index: number,
  known: ReadonlySet<string>,
): void {
  if ((measures === undefined) === (reason === undefined))
    source.problem(
      [index],
      `“${id}” names either the measures that feed it or a reason why none does (${INDICATOR_REASONS.join(', ')})`,
    );
  measures?.forEach((measure, at) => {
    if (!known.has(measure))
      source.problem([index, 'measures', at], `no measure is named “${measure}”${suggestion(measure, [...known])}`);
  });
}

const provisionsSchema = z.array(
  z.strictObject({
    id: z.string(),
    name_zh: z.string(),
    name_en: z.string(),
    level: z.string(),
    instrument: z.string(),
    beneficiaries: z.array(z.string()),
    conditions: z.array(z.strictObject({ text_zh: z.string(), kind: z.string(), field_hint: z.string() })),
    benefit_zh: z.string(),
    sources: z.array(z.strictObject({ doc: z.string(), section: z.string(), anchor: z.string() })),
    plan_period: z.string(),
    priority: z.string(),
    unlinked: z.enum(PROVISION_REASONS).optional(),
  }),
);
const indicatorsSchema = z.array(
  z.strictObject({
    id: z.string(),
    name_zh: z.string(),
    name_en: z.string(),
    doc: z.string(),
    section: z.string(),
    baseline_value: z.number().nullable(),
    baseline_year: z.number().int().nullable(),
    target_value: z.union([z.number(), z.string()]).nullable(),
    target_year: z.number().int().nullable(),
    unit: z.string(),
    qualifier: z.string().nullable(),
    property: z.string().nullable().optional(),
    related_measures: z.array(z.string()),
    measures: z.array(z.string()).min(1).optional(),
    reason: z.enum(INDICATOR_REASONS).optional(),
    anchor: z.string(),
  }),
);

const provisionOf = (entry: z.infer<typeof provisionsSchema>[number]): Provision => ({
  id: entry.id,
  name: { zh: entry.name_zh, en: entry.name_en },
  level: entry.level,
  instrument: entry.instrument,
  beneficiaries: entry.beneficiaries,
  benefitZh: entry.benefit_zh,
  conditionsZh: entry.conditions.map(({ text_zh }) => text_zh),
  sources: entry.sources,
  planPeriod: entry.plan_period,
  priority: entry.priority,
  unlinked: entry.unlinked ?? null,
});
const indicatorOf = (entry: z.infer<typeof indicatorsSchema>[number]): Indicator => ({
  id: entry.id,
  name: { zh: entry.name_zh, en: entry.name_en },
  doc: entry.doc,
  section: entry.section,
  anchor: entry.anchor,
  baseline: { value: entry.baseline_value, year: entry.baseline_year },
  target: { value: entry.target_value, year: entry.target_year },
  unit: entry.unit,
  qualifier: entry.qualifier,
  property: entry.property ?? null,
  provisions: entry.related_measures,
  measures: entry.measures ?? [],
  reason: entry.reason ?? null,
});
