import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Lang } from '#rules/engine/types.ts';
import { languageTag, problemBody, type Kind, type RequestFault } from '../problem.ts';

/** The kinds of refusal. A kind's name is stable; its words may change. */
const KINDS = {
  'invalid-json': { status: 400, zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
  'invalid-request': { status: 400, zh: '请求的格式不对', en: 'The request has the wrong shape' },
  'not-found': { status: 404, zh: '没有这个地址', en: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, zh: '这个地址不支持这种方法', en: 'This address does not take this method' },
  'too-large': { status: 413, zh: '请求体超过 256 KB', en: 'The body is larger than 256 KB' },
  'unsupported-media-type': {
    status: 415,
    zh: '请求体要以 application/json 发送，UTF-8 编码，不压缩',
    en: 'The body must be sent as application/json in UTF-8, uncompressed',
  },
  'invalid-profile': { status: 422, zh: '企业资料有误', en: 'The company profile has faults' },
  'unknown-measure': { status: 422, zh: '没有这项政策', en: 'There is no such measure' },
  internal: { status: 500, zh: '服务出错', en: 'The service failed' },
} as const satisfies Record<string, Kind>;

export type ProblemKind = keyof typeof KINDS;

/** A refusal as problem details (RFC 9457). */
export function problem(
  kind: ProblemKind,
  lang: Lang,
  faults: readonly RequestFault[] = [],
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  const body = problemBody(kind, KINDS[kind], lang, faults);
  return {
    statusCode: body.status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': languageTag(lang),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
