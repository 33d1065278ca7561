/** The stack of the pages: the portal's function, which brings its static files along, and a CDN where one is wanted. */
import { CfnOutput, Stack } from 'aws-cdk-lib';
import { HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { addCdn } from './cdn.ts';
import { newFunction, type Making } from './function.ts';
import { originOf } from './functions.ts';
import type { Http } from './http.ts';
import { liveOf, rollOut } from './rollout.ts';

export function portalStack(scope: Construct, making: Making, http: Http): { readonly portal: Lambda } {
  const { settings, data } = making;
  const stack = new Stack(scope, 'portal', {
    env: { region: settings.region },
    description: 'Ceyin: the pages that people see',
  });
  const secret = (field: string): string => data.secret.secretValueFromJson(field).unsafeUnwrap();
  const portal = newFunction(stack, 'portal', making, {
    CEYIN_TABLE: data.table.name,
    CEYIN_ORIGIN: originOf(settings, http),
    API_ORIGIN: http.origin,
    CEYIN_PORTAL_KEY: secret('portalKey'),
    CEYIN_CDN_KEY: settings.cdn ? secret('cdnKey') : undefined,
    CEYIN_ISSUER: settings.issuer,
    CEYIN_CLIENT: settings.client,
    ICP_RECORD: settings.icp,
    OPERATOR: settings.operator,
  });
  const live = liveOf(stack, 'portal', portal);
  rollOut(stack, settings, http, [live]);
  const pages = new HttpRoute(stack, 'Pages', {
    httpApi: http.api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: new HttpLambdaIntegration('Portal', live.target),
  });
  acknowledge(pages, 'APIG4', 'Pages are for everyone; what needs a person is guarded by a session and by the API.');
  if (settings.cdn) addCdn(stack, settings, data, http);
  new CfnOutput(stack, 'Site', { value: originOf(settings, http), description: 'Where browsers reach the portal' });
  return { portal };
}
