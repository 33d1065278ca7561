/** Calls over HTTP. */
import { z } from '@hono/zod-openapi';
import { Day } from '../fields.ts';
import { pageOf } from '../page.ts';
import { plainText, PublicUrl } from '../text.ts';

export const MeasureParam = z.string().min(1).max(100).openapi({ example: 'cy-ai-compute' });
export const CallParam = z
  .string()
  .regex(/^(19|20)\d{2}-[a-z][a-z0-9-]{1,30}$/)
  .openapi({ example: '2026-chaoyang', description: 'Year and region; `all` for a call that is for everyone.' });

const Span = z.strictObject({ opensOn: Day.nullable().default(null), closesOn: Day.nullable().default(null) });

/** What may be changed of a call; its year and region are what it is known by. */
export const CallBody = z
  .strictObject({
    publishedOn: Day.nullable().default(null),
    listed: z.boolean().default(true).openapi({ description: 'False: the year’s call leaves this measure out.' }),
    directions: z.array(plainText(1, 200)).max(50).default([]),
    windows: z.array(Span).max(20).default([]).openapi({
      description: 'In order. Batches known only by their deadlines have `closesOn` alone; none: never taken as open.',
    }),
    firstCome: z.boolean().default(false).openapi({ description: 'First come, first served (先到先得).' }),
    acrossYears: z.boolean().default(false).openapi({ description: 'Days outside the year are meant so.' }),
    grade: z.enum(['A', 'B', 'C']).openapi({
      description: 'A two independent sources, B one, C uncertain: kept, and decides nothing.',
    }),
    source: z.strictObject({
      title: plainText(2, 300),
      url: PublicUrl.nullable().default(null),
    }),
    checked: Day.openapi({ description: 'When the source was last looked at.' }),
  })
  .openapi('CallBody');

export const NewCall = CallBody.extend({
  year: z.number().int().min(1900).max(2099),
  region: z
    .string()
    .regex(/^[a-z][a-z0-9-]{1,30}$/)
    .nullable()
    .default(null)
    .openapi({ description: 'A district or a set of them; null: for everyone.', example: 'chaoyang' }),
}).openapi('NewCall');

const Facts = z.object({
  year: z.number().int(),
  region: z.string().nullable(),
  publishedOn: Day.nullable(),
  listed: z.boolean(),
  directions: z.array(z.string()).readonly(),
  windows: z.array(z.object({ opensOn: Day.nullable(), closesOn: Day.nullable() })).readonly(),
  firstCome: z.boolean(),
  acrossYears: z.boolean(),
  grade: z.enum(['A', 'B', 'C']),
  source: z.object({ title: z.string(), url: z.string().nullable() }),
  checked: Day,
});

const By = z.object({
  role: z.string(),
  name: z.string().nullable().openapi({ description: 'For those who may enter calls; null for everyone else.' }),
});

export const CallView = Facts.extend({
  id: z.string(),
  measure: z.string(),
  origin: z
    .enum(['entered', 'catalogue'])
    .openapi({ description: 'Entered here, or part of the catalogue’s release.' }),
  live: z.boolean().openapi({ description: 'Whether it counts: not withdrawn, replaced or of grade C.' }),
  withdrawn: z.boolean(),
  version: z.number().int().nullable(),
  savedAt: z.string().nullable(),
  by: By.nullable(),
}).openapi('Call');

export const CallVersion = Facts.extend({
  version: z.number().int(),
  withdrawn: z.boolean(),
  savedAt: z.string(),
  by: By,
}).openapi('CallVersion');

export const CallList = z.object({ measure: z.string(), items: z.array(CallView).readonly() }).openapi('CallList');
export const CallHistory = pageOf(CallVersion).openapi('CallHistory');
