/** Records of the table's stream, counted; one that fails is told again, with those after it in its shard. */
import type { DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import type { Store } from '#functions/store/port.ts';
import { changeOf } from '#functions/store/record.ts';
import { settle } from './fold.ts';
import { pairOfEvent, type Pair } from './log.ts';

export interface StreamCounting {
  readonly pause: (attempt: number) => Promise<void>;
  readonly failed?: (error: unknown) => void;
}

export function streamHandler(store: Store, { pause, failed = () => undefined }: StreamCounting) {
  return async ({ Records }: DynamoDBStreamEvent): Promise<DynamoDBBatchResponse> => {
    const failures = new Set<string>();
    const pairs = new Map<string, { readonly pair: Pair; readonly first: string }>();
    for (const record of Records) {
      try {
        const { key, cursor } = changeOf(record);
        const pair = pairOfEvent(key);
        const name = `${key.pk} ${pair?.measure ?? ''}`;
        if (pair && !pairs.has(name)) pairs.set(name, { pair, first: cursor });
      } catch (error) {
        failed(error);
        // Without a number it cannot be told which one it was: the whole batch is told again, then halved.
        const number = record.dynamodb?.SequenceNumber;
        if (number === undefined) throw error;
        failures.add(number);
      }
    }
    try {
      // Together, because neighbours share counters.
      await settle(
        store,
        [...pairs.values()].map(({ pair }) => pair),
        { pause },
      );
    } catch {
      for (const { pair, first } of pairs.values()) {
        try {
          await settle(store, [pair], { pause });
        } catch (error) {
          failed(error);
          failures.add(first);
        }
      }
    }
    return { batchItemFailures: [...failures].map((itemIdentifier) => ({ itemIdentifier })) };
  };
}
