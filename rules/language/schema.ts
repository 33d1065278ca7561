import { z } from 'zod';
import { isIsoDate } from '../engine/calendar.ts';

/** The shape of a measure's file; conditions are read by `conditions.ts`. */
const date = z.string().refine(isIsoDate, 'is not a date; write 2026-01-01');
export const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export const grade = z.enum(['A', 'B', 'C']);
export const basis = z.union([z.string(), z.strictObject({ doc: z.string(), article: z.string().optional() })]);
const condition = z.record(z.string(), z.unknown());

export const versionSchema = z.strictObject({
  from: date,
  to: date.optional(),
  note: words.optional(),
  grade: grade.optional(),
  bases: z.array(basis).min(1, 'names no document: the basis is missing'),
  scope: condition.optional(),
  require: condition,
  leftOut: z.array(z.strictObject({ clause: words, reason: words })).optional(),
  benefit: z
    .strictObject({
      yearly: z.string().optional(),
      oneOff: z.string().optional(),
      ceiling: z.string().optional(),
      text: words,
      basis: words.optional(),
    })
    .optional(),
});

export const callSchema = z.strictObject({
  year: z.number().int().min(2015).max(2100),
  region: z.string().optional(),
  publishedOn: date.optional(),
  opensOn: date.optional(),
  closesOn: date.optional(),
  batches: z.array(date).min(1).optional(),
  windows: z
    .array(z.strictObject({ opensOn: date.optional(), closesOn: date.optional() }))
    .min(1)
    .optional(),
  listed: z.boolean().optional(),
  firstCome: z.boolean().optional(),
  grade,
  doc: z.string(),
  checked: date.optional(),
});

const ids = z.array(z.string()).optional();

export const measureSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not an id; use lower-case words joined by “-”'),
  name: words,
  summary: words,
  level: z.enum(['national', 'beijing', 'zhongguancun', 'chaoyang', 'dongcheng']),
  instrument: z.enum([
    'certification',
    'tax',
    'grant',
    'voucher',
    'interest-subsidy',
    'guarantee',
    'insurance',
    'equity',
    'cultivation',
    'service',
    'award',
    'talent',
    'carrier',
    'list',
    'scenario',
  ]),
  department: words,
  contact: words.optional(),
  apply: z.strictObject({ channel: words, url: z.url().optional() }).optional(),
  checked: date,
  grade,
  availability: z.enum(['automatic', 'rolling', 'calls']),
  /** No authority grants it: there is nothing to apply for. */
  unofficial: z.literal(true).optional(),
  title: z.string().optional(),
  renewalMonths: z.number().int().positive().optional(),
  provisions: z.array(z.string()),
  evidence: z.array(words).optional(),
  versions: z.array(versionSchema).min(1),
  calls: z.array(callSchema).optional(),
  relations: z
    .strictObject({
      prerequisiteOf: z
        .array(
          z.union([
            z.string(),
            z.strictObject({
              id: z.string(),
              required: z.boolean().optional(),
              basis: z.union([basis, z.array(basis).min(1)]),
            }),
          ]),
        )
        .optional(),
      excludes: ids,
      supersedes: ids,
      groups: ids,
    })
    .optional(),
  successor: z.string().optional(),
});
export type MeasureFile = z.infer<typeof measureSchema>;
export type VersionFile = z.infer<typeof versionSchema>;
export type CallFile = z.infer<typeof callSchema>;

const fieldValue = z.strictObject({
  id: z.string(),
  zh: z.string().min(1),
  en: z.string().min(1),
  expires: z.boolean().optional(),
});
export const fieldsSchema = z.array(
  z.strictObject({
    path: z.string(),
    type: z.enum(['text', 'uscc', 'date', 'enum', 'enums', 'flag', 'number', 'industry', 'certificates']),
    unit: z
      .enum(['yuan', 'usd', 'people', 'ratio', 'count', 'years', 'months', 'points', 'sqm', 'percent', 'rank'])
      .optional(),
    step: z.number().positive().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    partOf: z.string().optional(),
    strict: z.boolean().optional(),
    fallback: z.string().optional(),
    difference: z.strictObject({ of: z.string(), less: z.string() }).optional(),
    implied: z.strictObject({ by: z.string(), values: z.record(z.string(), z.boolean()) }).optional(),
    follows: z.array(z.string()).min(1).optional(),
    label: words,
    question: words,
    help: words.optional(),
    source: words.optional(),
    sensitivity: z.enum(['public', 'internal', 'confidential']),
    values: z.array(fieldValue).optional(),
  }),
);
export type FieldsFile = z.infer<typeof fieldsSchema>;

const anyBasis = z.strictObject({ doc: z.string(), article: z.string().optional() });
export const parametersSchema = z.array(
  z.strictObject({
    id: z.string(),
    label: words,
    unit: z.enum(['yuan', 'people', 'ratio', 'count', 'points']),
    values: z
      .array(
        z.strictObject({
          from: date,
          to: date.optional(),
          grade,
          basis: anyBasis,
          checked: date,
          value: z.union([z.number(), z.string()]).optional(),
          by: z.string().optional(),
          bands: z.array(z.strictObject({ upTo: z.string().optional(), value: z.number() })).optional(),
        }),
      )
      .min(1),
  }),
);
export type ParametersFile = z.infer<typeof parametersSchema>;

const limits = z.strictObject({
  employees: z.number().optional(),
  revenue: z.number().optional(),
  totalAssets: z.number().optional(),
});
export const sizesSchema = z.strictObject({
  id: z.literal('sizeClasses'),
  label: words,
  values: z
    .array(
      z.strictObject({
        from: date,
        to: date.optional(),
        grade,
        basis: anyBasis,
        checked: date,
        rows: z.array(
          z.strictObject({
            id: z.string(),
            label: words,
            codes: z.array(z.string()),
            large: limits,
            medium: limits,
            small: limits,
          }),
        ),
      }),
    )
    .min(1),
});
export type SizesFile = z.infer<typeof sizesSchema>;

export const documentsSchema = z.array(
  z.strictObject({
    id: z.string(),
    title: words,
    number: z.string().nullable(),
    issuer: words,
    issuedOn: z.string().nullable(),
    effectiveFrom: z.string().nullable().optional(),
    effectiveTo: z.string().nullable().optional(),
    url: z.string().nullable(),
    grade,
    checked: date,
    supersedes: z.array(z.string()).optional(),
    note: words.optional(),
  }),
);
export type DocumentsFile = z.infer<typeof documentsSchema>;

export const industriesSchema = z.strictObject({
  sections: z.array(
    z.strictObject({ code: z.string(), zh: z.string(), en: z.string(), from: z.number(), to: z.number() }),
  ),
  divisions: z.array(z.strictObject({ code: z.string(), section: z.string(), zh: z.string(), en: z.string() })),
});
export type IndustriesFile = z.infer<typeof industriesSchema>;

export const sharedSchema = z.strictObject({
  /** Named sets of choices, such as the districts of Beijing; call regions use the same names. */
  sets: z.record(z.string(), z.strictObject({ name: words, of: z.array(z.string()) })),
  /** Who judges: authorities, panels, the firm itself. */
  judges: z.record(z.string(), words),
  /** Conditions that many measures state alike. */
  conditions: z.record(z.string(), condition),
  sizes: z.record(z.enum(['large', 'medium', 'small', 'micro']), words),
});
export type SharedFile = z.infer<typeof sharedSchema>;
export type Words = z.infer<typeof words>;
