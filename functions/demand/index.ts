/** The Lambda behind the table's stream; a record that fails is told again, with those after it in its shard. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { openDynamo } from '#functions/store/dynamodb.ts';
import type { Store } from '#functions/store/port.ts';
import { changeOf } from '#functions/store/record.ts';
import { settle } from './fold.ts';
import { pairOfEvent, type Pair } from './log.ts';

export function streamHandler(store: Store, pause: (attempt: number) => Promise<void>) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const pairs = new Map<string, { readonly pair: Pair; readonly first: string }>();
    for (const record of Records) {
      const { key, cursor } = changeOf(record);
      const pair = pairOfEvent(key);
      const name = `${key.pk} ${pair?.measure ?? ''}`;
      if (pair && !pairs.has(name)) pairs.set(name, { pair, first: cursor });
    }
    const failures: string[] = [];
    for (const { pair, first } of pairs.values()) {
      try {
        await settle(store, [pair], { pause });
      } catch {
        failures.push(first);
      }
    }
    return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
  };
}

/** Longer after every conflict, and never for as long as another worker that met the same. */
const backOff = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(1_000, 10 * 2 ** attempt)));

const table = process.env.CEYIN_TABLE;
let ready: ReturnType<typeof streamHandler> | undefined;

export const handler = (event: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
  if (table === undefined || table === '') throw new Error('CEYIN_TABLE is not set.');
  ready ??= streamHandler(openDynamo(table), backOff);
  return ready(event);
};
