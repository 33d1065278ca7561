import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { IndexName } from './port.ts';

/** The one table, as plain data: what the tests create and what the stacks deploy. All key attributes are texts. */
export const TABLE = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Each with every attribute of the item (projection ALL); an item without the key stands in none. */
  indexes: [
    { name: 'gsi1', partitionKey: 'gsi1pk', sortKey: 'gsi1sk' },
    { name: 'gsi2', partitionKey: 'gsi2pk', sortKey: 'gsi2sk' },
  ],
  /** Unix seconds. */
  timeToLive: 'expiresAt',
  stream: 'NEW_AND_OLD_IMAGES',
} as const satisfies {
  indexes: readonly { name: IndexName; partitionKey: string; sortKey: string }[];
  [name: string]: unknown;
};

/** What creates the table; its time to live is switched on by a call of its own. */
export function createTable(name: string): CreateTableCommandInput {
  const keySchema = ({ partitionKey, sortKey }: { partitionKey: string; sortKey: string }) => [
    { AttributeName: partitionKey, KeyType: 'HASH' as const },
    { AttributeName: sortKey, KeyType: 'RANGE' as const },
  ];
  return {
    TableName: name,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [TABLE, ...TABLE.indexes].flatMap(({ partitionKey, sortKey }) =>
      [partitionKey, sortKey].map((attribute) => ({ AttributeName: attribute, AttributeType: 'S' as const })),
    ),
    KeySchema: keySchema(TABLE),
    GlobalSecondaryIndexes: TABLE.indexes.map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index),
      Projection: { ProjectionType: 'ALL' as const },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: TABLE.stream },
  };
}
