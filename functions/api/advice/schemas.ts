import { z } from '@hono/zod-openapi';
import { AVAILABILITY_STATES } from '#rules/engine/availability.ts';
import { VERDICTS } from '#rules/engine/board.ts';
import { LONGEST_ID, MOST_MEASURES } from '#functions/match/request.ts';
import { Day } from '../fields.ts';
import { AvailabilityView, GRADES } from '../measures/schemas.ts';

export const AdviceRequest = z
  .strictObject({
    profile: z
      .unknown()
      .refine((profile) => profile !== undefined, {
        params: { zh: '缺少企业资料', en: 'is missing: the company profile' },
      })
      .openapi({
        type: 'object',
        description: 'A company profile after the field dictionary (`fields` of /v1/catalogue.json).',
      }),
    asOf: Day.optional(),
    measures: z.array(z.string().max(LONGEST_ID)).max(MOST_MEASURES).optional(),
    lang: z.enum(['zh', 'en']).optional(),
  })
  .openapi('AdviceRequest');

const Amount = z.object({ min: z.number().optional(), max: z.number().optional() });
const answered = { asOf: Day, catalogue: z.string() };

export const NextQuestionView = z
  .object({
    ...answered,
    question: z
      .object({
        field: z.string(),
        label: z.string(),
        question: z.string(),
        help: z.string().nullable(),
        decides: z
          .array(z.string())
          .readonly()
          .openapi({ description: 'Measures whose verdict the answer can change.' }),
        upTo: z.number().nullable().openapi({ description: 'The most those measures can bring together, in yuan.' }),
      })
      .nullable(),
  })
  .openapi('NextQuestion');

const MISSING = 'Paths of answers that are missing.';
const open = { min: z.number().optional(), max: z.number().optional() };
const Shown = z
  .union([
    z.number(),
    z.string(),
    z.boolean(),
    z.array(z.string()).readonly(),
    z.strictObject(open),
    z.strictObject({ min: Day.optional(), max: Day.optional() }),
  ])
  .nullable()
  .openapi({ description: 'A figure, a text, a yes or no, a list, or a range whose open ends are left out.' });
const OPERATORS = ['>=', '>', '<=', '<', '=', 'in'] as const;
const CONDITION_STATES = ['met', 'unmet', 'unknown', 'judgement', 'skipped'] as const;
const Basis = z.object({ doc: z.string(), article: z.string().optional() });

const ConditionResult = z
  .object({
    id: z.string(),
    state: z.enum(CONDITION_STATES),
    actual: Shown,
    required: Shown,
    unit: z.string().nullable(),
    missing: z.array(z.string()).readonly().openapi({ description: MISSING }),
    op: z.enum(OPERATORS).nullable().openapi({ description: 'How `actual` compares with `required`.' }),
    part: z.enum(['scope', 'require']),
    decides: z.boolean().openapi({ description: 'Whether the verdict rests on this condition.' }),
    grade: z.enum(GRADES),
    basis: z.array(Basis).readonly(),
    used: z.array(z.string()).readonly().openapi({ description: 'Which of several possible figures was used.' }),
    items: z
      .array(
        z.object({
          id: z.string(),
          points: z.object(open),
          max: z.number(),
          missing: z.array(z.string()).readonly().openapi({ description: MISSING }),
        }),
      )
      .readonly()
      .optional()
      .openapi({ description: 'Points per item, for scores.' }),
  })
  .openapi('ConditionResult');

const ids = z.array(z.string()).readonly();
const number = z.union([z.number(), Amount]);

const GapView = z.union([
  z.object({
    condition: z.string(),
    field: z.string(),
    from: number,
    to: z.number(),
    delta: number,
    unit: z.string(),
    forYear: z.number().int().nullable(),
  }),
  z.object({ condition: z.string(), on: Day }),
]);

