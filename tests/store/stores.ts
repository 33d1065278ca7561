import { CreateTableCommand, DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { openDynamo } from '#functions/store/dynamodb.ts';
import type { Store } from '#functions/store/port.ts';
import { createTable } from '#functions/store/table.ts';
import type { DynamoLocal } from './dynamodb-local.ts';

/** What a local endpoint takes for a region and credentials. */
export const localConfig = (endpoint: string): DynamoDBClientConfig => ({
  endpoint,
  region: 'local',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

let tables = 0;

/** Makes a table of its own and returns its name. */
export async function makeTable({ endpoint }: DynamoLocal): Promise<string> {
  const client = new DynamoDBClient(localConfig(endpoint));
  const name = `ceyin-${++tables}`;
  await client.send(new CreateTableCommand(createTable(name)));
  client.destroy();
  return name;
}

export const openLocal = (local: DynamoLocal, table: string, now?: () => number): Store =>
  openDynamo(table, { config: localConfig(local.endpoint), ...(now && { now }) });
