/** What is too much of what, or too little: each row becomes an alarm. */
import { Duration } from 'aws-cdk-lib';
import { Stats, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { AlarmKind } from './alarms.ts';
import { failedBackups, FIVE_MINUTES, ofRematch, ofTable, own, streamAge, waiting } from './metrics.ts';
import { JOB_NAMES, type Job } from './schedules.ts';
import type { Watched } from './watched.ts';

export interface Threshold {
  readonly kind: AlarmKind;
  /** Which one, where there are several of the kind. */
  readonly of?: string;
  readonly metric: IMetric;
  /** The alarm rings at or above it, or, where `below` is set, below it and when nothing is measured. */
  readonly at: number;
  readonly below?: true;
  /** For so many periods in a row; 1 where absent. */
  readonly periods?: number;
}

export const thresholdsOf = (watched: Watched): readonly Threshold[] => [
  ...functionsOf(watched),
  ...answersOf(watched),
  ...tableOf(watched),
  ...queuesOf(watched),
  ...jobsOf(watched),
];

function functionsOf({ functions }: Watched): readonly Threshold[] {
  const each = Object.entries(functions).flatMap(([of, made]): Threshold[] => [
    { kind: 'function-errors', of, metric: made.metricErrors({ period: FIVE_MINUTES }), at: 1 },
    { kind: 'function-throttled', of, metric: made.metricThrottles({ period: FIVE_MINUTES }), at: 1, periods: 2 },
  ]);
  // Those that a person waits for; in milliseconds.
  const slow = (
    [
      ['match', 1_000],
      ['api', 5_000],
      ['portal', 3_000],
    ] as const
  ).map(([of, at]): Threshold => ({
    kind: 'function-slow',
    of,
    metric: functions[of].metricDuration({ period: FIVE_MINUTES, statistic: Stats.p(99) }),
    at,
    periods: 3,
  }));
  return [...each, ...slow];
}

function answersOf({ http: { stage } }: Watched): readonly Threshold[] {
  return [
    { kind: 'api-failing', metric: stage.metricServerError({ statistic: Stats.SUM, period: FIVE_MINUTES }), at: 5 },
    {
      kind: 'api-slow',
      metric: stage.metricLatency({ statistic: Stats.p(99), period: FIVE_MINUTES }),
      at: 5_000,
      periods: 3,
    },
  ];
}

function tableOf(watched: Watched): readonly Threshold[] {
  const sum = { statistic: Stats.SUM };
  return [
    { kind: 'table-throttled', of: 'reads', metric: ofTable(watched, 'ReadThrottleEvents', sum), at: 1, periods: 2 },
    { kind: 'table-throttled', of: 'writes', metric: ofTable(watched, 'WriteThrottleEvents', sum), at: 1, periods: 2 },
    ...['GetItem', 'Query', 'TransactWriteItems'].map((operation): Threshold => ({
      kind: 'table-errors',
      of: operation,
      metric: ofTable(watched, 'SystemErrors', sum, { Operation: operation }),
      at: 1,
    })),
    { kind: 'backup-failed', metric: failedBackups(watched), at: 1 },
    {
      kind: 'restore-point-old',
      metric: own('backups', 'BackupAge', { statistic: Stats.MAXIMUM, period: Duration.hours(6) }),
      at: 3_600,
    },
  ];
}

function queuesOf(watched: Watched): readonly Threshold[] {
  const { demandDead, changes, changesDead, pipeDead, jobsDead } = watched.feed;
  const dead = { at: 1 } as const;
  return [
    { kind: 'demand-dead-letters', metric: waiting(demandDead), ...dead },
    { kind: 'changes-dead-letters', metric: waiting(changesDead), ...dead },
    { kind: 'pipe-dead-letters', metric: waiting(pipeDead), ...dead },
    { kind: 'jobs-dead-letters', metric: waiting(jobsDead), ...dead },
    {
      kind: 'changes-waiting',
      metric: changes.metricApproximateAgeOfOldestMessage({ statistic: Stats.MAXIMUM, period: FIVE_MINUTES }),
      at: 900,
      periods: 3,
    },
    { kind: 'demand-behind', metric: streamAge(watched), at: 15 * 60_000, periods: 3 },
  ];
}

/** In which time each must have run at least once. */
const RUNS_WITHIN: Readonly<Record<Job, Duration>> = {
  nightly: Duration.days(1),
  days: Duration.days(1),
  overdue: Duration.hours(1),
  digests: Duration.days(1),
  backups: Duration.hours(12),
};

function jobsOf(watched: Watched): readonly Threshold[] {
  const hourly = { statistic: Stats.SUM, period: Duration.hours(1) };
  return [
    ...JOB_NAMES.map((of): Threshold => ({
      kind: 'job-not-run',
      of,
      metric: watched.functions[of].metricInvocations({ statistic: Stats.SUM, period: RUNS_WITHIN[of] }),
      at: 1,
      below: true,
    })),
    { kind: 'rematch-failed', metric: ofRematch(watched, 'ExecutionsFailed'), at: 1 },
    { kind: 'rematch-failed', of: 'timed-out', metric: ofRematch(watched, 'ExecutionsTimedOut'), at: 1 },
    {
      kind: 'count-drift',
      metric: own('nightly', 'CountDrift', { statistic: Stats.MAXIMUM, period: Duration.days(1) }),
      at: 1,
    },
    { kind: 'mail-failed', of: 'changes', metric: own('changes', 'MailFailed', hourly), at: 5 },
    { kind: 'mail-failed', of: 'digests', metric: own('digests', 'MailFailed', hourly), at: 5 },
  ];
}