export const Matched = z
  .object({
    asOf: Day,
    catalogue: z.object({ hash: z.string(), measures: z.number().int() }),
    results: z
      .array(
        z
          .object({
            measure: z.string(),
            version: Day.openapi({ description: 'The version judged by, named by its first day.' }),
            track: z.enum(['new', 'renewal']).nullable(),
            verdict: z.enum(VERDICTS),
            near: z.boolean().openapi({ description: 'Not met, but near.' }),
            held: z.object({ validTo: Day.nullable() }).nullable(),
            availability: AvailabilityView,
            conditions: z.array(ConditionResult).readonly(),
            missing: ids.openapi({ description: MISSING }),
            gaps: z.array(GapView).readonly(),
            benefit: z
              .object({
                yearly: Amount.nullable(),
                oneOff: Amount.nullable(),
                ceiling: number.nullable(),
                basis: z.string().nullable(),
                text: z.string().nullable(),
              })
              .nullable(),
            parameters: z.record(z.string(), Day).openapi({ description: 'First days of the parameter values used.' }),
          })
          .openapi('MatchedMeasure'),
      )
      .readonly(),
  })
  .openapi('MatchResult');

const Readiness = z.object({ from: Day, if: z.enum(['nothing', 'time', 'figures', 'answers']) });

export const Ladders = z
  .object({
    ...answered,
    ladders: z.array(
      z.array(
        z.object({
          measure: z.string(),
          state: z.enum(['held', 'next', 'later']),
          validTo: Day.nullable(),
          renewFrom: Day.nullable(),
          renewalDue: z.boolean(),
          after: ids.openapi({ description: 'Titles that come before it on this ladder.' }),
          steps: z
            .array(
              z.object({
                measure: z.string(),
                required: z.boolean(),
                origin: z.enum(['plan', 'document']),
                basis: z.array(z.object({ doc: z.string(), article: z.string().optional() })).readonly(),
              }),
            )
            .readonly(),
          lacking: ids.openapi({ description: 'Conditions unmet or unknown.' }),
          obstacles: z.number().int().openapi({
            description: 'How many things stand in between; of several ways past one, only as many as are needed.',
          }),
          missing: ids.openapi({ description: 'Answers that could still decide.' }),
          gaps: z.array(GapView).readonly(),
          ready: Readiness.nullable().openapi({ description: 'From when the conditions could be met.' }),
          apply: Readiness.extend({ until: Day.nullable() })
            .nullable()
            .openapi({ description: 'When one could first apply, and what that hangs on.' }),
        }),
      ),
    ),
  })
  .openapi('Ladders');

const choice = {
  measure: z.string(),
  amount: Amount.nullable(),
  ceiling: number.nullable().openapi({ description: 'The most one firm can receive; it never counts as an amount.' }),
};

export const PortfolioView = z
  .object({
    ...answered,
    chosen: z.array(z.object(choice)).readonly(),
    total: z.object({ min: z.number(), max: z.number() }),
    wordless: ids.openapi({ description: 'Chosen measures whose benefit is known only in words.' }),
    givenUp: z
      .array(z.object({ ...choice, excludedBy: ids, groups: ids, needs: ids, costs: z.number() }))
      .readonly()
      .openapi({ description: '`costs`: how much the best combination with it is worth less, in yuan.' }),
    unreachable: z
      .array(z.object({ ...choice, needs: ids }))
      .readonly()
      .openapi({ description: 'Qualified for but for a title that must come first.' }),
    alternatives: z.array(z.object({ without: ids, with: ids, costs: z.number() })).readonly(),
  })
  .openapi('Portfolio');

export const Timeline = z
  .object({
    ...answered,
    turns: z.array(
      z.object({
        on: Day,
        measure: z.string(),
        verdict: z.object({ from: z.enum(VERDICTS), to: z.enum(VERDICTS) }).nullable(),
        availability: z.object({ from: z.enum(AVAILABILITY_STATES), to: z.enum(AVAILABILITY_STATES) }).nullable(),
      }),
    ),
  })
  .openapi('Timeline');
