import { z } from '@hono/zod-openapi';
import { Day } from '../fields.ts';
import { STATES } from '../measures/schemas.ts';

export const AdviceRequest = z
  .strictObject({
    profile: z
      .unknown()
      .refine((profile) => profile !== undefined, {
        params: { zh: '缺少企业资料', en: 'is missing: the company profile' },
      })
      .openapi({ type: 'object', description: 'A company profile, as `POST /v1/match` takes it.' }),
    asOf: Day.optional(),
    measures: z.array(z.string().max(100)).max(1000).optional(),
    lang: z.enum(['zh', 'en']).optional(),
  })
  .openapi('AdviceRequest');

const Amount = z.object({ min: z.number().optional(), max: z.number().optional() });
const answered = { asOf: Day, catalogue: z.string() };
const VERDICTS = ['eligible', 'review', 'incomplete', 'ineligible', 'out-of-scope'] as const;

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
          missing: ids.openapi({ description: 'Answers that could still decide.' }),
          gaps: z.array(GapView).readonly(),
          apply: z
            .object({ from: Day, until: Day.nullable(), if: z.enum(['nothing', 'time', 'figures', 'answers']) })
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
        availability: z.object({ from: z.enum(STATES), to: z.enum(STATES) }).nullable(),
      }),
    ),
  })
  .openapi('Timeline');
