import { DynamoDBClient, TransactionCanceledException, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import {
  DynamoDBDocumentClient,
  GetCommand,
  QueryCommand,
  TransactWriteCommand,
  type QueryCommandInput,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { setTimeout as pause } from 'node:timers/promises';
import { prepare, storable, type Prepared } from './limits.ts';
import type { Condition, Item, Page, Query, Store, WriteResult } from './port.ts';
import { cursorAfter, rangeOf, type Range } from './range.ts';
import { toItem, toRecord } from './record.ts';
import type { openFeed } from './streams.ts';

export interface DynamoOptions {
  /** Endpoint, region and credentials where they are not the surroundings' own. */
  readonly config?: DynamoDBClientConfig;
  /** Unix seconds. */
  readonly now?: () => number;
}

/** Items in a DynamoDB table as table.ts defines it. */
export function openDynamo(table: string, { config = {}, now = unixSeconds }: DynamoOptions = {}): Store {
  const client = new DynamoDBClient(config);
  const documents = DynamoDBDocumentClient.from(client);
  let feed: ReturnType<typeof openFeed> | undefined;

  async function write(writes: readonly Prepared[]): Promise<WriteResult> {
    if (writes.length === 0) return { ok: true };
    const TransactItems = writes.map((prepared) => actionOf(table, prepared, now()));
    for (let attempt = 1; ; attempt++) {
      try {
        await documents.send(new TransactWriteCommand({ TransactItems }));
        return { ok: true };
      } catch (error) {
        const codes = cancellation(error);
        const conflicts = codes.flatMap((code, position) => (code === 'ConditionalCheckFailed' ? [position] : []));
        if (conflicts.length > 0) return { ok: false, conflicts };
        if (attempt === MOST_ATTEMPTS || !codes.some((code) => PASSING.has(code))) throw error;
        await pause(Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** attempt, LONGEST_PAUSE_MS));
      }
    }
  }

  async function query(pk: string, asked: Query): Promise<Page> {
    const range = rangeOf(pk, asked);
    if (!range) return { items: [] };
    const input = inputOf(table, pk, asked, range, now());
    const items: Item[] = [];
    let start = input.ExclusiveStartKey;
    // One more than asked for tells whether there is a next page.
    do {
      const Limit = range.limit + 1 - items.length;
      const page = await documents.send(new QueryCommand({ ...input, Limit, ExclusiveStartKey: start }));
      items.push(...(page.Items ?? []).map(toItem));
      start = page.LastEvaluatedKey;
    } while (start && items.length <= range.limit);

    const last = items[range.limit - 1];
    if (items.length <= range.limit || !last) return { items };
    return { items: items.slice(0, range.limit), next: cursorAfter(last, asked) };
  }

  return {
    async get({ pk, sk }) {
      if (!storable({ pk, sk })) return undefined;
      const command = new GetCommand({ TableName: table, Key: { pk, sk }, ConsistentRead: true });
      const { Item: found } = await documents.send(command);
      const item = found && toItem(found);
      return item && (item.expiresAt === undefined || item.expiresAt > now()) ? item : undefined;
    },
    query: (pk, asked = {}) => query(pk, asked),
    write: (writes) => Promise.try(() => write(prepare(writes))),
    async changes(after, limit) {
      // In AWS the event source delivers the changes: a function that only reads and writes need not load this.
      const streams = await import('./streams.ts');
      feed ??= streams.openFeed(client, config, table);
      return feed.changes(after, limit);
    },
    close() {
      feed?.close();
      client.destroy();
      return Promise.resolve();
    },
  };
}

const unixSeconds = () => Math.floor(Date.now() / 1000);

/** Why a transaction may fail this time and pass the next. */
const PASSING = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);
const MOST_ATTEMPTS = 12;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 1000;

/** One code for each write of a transaction that DynamoDB cancelled; none for any other error. */
const cancellation = (error: unknown): readonly string[] =>
  error instanceof TransactionCanceledException
    ? (error.CancellationReasons ?? []).map(({ Code }) => Code ?? 'None')
    : [];

type Action = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

function actionOf(table: string, prepared: Prepared, now: number): Action {
  const { write } = prepared;
  const guard = guardOf(write.if, now);
  if ('delete' in write) return { Delete: { TableName: table, Key: keyOnly(write.delete), ...guard } };
  if ('check' in write) {
    return { ConditionCheck: { TableName: table, Key: keyOnly(write.check), ConditionExpression: '', ...guard } };
  }
  const json = 'json' in prepared ? prepared.json : '';
  if (write.if === 'absent') return { Put: { TableName: table, Item: toRecord(write.put, 1, json), ...guard } };
  if (typeof write.if === 'object') {
    return { Put: { TableName: table, Item: toRecord(write.put, write.if.version + 1, json), ...guard } };
  }

  // Which version stands there is not known: DynamoDB counts on.
  const { pk, sk, version, ...attributes } = toRecord(write.put, 1, json);
  const names = Object.keys(attributes);
  const gone = OPTIONAL.filter((name) => !names.includes(name));
  return {
    Update: {
      TableName: table,
      Key: { pk, sk },
      ...guard,
      UpdateExpression: [
        `SET version = if_not_exists(version, :none) + :one, ${names.map((name) => `${name} = :${name}`).join(', ')}`,
        ...(gone.length > 0 ? [`REMOVE ${gone.join(', ')}`] : []),
      ].join(' '),
      ExpressionAttributeValues: {
        ...guard?.ExpressionAttributeValues,
        ':none': 0,
        ':one': version,
        ...Object.fromEntries(names.map((name) => [`:${name}`, attributes[name]])),
      },
    },
  };
}

const OPTIONAL = ['gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt'];
const LIVE = '(attribute_not_exists(expiresAt) OR expiresAt > :now)';

const keyOnly = ({ pk, sk }: { pk: string; sk: string }) => ({ pk, sk });

function guardOf(condition: Condition | undefined, now: number) {
  if (condition === undefined) return undefined;
  const values = { ':now': now };
  if (condition === 'absent') {
    return {
      ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
      ExpressionAttributeValues: values,
    };
  }
  if (condition === 'present') {
    return { ConditionExpression: `attribute_exists(pk) AND ${LIVE}`, ExpressionAttributeValues: values };
  }
  return {
    ConditionExpression: `version = :version AND ${LIVE}`,
    ExpressionAttributeValues: { ...values, ':version': condition.version },
  };
}

function inputOf(table: string, pk: string, asked: Query, range: Range, now: number): QueryCommandInput {
  const [partition, sort] = asked.index ? [`${asked.index}pk`, `${asked.index}sk`] : ['pk', 'sk'];
  const { lower, upper, position } = range;
  const bounds =
    lower !== undefined && upper !== undefined
      ? [`${sort} BETWEEN :lower AND :upper`]
      : [...(lower === undefined ? [] : [`${sort} >= :lower`]), ...(upper === undefined ? [] : [`${sort} <= :upper`])];
  return {
    TableName: table,
    ...(asked.index ? { IndexName: asked.index } : { ConsistentRead: true }),
    KeyConditionExpression: [`${partition} = :pk`, ...bounds].join(' AND '),
    FilterExpression: LIVE,
    ExpressionAttributeValues: {
      ':pk': pk,
      ':now': now,
      ...(lower !== undefined && { ':lower': lower }),
      ...(upper !== undefined && { ':upper': upper }),
    },
    ScanIndexForward: asked.reverse !== true,
    ...(position && { ExclusiveStartKey: { [partition]: pk, [sort]: position.sk, ...position.item } }),
  };
}
