/** As much of the cloud as fits a test: a table in DynamoDB Local, its stream, the settings of functions, their bundles. */
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record,
} from '@aws-sdk/client-dynamodb-streams';
import { existsSync } from 'node:fs';
import type { Context, DynamoDBRecord, DynamoDBStreamEvent, SQSEvent } from 'aws-lambda';
import { vi } from 'vitest';
import { FILTERS, type KeyFilter } from '#functions/lambda/functions.ts';
import { changeOf } from '#functions/store/record.ts';
import type { Store } from '#functions/store/port.ts';
import { at } from '../functions/artefact.ts';
import { startDynamoLocal } from '../store/dynamodb-local.ts';
import { localConfig, makeTable, openLocal } from '../store/stores.ts';

export interface Cloud {
  readonly store: Store;
  /** Every record of the table's stream so far, as Lambda gets them. */
  readonly records: () => Promise<readonly DynamoDBRecord[]>;
  /** Lines that the functions logged, metrics among them. */
  readonly logs: string[];
  readonly close: () => Promise<void>;
}

/** A cloud with the settings of all functions, or what it lacks to run. */
export async function openCloud(settings: Readonly<Record<string, string>> = {}): Promise<Cloud | { missing: string }> {
  const local = await startDynamoLocal();
  if ('missing' in local) return local;
  const table = await makeTable(local);
  for (const [name, value] of Object.entries({
    CEYIN_TABLE: table,
    AWS_ENDPOINT_URL_DYNAMODB: local.endpoint,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    // Lines and metrics by the console that the test listens to.
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
    ...settings,
  })) {
    vi.stubEnv(name, value);
  }
  const logs: string[] = [];
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line: unknown) => void logs.push(String(line)));
  }
  const store = openLocal(local, table);
  return {
    store,
    logs,
    records: () => recordsOf(local.endpoint, table),
    close: async () => {
      await store.close();
      await local.kill();
      vi.unstubAllEnvs();
      vi.restoreAllMocks();
    },
  };
}

/** A function as it is uploaded. */
export async function bundled(name: string): Promise<Readonly<Record<string, (event: unknown) => Promise<unknown>>>> {
  const bundle = at(`build/functions/${name}/index.mjs`);
  if (!existsSync(bundle)) throw new Error(`${bundle.pathname} is missing: run npm run build first.`);
  const handlers = (await import(bundle.href)) as Record<
    string,
    (event: unknown, context: Context) => Promise<unknown>
  >;
  return Object.fromEntries(
    Object.entries(handlers).map(([export_, handle]) => [export_, (event: unknown) => handle(event, CONTEXT)]),
  );
}

/** What Lambda tells of an invocation. */
export const CONTEXT: Context = {
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'ceyin-test',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:123456789012:function:ceyin-test',
  memoryLimitInMB: '1024',
  awsRequestId: '00000000-0000-4000-8000-000000000000',
  logGroupName: '/aws/lambda/ceyin-test',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 60_000,
  /* oxlint-disable typescript/no-deprecated -- the type asks for them all the same */
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
  /* oxlint-enable typescript/no-deprecated */
};

/** The records that one of these filters lets pass. */
const passing = (filters: readonly KeyFilter[], records: readonly DynamoDBRecord[]): DynamoDBRecord[] =>
  records.filter((record) => passes(filters, record));

/** What the event source mapping of the counting function passes on. */
export const streamed = (records: readonly DynamoDBRecord[]): DynamoDBStreamEvent => ({
  Records: passing(FILTERS.demand, records),
});

/** The messages that the pipe puts into the queue. */
export const queued = (records: readonly DynamoDBRecord[]): SQSEvent =>
  messages(
    passing(FILTERS.changes, records).map((record) => {
      const { key, after } = changeOf(record);
      return JSON.stringify({ ...key, version: String(after?.version) });
    }),
  );

export const messages = (bodies: readonly string[]): SQSEvent => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index}`,
    receiptHandle: `receipt-${index}`,
    body,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: '0',
      SenderId: 'pipe',
      ApproximateFirstReceiveTimestamp: '0',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:changes',
    awsRegion: 'eu-central-1',
  })),
});

/** As EventBridge decides whether a filter lets a record pass. */
function passes(filters: readonly KeyFilter[], record: DynamoDBRecord): boolean {
  const { key } = changeOf(record);
  const fits = (patterns: KeyFilter['pk'], value: string): boolean =>
    patterns.some((pattern) => (typeof pattern === 'string' ? value === pattern : value.startsWith(pattern.prefix)));
  return filters.some(
    ({ pk, sk, eventName = [] }) =>
      fits(pk, key.pk) &&
      (sk === undefined || fits(sk, key.sk)) &&
      (eventName.length === 0 || eventName.some((name) => name === record.eventName)),
  );
}

async function recordsOf(endpoint: string, table: string): Promise<readonly DynamoDBRecord[]> {
  const [client, streams] = [
    new DynamoDBClient(localConfig(endpoint)),
    new DynamoDBStreamsClient({
      endpoint,
      region: 'local',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    }),
  ];
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
  const StreamArn = Table?.LatestStreamArn;
  const found: DynamoDBRecord[] = [];
  const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
  for (const { ShardId } of StreamDescription?.Shards ?? []) {
    const start = await streams.send(
      new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: 'TRIM_HORIZON' }),
    );
    let iterator = start.ShardIterator;
    while (iterator !== undefined) {
      const page = await streams.send(new GetRecordsCommand({ ShardIterator: iterator }));
      found.push(...(page.Records ?? []).map(asLambdaGetsIt));
      iterator = page.Records?.length === 0 ? undefined : page.NextShardIterator;
    }
  }
  client.destroy();
  streams.destroy();
  return found;
}

/** The same but for the time, which is a number in an event. */
function asLambdaGetsIt({ dynamodb, ...record }: _Record): DynamoDBRecord {
  const { ApproximateCreationDateTime: time, ...change } = dynamodb ?? {};
  const seconds = time === undefined ? {} : { ApproximateCreationDateTime: Math.floor(time.getTime() / 1000) };
  return { ...record, dynamodb: { ...change, ...seconds } } as DynamoDBRecord;
}
