/** A firm's own demand record over HTTP. */
import { z } from '@hono/zod-openapi';
import { possibleAfter, REASONS, STEPS, type DemandEvent } from '#functions/demand/events.ts';
import type { StoredStage } from '#functions/demand/log.ts';
import { Day } from '../fields.ts';
import { pageOf } from '../page.ts';

export const MeasureId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,63}$/)
  .openapi({ example: 'cn-hnte' });

const Step = z.enum(STEPS).openapi('DemandStep', {
  description:
    'In their order. The first five go forward and may be skipped; `granted` and `refused` need `applied` first; after an answer or a withdrawal any of them but `looked` begins a new round.',
});
const Reason = z.enum(REASONS).openapi('DemandReason');

export const NewDemand = z
  .strictObject({
    measure: MeasureId,
    type: Step,
    reason: Reason.optional().openapi({ description: 'Required with `refused`, and only then.' }),
    on: Day.optional().openapi({
      description: 'The day it happened, today where absent; never before the last event.',
    }),
  })
  .superRefine(({ type, reason }, context) => {
    if ((type === 'refused') === (reason !== undefined)) return;
    const params =
      type === 'refused'
        ? { zh: '请说明未获批的原因', en: 'must say why it was refused' }
        : { zh: '只有未获批才填原因', en: 'belongs to a refusal only' };
    context.addIssue({ code: 'custom', path: ['reason'], params });
  })
  .openapi('NewDemand');

const Event = z
  .object({
    id: z.string(),
    type: Step,
    reason: Reason.nullable(),
    on: Day,
    at: z.string().openapi({ description: 'When it was recorded.' }),
    round: z.number().int(),
    by: z.string().openapi({ description: 'The role of whoever recorded it.' }),
  })
  .openapi('DemandEvent');

const Record = z
  .object({
    measure: MeasureId,
    stage: Step,
    round: z.number().int(),
    since: Day,
    reason: Reason.nullable(),
    next: z.array(Step).readonly().openapi({ description: 'What may be recorded next.' }),
  })
  .openapi('DemandRecord');

export const Recorded = z.object({ event: Event, record: Record }).openapi('DemandRecorded');
export type Recorded = z.infer<typeof Recorded>;
export const OwnDemand = pageOf(Record.extend({ events: z.array(Event).readonly() }).openapi('DemandHistory'));

export const eventView = ({ id, type, reason, on, at, round, by }: DemandEvent): z.infer<typeof Event> => ({
  id,
  type,
  reason: reason ?? null,
  on,
  at,
  round,
  by: by.role,
});

export const recordView = ({ measure, stage: now }: Omit<StoredStage, 'version'>): z.infer<typeof Record> => ({
  measure,
  stage: now.stage,
  round: now.round,
  since: now.since,
  reason: now.reason ?? null,
  next: possibleAfter(now),
});
