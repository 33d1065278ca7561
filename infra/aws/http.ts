/** The HTTP API: who is let through to which function, how often, and what is noted of it. */
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CfnStage,
  DomainName,
  HttpMethod,
  HttpApi,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
  SecurityPolicy,
  type HttpRouteProps,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { CfnOutput, type Stack } from 'aws-cdk-lib';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { IConstruct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { newLog } from './function.ts';
import { API_ROUTE, MATCH_ROUTE, PUBLIC_ROUTES } from './routes.ts';
import type { Settings } from './settings.ts';

export interface Http {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** Where the API answers. */
  readonly origin: string;
}

export function newHttp(stack: Stack, settings: Settings, functions: { match: IFunction; api: IFunction }): Http {
  // Behind a CDN the domain is the CDN's, and this API answers at the address that AWS gives.
  const domain = settings.cdn ? undefined : ownDomain(stack, settings);
  const api = new HttpApi(stack, 'Http', {
    apiName: `ceyin-${settings.name}`,
    description: 'Ceyin: the API and the portal',
    createDefaultStage: false,
    disableExecuteApiEndpoint: domain !== undefined,
  });
  const stage = new HttpStage(stack, 'HttpStage', {
    httpApi: api,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: settings.throttle.rate, burstLimit: settings.throttle.burst },
    detailedMetricsEnabled: true,
    accessLogSettings: {
      destination: new LogGroupLogDestination(newLog(stack, 'HttpLog', settings)),
      format: AccessLogFormat.custom(JSON.stringify(NOTED)),
    },
    ...(domain ? { domainMapping: { domainName: domain } } : {}),
  });
  const routes = addRoutes(stack, api, settings, functions);
  const { rate, burst } = settings.matchThrottle;
  if (stage.node.defaultChild instanceof CfnStage) {
    stage.node.defaultChild.routeSettings = {
      [MATCH_ROUTE]: { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
    };
  }
  stage.node.addDependency(routes);
  const origin = settings.domain !== undefined && domain ? `https://${settings.domain}` : api.apiEndpoint;
  new CfnOutput(stack, 'ApiOrigin', { value: origin, description: 'Where the API answers' });
  return { api, stage, origin };
}

/**
 * What is kept of a request: neither its path, which may name a firm, nor its query, its body or its token. What was
 * asked by whom about which firm stands in the audit record.
 */
const NOTED = {
  requestId: '$context.requestId',
  time: '$context.requestTime',
  route: '$context.routeKey',
  status: '$context.status',
  bytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  functionMs: '$context.integrationLatency',
  from: '$context.identity.sourceIp',
  refused: '$context.authorizer.error',
  failed: '$context.integrationErrorMessage',
};

function ownDomain(stack: Stack, { domain, certificate }: Settings): DomainName | undefined {
  if (domain === undefined || certificate === undefined) return undefined;
  const made = new DomainName(stack, 'Domain', {
    domainName: domain,
    certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificate),
    securityPolicy: SecurityPolicy.TLS_1_2,
  });
  new CfnOutput(stack, 'DomainTarget', {
    value: made.regionalDomainName,
    description: `What the DNS entry of ${domain} points to (CNAME)`,
  });
  return made;
}

/** All routes but the portal's, which comes with its own stack. */
function addRoutes(
  stack: Stack,
  httpApi: HttpApi,
  { issuer, audience }: Settings,
  { match, api }: { match: IFunction; api: IFunction },
): IConstruct {
  const toMatch = new HttpLambdaIntegration('Match', match);
  const toApi = new HttpLambdaIntegration('Api', api);
  const authorizer = new HttpJwtAuthorizer('People', issuer, { jwtAudience: [audience] });
  const add = (id: string, key: string, to: Omit<HttpRouteProps, 'httpApi' | 'routeKey'>): HttpRoute =>
    new HttpRoute(stack, id, { httpApi, routeKey: routeKeyOf(key), ...to });

  add('RestRoute', API_ROUTE, { integration: toApi, authorizer });
  for (const key of PUBLIC_ROUTES) open(add(`Route ${key}`, key, { integration: toApi, authorizer: NOBODY }));
  const matching = add('MatchRoute', MATCH_ROUTE, { integration: toMatch, authorizer: NOBODY });
  open(matching);
  return matching;
}

const NOBODY = new HttpNoneAuthorizer();
const open = (route: HttpRoute): void =>
  acknowledge(route, 'APIG4', 'It answers everyone alike, holds no company figures, and is throttled.');

function routeKeyOf(key: string): HttpRouteKey {
  const [method = '', path = ''] = key.split(' ');
  switch (method) {
    case 'GET':
      return HttpRouteKey.with(path, HttpMethod.GET);
    case 'POST':
      return HttpRouteKey.with(path, HttpMethod.POST);
    case 'ANY':
      return HttpRouteKey.with(path, HttpMethod.ANY);
    default:
      throw new Error(`No such route: ${key}.`);
  }
}
