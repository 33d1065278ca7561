import { z } from '@hono/zod-openapi';
import type { Principal } from '#functions/identity/principal.ts';
import type { Lang } from '#rules/engine/types.ts';
import { Uscc } from '../fields.ts';
import { pageOf } from '../page.ts';
import { PhoneNumber, phoneUri } from './phone.ts';
import { Request, Step, type KeptRequest } from './repository.ts';
import { ACTS, clockWords, REASON_NAMES, REASONS, STATES, URGENCIES, URGENCY_NAMES } from './states.ts';

const MOST_TEXT = 4000;
const Text = z.string().trim().min(1).max(MOST_TEXT);

export const NewRequest = z
  .strictObject({
    text: Text,
    urgency: z.enum(URGENCY_NAMES).openapi({
      description: Object.entries(URGENCIES)
        .map(([name, { en }]) => `\`${name}\` ${en}`)
        .join('; '),
    }),
    measure: z.string().min(1).max(100).optional().openapi({ description: 'The measure it is about, if any.' }),
    phone: z
      .strictObject({ number: PhoneNumber, agreed: z.literal(true) })
      .optional()
      .openapi({
        description: 'Where the firm may be called about it. `agreed`: its service manager may have the number.',
      }),
  })
  .openapi('NewRequest');

const withoutText = z.strictObject({ text: Text.optional() });
const withText = z.strictObject({ text: Text });
export const BODIES = {
  accept: withoutText,
  answer: withText,
  'ask-firm': withText,
  resume: withoutText,
  solve: withText,
  decline: z.strictObject({ text: Text, reason: z.enum(REASON_NAMES) }),
  reply: withText,
  withdraw: withoutText,
  rate: z.strictObject({ score: z.number().int().min(1).max(5), text: Text.optional() }),
  reassign: z.strictObject({
    to: z.string().min(1).max(200).openapi({ description: 'A service manager of the firm, by subject.' }),
    text: Text.optional(),
  }),
};

const clock = z.object({
  running: z.boolean(),
  dueAt: z.string().nullable().openapi({ description: 'While it runs.' }),
  stoppedAt: z.string().nullable().openapi({ description: 'Since when it stands still.' }),
  remainingSeconds: z
    .number()
    .int()
    .nullable()
    .openapi({ description: 'What was left when it stopped; below 0 where it was overdue.' }),
  words: z.string().openapi({
    description: 'While it runs: until when. Whether that is past is for the reader’s clock to say, by `dueAt`.',
  }),
});

/** A number is shown with the one question it came with, in no list. */
const { phone: _, ...listed } = Request.shape;

export const RequestView = z
  .object({
    ...listed,
    uscc: Uscc,
    version: z.number().int(),
    text: z
      .string()
      .nullable()
      .openapi({ description: 'Null for those who may see that it is there, not what it says.' }),
    clock,
    labels: z.object({ state: z.string(), urgency: z.string(), reason: z.string().nullable() }),
  })
  .openapi('Request');
export type RequestView = z.infer<typeof RequestView>;

export const RequestPage = pageOf(RequestView).openapi('Requests');

export const RequestWithSteps = RequestView.extend({
  phone: z
    .object({ number: z.string(), uri: z.string().nullable() })
    .nullable()
    .openapi({ description: 'Where the firm may be called about it, and the link that dials it.' }),
  history: z
    .array(z.object({ ...Step.shape, words: z.string() }).openapi('RequestStep'))
    .readonly()
    .openapi({ description: 'Who did what and when, the first step first.' }),
}).openapi('RequestWithHistory');

/** What firms write is for the firm and its managers. */
export const mayReadTexts = ({ role }: Principal): boolean => role === 'firm' || role === 'manager';

/** A request as it is shown; without what people wrote where that is not for the reader. */
export function viewOf(whole: KeptRequest, lang: Lang, withTexts: boolean): RequestView {
  const { clock: kept, phone: _, ...request } = whole;
  const { state, urgency, reason, satisfaction } = request;
  return {
    ...request,
    text: withTexts ? request.text : null,
    satisfaction: satisfaction && { ...satisfaction, text: withTexts ? satisfaction.text : null },
    clock: {
      running: kept.running,
      dueAt: kept.running ? kept.dueAt : null,
      stoppedAt: kept.running ? null : kept.stoppedAt,
      remainingSeconds: kept.running ? null : Math.floor(kept.remainingMs / 1000),
      words: clockWords(state, kept)[lang],
    },
    labels: {
      state: STATES[state][lang],
      urgency: URGENCIES[urgency][lang],
      reason: reason && REASONS[reason][lang],
    },
  };
}

export const phoneView = ({ phone }: KeptRequest) =>
  phone && { number: phone.number, uri: phoneUri(phone.number) ?? null };

export const stepView = (step: Step, lang: Lang, withTexts: boolean) => ({
  ...step,
  text: withTexts ? step.text : null,
  words: step.act === 'ask' ? ASKED[lang] : ACTS[step.act][lang],
});

const ASKED: Readonly<Record<Lang, string>> = { zh: '企业提出', en: 'the firm asked' };
