import type { Lang } from '#rules/engine/types.ts';

/** One thing to correct, and where it stands in the request. */
export interface RequestFault {
  readonly path: string;
  readonly message: string;
}

/** What a kind of refusal says, and the status it is sent with. */
interface Kind {
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

/** The kinds of refusal, of all functions. A kind's name is stable; its words may change. */
export const PROBLEMS = {
  'invalid-json': { status: 400, zh: '请求体不是有效的 JSON', en: 'The body is not valid JSON' },
  unauthenticated: { status: 401, zh: '请先登录', en: 'Sign in first' },
  'invalid-token': { status: 401, zh: '登录已失效，请重新登录', en: 'The sign-in is no longer valid; sign in again' },
  forbidden: { status: 403, zh: '没有这项权限', en: 'You do not have the right to do this' },
  'not-found': { status: 404, zh: '没有这个地址或内容', en: 'There is nothing at this address' },
  'method-not-allowed': { status: 405, zh: '这个地址不支持这种方法', en: 'This address does not take this method' },
  conflict: { status: 409, zh: '与已有的内容冲突', en: 'This conflicts with what is there' },
  'wrong-state': { status: 409, zh: '当前状态下不能这样做', en: 'This cannot be done in the present state' },
  'version-conflict': {
    status: 412,
    zh: '内容已被他人修改，请比较后再保存',
    en: 'Someone else has changed this; compare before saving again',
  },
  'too-large': { status: 413, zh: '请求体过大', en: 'The body is too large' },
  'unsupported-media-type': {
    status: 415,
    zh: '请求体的类型不对，JSON 要以 application/json 发送，UTF-8 编码，不压缩',
    en: 'The body has the wrong type; JSON is sent as application/json in UTF-8, uncompressed',
  },
  'invalid-request': { status: 422, zh: '填写的内容有误', en: 'Something filled in is not right' },
  'invalid-cursor': {
    status: 422,
    zh: '翻页标记无效，请从第一页开始',
    en: 'The cursor is not valid; start at the first page',
  },
  'invalid-profile': { status: 422, zh: '企业资料有误', en: 'The company profile has faults' },
  'unknown-measure': { status: 422, zh: '没有这项政策', en: 'There is no such measure' },
  'idempotency-mismatch': {
    status: 422,
    zh: '同一个 Idempotency-Key 已用于另一请求',
    en: 'This Idempotency-Key was used for a different request',
  },
  'precondition-required': {
    status: 428,
    zh: '请用 If-Match 说明修改的是哪个版本',
    en: 'Say with If-Match which version is being changed',
  },
  'too-many-requests': { status: 429, zh: '请求太频繁，请稍后再试', en: 'Too many requests; try again later' },
  internal: { status: 500, zh: '服务出错', en: 'The service failed' },
  unavailable: {
    status: 503,
    zh: '服务暂时不可用，请稍后再试',
    en: 'The service is not available just now; try again later',
  },
} as const satisfies Record<string, Kind>;

export type ProblemKind = keyof typeof PROBLEMS;
export type ProblemStatus = (typeof PROBLEMS)[ProblemKind]['status'];

/** A refusal as problem details (RFC 9457), as every function sends it. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  faults?: RequestFault[];
  /** How many faults there are beyond those listed. */
  moreFaults?: number;
}

/** At most so many faults are listed; the rest is counted. */
const LISTED = 100;

export function problemBody(kind: ProblemKind, lang: Lang, faults: readonly RequestFault[] = []): ProblemBody {
  const { status, ...titles } = PROBLEMS[kind];
  return {
    type: `urn:ceyin:problem:${kind}`,
    title: titles[lang],
    status,
    ...(faults.length === 0 ? {} : { faults: faults.slice(0, LISTED) }),
    ...(faults.length > LISTED ? { moreFaults: faults.length - LISTED } : {}),
  };
}

export const languageTag = (lang: Lang): string => (lang === 'zh' ? 'zh-CN' : 'en');
