/** Refusals as the API sends them. */
import { z } from '@hono/zod-openapi';
import { languageTag, problemBody, PROBLEMS, type ProblemKind, type RequestFault } from '#functions/problem.ts';
import type { ApiContext } from './env.ts';

export const Problem = z
  .object({
    type: z.string().regex(/^urn:ceyin:problem:[a-z-]+$/),
    title: z.string(),
    status: z.number().int(),
    /** What happened this time, in words. */
    detail: z.string().optional(),
    requestId: z.string(),
    faults: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
    moreFaults: z.number().int().optional(),
    /** What is there now, where a version did not fit. */
    current: z.record(z.string(), z.unknown()).optional(),
  })
  .openapi('Problem');

export interface RefusalMore {
  readonly detail?: string;
  readonly faults?: readonly RequestFault[];
  readonly current?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal in the words of the request's language; fits the declared responses of every route. */
export function refuse(c: ApiContext, kind: ProblemKind, { detail, faults, current, headers }: RefusalMore = {}) {
  const { lang, requestId } = c.var;
  const body: z.infer<typeof Problem> = {
    ...problemBody(kind, lang, faults),
    ...(detail === undefined ? {} : { detail }),
    ...(current === undefined ? {} : { current }),
    requestId,
  };
  return c.json(body, PROBLEMS[kind].status, {
    'Content-Type': 'application/problem+json; charset=utf-8',
    'Content-Language': languageTag(lang),
    'Cache-Control': 'no-store',
    ...headers,
  });
}
