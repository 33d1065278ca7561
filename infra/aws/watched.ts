import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import type { FunctionName } from '#functions/lambda/functions.ts';
import type { Data } from './data.ts';
import type { Functions } from './functions.ts';

/** What alarms and the dashboard look at. */
export interface Watched extends Pick<Functions, 'http' | 'feed' | 'rematch'> {
  readonly data: Data;
  readonly functions: Readonly<Record<FunctionName, Lambda>>;
}
