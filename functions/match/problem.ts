import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Lang } from '#rules/engine/types.ts';

/** One thing to correct, and where it stands in the request. */
export interface RequestFault {
  readonly path: string;
  readonly message: string;
}

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
} as const satisfies Record<string, { status: number; zh: string; en: string }>;

export type ProblemKind = keyof typeof KINDS;

/** At most so many faults are listed; the rest is counted. */
const LISTED = 100;

/** A refusal as problem details (RFC 9457). */
export function problem(
  kind: ProblemKind,
  lang: Lang,
  faults: readonly RequestFault[] = [],
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyStructuredResultV2 {
  const { status, [lang]: title } = KINDS[kind];
  const body = {
    type: `urn:ceyin:problem:${kind}`,
    title,
    status,
    ...(faults.length === 0 ? {} : { faults: faults.slice(0, LISTED) }),
    ...(faults.length > LISTED ? { moreFaults: faults.length - LISTED } : {}),
  };
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': lang === 'zh' ? 'zh-CN' : 'en',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
