/** The stack that changes with the program: functions, the HTTP API before them, queues, schedules, the re-match. */
import { Stack } from 'aws-cdk-lib';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { FunctionName, Setting } from '#functions/lambda/functions.ts';
import { newFeed, type Feed } from './feed.ts';
import { newFunction, type Making, type Values } from './function.ts';
import { newHttp, type Http } from './http.ts';
import { newRematch } from './rematch.ts';
import { liveOf, rollOut } from './rollout.ts';
import { newSchedules } from './schedules.ts';
import type { Settings } from './settings.ts';

export interface Functions {
  readonly functions: Readonly<Record<Exclude<FunctionName, 'portal'>, Lambda>>;
  readonly http: Http;
  readonly feed: Feed & { readonly jobsDead: Feed['changesDead'] };
  readonly rematch: CfnStateMachine;
}

export function functionsStack(scope: Construct, making: Making): Functions {
  const { settings, data } = making;
  const stack = new Stack(scope, 'functions', {
    env: { region: settings.region },
    description: 'Ceyin: functions, HTTP API, queues, schedules, re-match',
  });
  const secret = (field: string): string => data.secret.secretValueFromJson(field).unsafeUnwrap();
  const values: Values = {
    CEYIN_TABLE: data.table.name,
    CEYIN_ISSUER: settings.issuer,
    CEYIN_AUDIENCE: settings.audience,
    CEYIN_CURSOR_KEY: secret('cursorKey'),
    CEYIN_PROOF_KEYS: secret('proofKeys'),
    CEYIN_PORTAL_KEY: secret('portalKey'),
    CEYIN_CDN_KEY: settings.cdn ? secret('cdnKey') : undefined,
    CEYIN_LIMITS: settings.limits,
    CEYIN_SMTP: settings.mail ? secret('smtp') : undefined,
    CEYIN_MAIL_FROM: settings.mailFrom,
  };
  const make = (name: FunctionName, more: Values = {}): Lambda =>
    newFunction(stack, name, making, { ...values, ...more });

  const [match, api] = [make('match'), make('api')];
  const live = { match: liveOf(stack, 'match', match), api: liveOf(stack, 'api', api) };
  const http = newHttp(stack, settings, { match: live.match.target, api: live.api.target });
  rollOut(stack, settings, http, [live.match, live.api]);
  // Known only now: the API's address depends on nothing of the function's, but the other way round.
  match.addEnvironment('CEYIN_CATALOGUE_URL' satisfies Setting, http.origin);
  const origin = { CEYIN_ORIGIN: originOf(settings, http) };
  const functions = {
    match,
    api,
    demand: make('demand'),
    changes: make('changes', origin),
    rematch: make('rematch'),
    nightly: make('nightly'),
    days: make('days'),
    overdue: make('overdue'),
    digests: make('digests', origin),
    backups: make('backups'),
  };
  const rematch = newRematch(stack, data, settings, functions.rematch);
  const { jobsDead } = newSchedules(stack, settings, functions, rematch);
  return { functions, http, rematch, feed: { ...newFeed(stack, data, settings, functions), jobsDead } };
}

/** Where browsers reach the portal. */
export const originOf = ({ domain }: Settings, { origin }: Http): string =>
  domain === undefined ? origin : `https://${domain}`;
