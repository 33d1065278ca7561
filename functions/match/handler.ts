import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { loadCatalogue, unknownMeasures, type Catalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { bodyOf } from './body.ts';
import { problem } from './problem.ts';
import { langOf, requestOf, type MatchRequest } from './request.ts';

type Answer = APIGatewayProxyStructuredResultV2;

/** `POST /v1/match`: a company profile in, verdicts out. Keeps nothing and logs no figure. */
export function matchHandler(rules: Rules, texts: Readonly<Record<Lang, Texts>>) {
  const catalogue = loadCatalogue(rules);

  return (event: APIGatewayProxyEventV2): Promise<Answer> => {
    const { rawPath } = event;
    if (rawPath !== '/v1/match') return Promise.resolve(problem('not-found', 'zh'));
    if (event.requestContext.http.method !== 'POST') {
      return Promise.resolve(problem('method-not-allowed', 'zh', [], { allow: 'POST' }));
    }
    try {
      return Promise.resolve(answer(catalogue, texts, event));
    } catch (error) {
      console.error(JSON.stringify({ level: 'error', function: 'match', error: nameOf(error) }));
      return Promise.resolve(problem('internal', 'zh'));
    }
  };
}

function answer(catalogue: Catalogue, texts: Readonly<Record<Lang, Texts>>, event: APIGatewayProxyEventV2): Answer {
  const body = bodyOf(event);
  if (!body.ok) return problem(body.kind, 'zh');
  const shaped = requestOf(body.value);
  if (!shaped.ok) return problem('invalid-request', langOf(body.value), shaped.faults);
  return evaluated(catalogue, texts, shaped.request);
}

function evaluated(catalogue: Catalogue, texts: Readonly<Record<Lang, Texts>>, request: MatchRequest): Answer {
  const { lang, measures, asOf = todayInBeijing(new Date()) } = request;
  const unknown = unknownMeasures(catalogue, measures ?? []);
  if (unknown.length > 0) {
    return problem(
      'unknown-measure',
      lang,
      unknown.map((id) => ({ path: `measures.${measures?.indexOf(id) ?? 0}`, message: id.slice(0, 100) })),
    );
  }
  const checked = validateProfile(request.profile, catalogue.rules.fields);
  if (!checked.ok) {
    return problem(
      'invalid-profile',
      lang,
      checked.faults.map((fault) => ({
        path: ['profile', fault.path].filter(Boolean).join('.'),
        message: fault[lang],
      })),
    );
  }
  return {
    statusCode: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-language': lang === 'zh' ? 'zh-CN' : 'en',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
    // The very bytes that the command line prints.
    body: `${JSON.stringify(match(catalogue, texts[lang], checked.profile, { asOf, measures }), null, 2)}\n`,
  };
}

/** What may be logged of an error: its name and where it was thrown, never its message, which may hold figures. */
const nameOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${(error.stack ?? '').split('\n').find((line) => /^\s+at /.test(line)) ?? ''}`
    : typeof error;
