/** Shapes that several concepts share. */
import { z } from '@hono/zod-openapi';
import { isIsoDate } from '#rules/engine/calendar.ts';
import { usccFault } from '#rules/profile/uscc.ts';

/** A calendar day in Beijing. */
export const Day = z
  .string()
  .refine(isIsoDate, { params: { zh: '应为日期，如 2026-07-01', en: 'must be a date such as 2026-07-01' } })
  .openapi({ format: 'date', example: '2026-07-01' });

/** A unified social credit code (统一社会信用代码). */
export const Uscc = z
  .string()
  .refine((code) => usccFault(code) === undefined, {
    params: { zh: '应为 18 位统一社会信用代码', en: 'must be a unified social credit code of 18 characters' },
  })
  .openapi({ example: '91110105MA00000P0N', minLength: 18, maxLength: 18 });

export const LangParam = z.enum(['zh', 'en']).optional();

/** A query parameter that may be given several times. */
export const many = <S extends z.ZodType>(schema: S, most = 50) =>
  z.preprocess(
    (given) => (given === undefined ? [] : Array.isArray(given) ? (given as unknown[]) : [given]),
    z.array(schema).max(most),
  );
