import { z } from '@hono/zod-openapi';
import { AVAILABILITY_STATES } from '#rules/engine/availability.ts';
import { Day } from '../fields.ts';
import { pageOf } from '../page.ts';
import type { ConditionNode } from './conditions.ts';
import { FACETS } from './facets.ts';

export const LEVELS = ['national', 'beijing', 'zhongguancun', 'chaoyang', 'dongcheng'] as const;
export const GRADES = ['A', 'B', 'C'] as const;

const Span = { opensOn: Day.nullable(), closesOn: Day.nullable() };

export const AvailabilityView = z
  .object({
    state: z.enum(AVAILABILITY_STATES),
    ...Span,
    firstCome: z.boolean(),
    expected: z
      .object({ year: z.number().int(), ...Span })
      .nullable()
      .openapi({
        description: 'Last year’s window; none is announced for this year.',
      }),
    successor: z.string().nullable(),
    otherRegions: z.array(z.object({ region: z.string(), year: z.number().int(), ...Span })).readonly(),
    call: z.object({ year: z.number().int(), grade: z.enum(GRADES), doc: z.string(), checked: Day }).nullable(),
  })
  .openapi('Availability');

export const MeasureRow = z
  .object({
    id: z.string(),
    name: z.string(),
    summary: z.string(),
    level: z.enum(LEVELS),
    instrument: z.string(),
    department: z.string(),
    grade: z.enum(GRADES),
    checked: Day,
    title: z.string().nullable(),
    availability: AvailabilityView,
    benefit: z.string().nullable(),
    version: Day,
  })
  .openapi('MeasureRow');

const Counts = z.array(z.object({ value: z.string(), count: z.number().int() }));

export const MeasureList = pageOf(MeasureRow)
  .extend({
    total: z.number().int(),
    asOf: Day,
    catalogue: z.string().openapi({ description: 'The hash of the catalogue answered from.' }),
    facets: z.object({
      level: Counts,
      instrument: Counts,
      department: Counts,
      state: Counts,
      grade: Counts,
      region: Counts,
    } satisfies Record<(typeof FACETS)[number], typeof Counts>),
  })
  .openapi('MeasureList');

const Basis = z.object({ doc: z.string(), article: z.string().optional() });

export const ConditionView: z.ZodType<ConditionNode> = z
  .object({
    kind: z.enum(['all', 'any', 'atLeast', 'not', 'test', 'judgement', 'score']),
    of: z.array(z.lazy(() => ConditionView)).optional(),
    n: z.number().int().optional(),
    when: z.string().optional(),
    id: z.string().optional(),
    label: z.string().optional(),
    rule: z.string().optional(),
    by: z.string().optional(),
    note: z.string().optional(),
    evidence: z.array(z.string()).readonly().optional(),
    grade: z.string().optional(),
    basis: z.array(Basis).readonly().optional(),
  })
  .openapi('Condition');

export const VersionView = z
  .object({
    from: Day,
    to: Day.nullable().openapi({ description: 'The first day on which it no longer applies.' }),
    bases: z.array(Basis).readonly(),
    scope: ConditionView.nullable(),
    require: ConditionView,
    benefit: z.object({
      text: z.string().nullable(),
      basis: z.string().nullable(),
      yearly: z.string().nullable(),
      oneOff: z.string().nullable(),
      ceiling: z.string().nullable(),
    }),
    note: z.string().nullable(),
    leftOut: z.array(z.object({ clause: z.string(), reason: z.string() })).readonly(),
  })
  .openapi('MeasureVersion');

const Named = z.object({ id: z.string(), name: z.string() });

export const MeasureView = MeasureRow.extend({
  contact: z.string().nullable(),
  apply: z.object({ channel: z.string(), url: z.string().nullable() }).nullable(),
  evidence: z.array(z.string()).readonly(),
  provisions: z.array(Named),
  relations: z.object({
    prerequisiteOf: z.array(Named),
    excludes: z.array(Named),
    supersedes: z.array(Named),
    successor: Named.nullable(),
  }),
  calls: z.array(
    z.object({
      year: z.number().int(),
      region: z.string().nullable(),
      publishedOn: Day.nullable(),
      listed: z.boolean(),
      firstCome: z.boolean(),
      windows: z.array(z.object(Span)),
      grade: z.enum(GRADES),
      doc: z.string(),
      checked: Day,
    }),
  ),
  documents: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      number: z.string().nullable(),
      issuer: z.string(),
      issuedOn: z.string().nullable(),
      url: z.string().nullable(),
    }),
  ),
  versions: z.array(z.object({ from: Day, to: Day.nullable() })),
  inForce: VersionView,
}).openapi('Measure');

export const VersionList = z.object({ measure: z.string(), versions: z.array(VersionView) }).openapi('MeasureVersions');

export const VersionDiff = z
  .object({
    measure: z.string(),
    from: Day,
    to: Day,
    changes: z.array(
      z.object({
        what: z.enum(['condition', 'parameter', 'benefit', 'basis', 'structure']),
        change: z.enum(['added', 'removed', 'changed']),
        id: z.string(),
        aspects: z.array(z.string()),
        before: z.string().nullable(),
        after: z.string().nullable(),
      }),
    ),
  })
  .openapi('MeasureVersionDiff');
