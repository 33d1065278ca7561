/** Queues by a name that operators can type: `ceyin-<stage>-<name>`. */
import { Duration, type Stack } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { acknowledge } from './acknowledge.ts';
import type { Settings } from './settings.ts';

/** Where what could not be done is kept for two weeks; operate.md says how it is looked at and sent back. */
export function deadLetters(stack: Stack, settings: Settings, name: `${string}-dead`): Queue {
  const queue = new Queue(stack, idOf(name), {
    queueName: `ceyin-${settings.name}-${name}`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledge(queue, 'SQS3', 'It holds dead letters itself.');
  return queue;
}

interface Times {
  /** How long a message waits before it can be read. */
  readonly delay: Duration;
  /** How long a message that was read is hidden from other readers. */
  readonly visibility: Duration;
}

/** A queue whose messages go to their dead letters after five attempts, and come back from there by a redrive. */
export function newQueue(
  stack: Stack,
  settings: Settings,
  name: string,
  { delay, visibility }: Times,
  dead: Queue,
): Queue {
  return new Queue(stack, idOf(name), {
    queueName: `ceyin-${settings.name}-${name}`,
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    deliveryDelay: delay,
    visibilityTimeout: visibility,
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: dead, maxReceiveCount: 5 },
  });
}

/** `changes-dead` as `ChangesDead`. */
const idOf = (name: string): string => name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());
