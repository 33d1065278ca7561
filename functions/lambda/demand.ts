/** Demand is counted as it is recorded: behind the table's stream. */
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { nameOf } from '#functions/api/log.ts';
import { streamHandler } from '#functions/demand/stream.ts';
import { openDynamo } from '#functions/store/dynamodb.ts';
import { followed, log, measure } from './observe.ts';
import { setting } from './settings.ts';

/** Longer after every conflict, and never for as long as another worker that met the same. */
const pause = (attempt: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, Math.random() * Math.min(1_000, 10 * 2 ** attempt)));

const count = streamHandler(openDynamo(setting('CEYIN_TABLE')), {
  pause,
  failed: (error) => log.error('demand-not-counted', { error: nameOf(error) }),
});

export const handler = followed(async (event: DynamoDBStreamEvent) => {
  const answer = await count(event);
  const written = event.Records.flatMap(({ dynamodb }) => dynamodb?.ApproximateCreationDateTime ?? []);
  if (written.length > 0) measure('DemandLag', Math.max(0, Date.now() - Math.min(...written) * 1000));
  return answer;
});
