import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { limitHeaders, type Limiter } from '../api/limiter.ts';
import { languageTag } from '../problem.ts';
import { langAsked, requestIdOf } from '../request.ts';
import { VISITOR_HEADER, visitorOf } from '../visitor.ts';
import { checked, type InForce } from './answer.ts';
import { bodyOf } from './body.ts';
import { matchBytes } from './bytes.ts';
import { problem, type Refusal } from './problem.ts';
import { langOf, requestOf } from './request.ts';

type Answer = APIGatewayProxyStructuredResultV2;

export interface MatchDeps {
  /** The catalogue to answer by. */
  readonly inForce: () => InForce | Promise<InForce>;
  readonly limiter: Limiter;
  /** What the portal vouches with for its visitors' addresses. */
  readonly portalKey?: string | undefined;
  readonly now: () => Date;
}

/** `POST /v1/match`: a company profile in, verdicts out. Keeps nothing and logs no figure. */
export function matchHandler(deps: MatchDeps) {
  return async (event: APIGatewayProxyEventV2): Promise<Answer> => {
    const { headers, requestContext, queryStringParameters } = event;
    const requestId = requestIdOf(headers['x-request-id'], () => requestContext.requestId);
    const lang = langAsked(queryStringParameters?.lang, headers['accept-language']);
    const visitor = visitorOf(headers[VISITOR_HEADER], deps.portalKey, deps.now());
    const taken = deps.limiter.take(`address ${visitor ?? requestContext.http.sourceIp}`, 'compute');
    const limits = limitHeaders(taken, 'compute');
    const refused = (refusal: Partial<Refusal> & Pick<Refusal, 'kind'>): Answer =>
      problem({ requestId, lang, ...refusal, headers: { ...limits, ...refusal.headers } });
    try {
      if (!taken.ok)
        return refused({ kind: 'too-many-requests', headers: { 'retry-after': String(taken.resetSeconds) } });
      if (event.rawPath !== '/v1/match') return refused({ kind: 'not-found' });
      if (requestContext.http.method !== 'POST')
        return refused({ kind: 'method-not-allowed', headers: { allow: 'POST' } });
      const body = bodyOf(event);
      if (!body.ok) return refused(body);
      const spoken = langOf(body.value, lang);
      const shaped = requestOf(body.value, spoken);
      if (!shaped.ok) return refused({ kind: 'invalid-request', lang: spoken, faults: shaped.faults });

      const { request } = shaped;
      const { asOf = todayInBeijing(deps.now()), measures } = request;
      const { catalogue, texts } = await deps.inForce();
      const asked = checked(catalogue, request);
      if (!asked.ok) return refused({ ...asked, lang: request.lang });
      return {
        statusCode: 200,
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'content-language': languageTag(request.lang),
          'cache-control': 'no-store',
          'x-content-type-options': 'nosniff',
          'x-request-id': requestId,
          ...limits,
        },
        body: new TextDecoder().decode(matchBytes(catalogue, texts[request.lang], asked.profile, { asOf, measures })),
      };
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', function: 'match', requestId, error: nameOf(error) }));
      return refused({ kind: 'internal' });
    }
  };
}

/** What may be logged of an error: its name and where it was thrown, never its message, which may hold figures. */
const nameOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${(error.stack ?? '').split('\n').find((line) => /^\s+at /.test(line)) ?? ''}`
    : typeof error;
