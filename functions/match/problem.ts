import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Lang } from '#rules/engine/types.ts';
import { languageTag, problemBody, type ProblemKind, type RequestFault } from '../problem.ts';

export interface Refusal {
  readonly kind: ProblemKind;
  readonly lang: Lang;
  readonly requestId: string;
  readonly faults?: readonly RequestFault[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as problem details (RFC 9457). */
export function problem({ kind, lang, requestId, faults, headers }: Refusal): APIGatewayProxyStructuredResultV2 {
  const body = problemBody(kind, lang, faults);
  return {
    statusCode: body.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': languageTag(lang),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...headers,
    },
    body: JSON.stringify({ ...body, requestId }),
  };
}
