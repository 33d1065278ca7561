import { DescribeTableCommand, type DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  TrimmedDataAccessException,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams';
import { Buffer } from 'node:buffer';
import { FeedLost, type Change } from './port.ts';
import { limitOf } from './range.ts';
import { changeOf, text } from './record.ts';

/** Reads the table's stream; a cursor says how far each of its shards has been read. */
export function openFeed(client: DynamoDBClient, config: DynamoDBClientConfig, table: string) {
  const { endpoint, region, credentials } = config;
  const streams = new DynamoDBStreamsClient({
    ...(endpoint !== undefined && { endpoint }),
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
  });
  let stream: string | undefined;

  async function changes(after: string | undefined, limit: number | undefined): Promise<readonly Change[]> {
    stream ??= (await client.send(new DescribeTableCommand({ TableName: table }))).Table?.LatestStreamArn;
    if (stream === undefined) throw new FeedLost();
    const most = limitOf(limit);
    const shards = await shardsOf(streams, stream);
    const listed = new Set(shards.map(({ ShardId }) => text(ShardId)));
    const read = new Map([...readCursor(after, stream)].filter(([id]) => listed.has(id)));
    const found: Change[] = [];

    for (const { ShardId, ParentShardId, SequenceNumberRange } of shards) {
      const id = text(ShardId);
      const parent = ParentShardId !== undefined && listed.has(ParentShardId) ? ParentShardId : undefined;
      // What came later to the same partition stands in the children of a shard.
      if (read.get(id) === FINISHED || (parent !== undefined && read.get(parent) !== FINISHED)) continue;
      const open = SequenceNumberRange?.EndingSequenceNumber === undefined;
      let iterator = await iteratorOf(streams, stream, id, read.get(id));
      while (iterator !== undefined && found.length < most) {
        const page = await notTrimmed(
          streams.send(new GetRecordsCommand({ ShardIterator: iterator, Limit: most - found.length })),
        );
        for (const record of page.Records ?? []) {
          read.set(id, text(record.dynamodb?.SequenceNumber));
          found.push(changeOf(record, cursorOf(stream, read)));
        }
        iterator = page.NextShardIterator;
        if (open && page.Records?.length === 0) break;
      }
      if (iterator === undefined) read.set(id, FINISHED);
    }
    return found;
  }

  return { changes, close: () => streams.destroy() };
}

/** In place of a sequence number: every record of the shard has been read, and it is closed. */
const FINISHED = '';

/** Parents before children. */
async function shardsOf(streams: DynamoDBStreamsClient, stream: string): Promise<readonly Shard[]> {
  const shards: Shard[] = [];
  let from: string | undefined;
  do {
    const command = new DescribeStreamCommand({ StreamArn: stream, ExclusiveStartShardId: from });
    const { StreamDescription } = await streams.send(command);
    shards.push(...(StreamDescription?.Shards ?? []));
    from = StreamDescription?.LastEvaluatedShardId;
  } while (from !== undefined);
  const start = ({ SequenceNumberRange }: Shard) => BigInt(SequenceNumberRange?.StartingSequenceNumber ?? 0);
  return shards.sort((a, b) => (start(a) < start(b) ? -1 : start(a) > start(b) ? 1 : 0));
}

async function iteratorOf(streams: DynamoDBStreamsClient, stream: string, shard: string, after: string | undefined) {
  const command = new GetShardIteratorCommand({
    StreamArn: stream,
    ShardId: shard,
    ...(after === undefined
      ? { ShardIteratorType: 'TRIM_HORIZON' }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: after }),
  });
  return (await notTrimmed(streams.send(command))).ShardIterator;
}

async function notTrimmed<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    throw error instanceof TrimmedDataAccessException ? new FeedLost() : error;
  }
}

const cursorOf = (stream: string, read: ReadonlyMap<string, string>): string =>
  Buffer.from(JSON.stringify([stream, ...read])).toString('base64url');

function readCursor(cursor: string | undefined, stream: string): readonly (readonly [string, string])[] {
  if (cursor === undefined) return [];
  const [from, ...read] = parseList(Buffer.from(cursor, 'base64url').toString());
  const pairs = read.flatMap((pair) => {
    const [id, position] = listOf(pair);
    return typeof id === 'string' && typeof position === 'string' ? [[id, position] as const] : [];
  });
  if (from !== stream || pairs.length !== read.length) throw new FeedLost();
  return pairs;
}

function parseList(json: string): readonly unknown[] {
  try {
    return listOf(JSON.parse(json));
  } catch {
    return [];
  }
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
