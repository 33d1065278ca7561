/** Who hears of changes to the table. A shard of its stream takes two readers: the demand counters, and a pipe to a queue. */
import { Duration, type Stack } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, StartingPosition, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { CfnPipe } from 'aws-cdk-lib/aws-pipes';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { CHANGED_KEY_TEMPLATE, eventPattern, FILTERS, FUNCTIONS } from '#functions/lambda/functions.ts';
import { allow, serviceOf } from './function.ts';
import { acknowledge } from './acknowledge.ts';
import type { Data } from './data.ts';
import { deadLetters, newQueue } from './queue.ts';
import type { Settings } from './settings.ts';

export interface Feed {
  /** Of the stream’s batches that the counters could not take. */
  readonly demandDead: Queue;
  readonly changes: Queue;
  readonly changesDead: Queue;
  readonly pipeDead: Queue;
}

export function newFeed(
  stack: Stack,
  data: Data,
  settings: Settings,
  { demand, changes }: { readonly demand: Lambda; readonly changes: Lambda },
): Feed {
  const demandDead = deadLetters(stack, settings, 'demand-dead');
  readStream(stack, data, demand, demandDead);

  const changesDead = deadLetters(stack, settings, 'changes-dead');
  const timeout = FUNCTIONS.changes.timeoutSeconds;
  const queue = newQueue(
    stack,
    settings,
    'changes',
    // Several changes of one firm within half a minute are dealt with at once. Six times the function's own time is
    // what AWS asks for before a message is given out again.
    { delay: Duration.seconds(30), visibility: Duration.seconds(6 * timeout) },
    changesDead,
  );
  changes.addEventSource(
    new SqsEventSource(queue, {
      batchSize: 10,
      maxBatchingWindow: Duration.seconds(20),
      reportBatchItemFailures: true,
      // No more than the function's own limit, or messages would be given back unread and counted as failed.
      maxConcurrency: settings.concurrency.changes,
    }),
  );
  const pipeDead = deadLetters(stack, settings, 'pipe-dead');
  pipeTo(stack, data, queue, pipeDead);
  return { demandDead, changes: queue, changesDead, pipeDead };
}

const STREAM_ACTIONS = ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'];

const ANY_STREAM =
  'dynamodb:ListStreams takes no resource, and AWS asks for it before it reads a stream; traces take none either.';

/** A batch that fails is halved until what is wrong stands alone, and that goes to the dead letters. */
function readStream(stack: Stack, { table }: Data, reader: Lambda, dead: Queue): void {
  reader.addToRolePolicy(statement(STREAM_ACTIONS, table.streamArn));
  reader.addToRolePolicy(statement(['dynamodb:ListStreams'], '*'));
  reader.addToRolePolicy(statement(['sqs:SendMessage'], dead.queueArn));
  if (reader.role) acknowledge(reader.role, 'IAM5[Resource::*]', ANY_STREAM);
  new EventSourceMapping(stack, 'DemandStream', {
    target: reader,
    eventSourceArn: table.streamArn,
    startingPosition: StartingPosition.TRIM_HORIZON,
    batchSize: 100,
    maxBatchingWindow: Duration.seconds(2),
    parallelizationFactor: 1,
    bisectBatchOnError: true,
    reportBatchItemFailures: true,
    retryAttempts: 10,
    onFailure: { bind: () => ({ destination: dead.queueArn }) },
    filters: FILTERS.demand.map((filter) => ({ pattern: JSON.stringify(eventPattern(filter)) })),
  });
}

/** Hands the keys of what changed to the queue, and nothing of what stands there. */
function pipeTo(stack: Stack, { table, key }: Data, queue: Queue, dead: Queue): void {
  const role = new Role(stack, 'PipeRole', {
    assumedBy: serviceOf(stack, 'pipes'),
    description: 'Ceyin: reads the stream of the table, writes keys into the queue of changes',
    inlinePolicies: {
      stream: allow(STREAM_ACTIONS, [table.streamArn]),
      streams: allow(['dynamodb:ListStreams'], ['*']),
      key: allow(['kms:Decrypt'], [key.keyArn]),
      queues: allow(['sqs:SendMessage'], [queue.queueArn, dead.queueArn]),
    },
  });
  acknowledge(role, 'IAM5[Resource::*]', ANY_STREAM);
  new CfnPipe(stack, 'Pipe', {
    description: 'Ceyin: keys of changed items',
    roleArn: role.roleArn,
    source: table.streamArn,
    sourceParameters: {
      dynamoDbStreamParameters: {
        startingPosition: 'TRIM_HORIZON',
        batchSize: 10,
        maximumBatchingWindowInSeconds: 2,
        maximumRetryAttempts: 20,
        onPartialBatchItemFailure: 'AUTOMATIC_BISECT',
        deadLetterConfig: { arn: dead.queueArn },
      },
      filterCriteria: { filters: FILTERS.changes.map((filter) => ({ pattern: JSON.stringify(eventPattern(filter)) })) },
    },
    target: queue.queueArn,
    targetParameters: { inputTemplate: CHANGED_KEY_TEMPLATE },
  });
}

const statement = (actions: readonly string[], resource: string): PolicyStatement =>
  new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [resource] });
