/** What is done at its time (定时任务), by Beijing's clock; each may be done twice without harm. */
import { Duration, type Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { EventInvokeConfig, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import { CfnSchedule, CfnScheduleGroup } from 'aws-cdk-lib/aws-scheduler';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { allow, serviceOf } from './function.ts';
import { deadLetters } from './queue.ts';
import type { Settings } from './settings.ts';

export const JOBS = {
  /** Counts demand anew and reports what differs, clears what has expired. */
  nightly: 'cron(10 3 * * ? *)',
  /** Windows that close within 14 days, certificates that run out within 180. */
  days: 'cron(0 7 * * ? *)',
  /** Requests past the time they were due. */
  overdue: 'rate(15 minutes)',
  /** The mail of the day, and again for what could not be sent. */
  digests: 'cron(5 8-11 * * ? *)',
  /** Whether the table could be restored to an hour ago. */
  backups: 'rate(6 hours)',
} as const;
export const JOB_NAMES = ['nightly', 'days', 'overdue', 'digests', 'backups'] as const satisfies (keyof typeof JOBS)[];
export type Job = keyof typeof JOBS;
/** Whether there is a re-match to be made; the state machine finds out. */
const REMATCH = 'rate(5 minutes)';

export function newSchedules(
  stack: Stack,
  settings: Settings,
  jobs: Readonly<Record<Job, Lambda>>,
  rematch: CfnStateMachine,
): { readonly jobsDead: Queue } {
  const jobsDead = deadLetters(stack, settings, 'jobs-dead');
  const group = new CfnScheduleGroup(stack, 'Schedules', { name: `ceyin-${settings.name}` });
  const role = new Role(stack, 'SchedulesRole', {
    assumedBy: serviceOf(stack, 'scheduler'),
    description: 'Ceyin: starts the scheduled jobs and the re-match',
    inlinePolicies: {
      jobs: allow(
        ['lambda:InvokeFunction'],
        Object.values(jobs).map((job) => job.functionArn),
      ),
      rematch: allow(['states:StartExecution'], [rematch.attrArn]),
      dead: allow(['sqs:SendMessage'], [jobsDead.queueArn]),
    },
  });
  const schedule = (name: string, scheduleExpression: string, arn: string): void => {
    new CfnSchedule(stack, `${name}Schedule`, {
      groupName: group.ref,
      scheduleExpression,
      scheduleExpressionTimezone: 'Asia/Shanghai',
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn,
        roleArn: role.roleArn,
        input: '{}',
        deadLetterConfig: { arn: jobsDead.queueArn },
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      },
    });
  };
  for (const name of JOB_NAMES) {
    schedule(name, JOBS[name], jobs[name].functionArn);
    // The scheduler only hands over; what then fails in the function is tried twice more and ends here as well.
    new EventInvokeConfig(stack, `${name}Failures`, {
      function: jobs[name],
      retryAttempts: 2,
      maxEventAge: Duration.hours(1),
      onFailure: new SqsDestination(jobsDead),
    });
  }
  schedule('rematch', REMATCH, rematch.attrArn);
  return { jobsDead };
}
