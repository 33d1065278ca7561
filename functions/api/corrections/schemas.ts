/** Corrections over HTTP. */
import { z } from '@hono/zod-openapi';
import { MeasureId } from '../demand/schemas.ts';
import { Day } from '../fields.ts';
import { pageOf } from '../page.ts';
import { plainText, PublicUrl } from '../text.ts';
import { STATES } from './correction.ts';

export const CorrectionId = z
  .string()
  .regex(/^[\w-]{8,64}$/)
  .openapi({ description: 'The reference that came with the correction.' });

export const NewCorrection = z
  .strictObject({
    text: plainText(10, 2000).openapi({ description: 'What is wrong, and what would be right. Plain text.' }),
    measure: MeasureId.optional(),
    condition: z.string().min(1).max(100).optional().openapi({ description: 'One of the measure’s conditions.' }),
    version: Day.optional().openapi({ description: 'The measure’s version, by its first day.' }),
    source: PublicUrl.optional().openapi({ description: 'Where the right text stands.' }),
    contact: plainText(3, 120).optional().openapi({
      description: 'E-mail or telephone, used to answer this and erased 30 days after the answer, 180 days at most.',
    }),
    consent: z.boolean().optional().openapi({ description: 'That the contact is kept for this; needed with it.' }),
  })
  .superRefine(({ contact, consent, measure, condition, version }, context) => {
    if (contact !== undefined && consent !== true) {
      const params = {
        zh: '留下联系方式须同意为答复这一件事保存它',
        en: 'must be true where a contact is given: it is kept for this alone',
      };
      context.addIssue({ code: 'custom', path: ['consent'], params });
    }
    if (measure === undefined && (condition ?? version) !== undefined) {
      const params = { zh: '请同时说明是哪项政策', en: 'is needed with a condition or a version' };
      context.addIssue({ code: 'custom', path: ['measure'], params });
    }
  })
  .openapi('NewCorrection');

export const SentCorrection = z
  .object({
    id: z.string(),
    code: z.string().openapi({ description: 'With this code its state and reply can be seen. It is given only here.' }),
    state: z.enum(STATES),
  })
  .openapi('SentCorrection');

const Person = z.object({ name: z.string(), role: z.string() });
const About = z.object({
  id: z.string(),
  state: z.enum(STATES),
  measure: z.string().nullable(),
  condition: z.string().nullable(),
  version: Day.nullable(),
  text: z.string(),
  source: z.string().nullable(),
  at: z.string(),
  reply: z.string().nullable(),
});

export const CorrectionView = About.extend({
  owner: Person.nullable().openapi({ description: 'Who deals with it; null to whoever sent it.' }),
  hasContact: z.boolean(),
  contact: z.string().nullable().openapi({ description: 'To those who deal with corrections, while it is kept.' }),
  history: z
    .array(z.object({ at: z.string(), state: z.enum(STATES), by: Person.nullable() }))
    .readonly()
    .openapi({ description: 'Without names to whoever sent it.' }),
}).openapi('Correction');

export const CorrectionPage = pageOf(
  About.extend({ owner: Person.nullable(), hasContact: z.boolean() }).openapi('CorrectionRow'),
);

export const CorrectionStep = z
  .strictObject({
    state: z.enum(STATES).openapi({
      description: '`taken` taken on, `open` given back, `accepted`, `declined`. The last two end it and need a reply.',
    }),
    reply: plainText(2, 2000).optional(),
  })
  .superRefine(({ state, reply }, context) => {
    const answers = state === 'accepted' || state === 'declined';
    if (answers === (reply !== undefined)) return;
    const params = answers
      ? { zh: '请写明答复', en: 'must say how it was decided' }
      : { zh: '答复只在采纳或不采纳时填写', en: 'belongs to the answer only' };
    context.addIssue({ code: 'custom', path: ['reply'], params });
  })
  .openapi('CorrectionStep');
