/** What is measured, by AWS and by the functions themselves. */
import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { FunctionName } from '#functions/lambda/functions.ts';
import { NAMESPACE, type MetricName } from '#functions/lambda/metrics.ts';
import type { Watched } from './watched.ts';

export const FIVE_MINUTES = Duration.minutes(5);

export interface Over {
  readonly statistic: string;
  readonly period?: Duration;
}

/** What a function measures itself. */
export const own = (
  service: FunctionName,
  metricName: MetricName,
  { statistic, period = FIVE_MINUTES }: Over,
): Metric => new Metric({ namespace: NAMESPACE, metricName, dimensionsMap: { service }, statistic, period });

export const ofTable = (
  { data }: Watched,
  metricName: string,
  { statistic, period = FIVE_MINUTES }: Over,
  dimensions: Readonly<Record<string, string>> = {},
): Metric =>
  new Metric({
    namespace: 'AWS/DynamoDB',
    metricName,
    dimensionsMap: { TableName: data.table.name, ...dimensions },
    statistic,
    period,
  });

export const ofRematch = ({ rematch }: Watched, metricName: string): Metric =>
  new Metric({
    namespace: 'AWS/States',
    metricName,
    dimensionsMap: { StateMachineArn: rematch.attrArn },
    statistic: Stats.SUM,
    period: FIVE_MINUTES,
  });

export const failedBackups = ({ data }: Watched): Metric =>
  new Metric({
    namespace: 'AWS/Backup',
    metricName: 'NumberOfBackupJobsFailed',
    dimensionsMap: { BackupVaultName: data.vault.backupVaultName },
    statistic: Stats.SUM,
    period: Duration.hours(1),
  });

/** How old the oldest of the table’s changes is that a reader has not dealt with, in milliseconds. */
export const streamAge = ({ functions }: Watched): Metric =>
  functions.demand.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: FIVE_MINUTES });

export const waiting = (queue: Queue): Metric =>
  queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: FIVE_MINUTES });
