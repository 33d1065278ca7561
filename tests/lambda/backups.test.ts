/** Whether the check of backups tells a table that can be restored from one that cannot; a stand-in answers for DynamoDB. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundled } from './cloud.ts';

let status: object = {};
const server = createServer((_, response) => {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  const ContinuousBackupsDescription = { ContinuousBackupsStatus: 'ENABLED', PointInTimeRecoveryDescription: status };
  response.end(JSON.stringify({ ContinuousBackupsDescription }));
});
const logs: string[] = [];
let backups: (event: unknown) => Promise<unknown>;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  // The address of a server that listens on a port.
  const { port } = server.address() as AddressInfo;
  for (const [name, value] of Object.entries({
    CEYIN_TABLE: 'ceyin',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${port}`,
    AWS_REGION: 'local',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    POWERTOOLS_DEV: 'true',
    POWERTOOLS_METRICS_DISABLED: 'false',
  })) {
    vi.stubEnv(name, value);
  }
  for (const level of ['log', 'info', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line: unknown) => void logs.push(String(line)));
  }
  const jobs = await bundled('jobs');
  backups = (event) => Promise.resolve(jobs.backups?.(event));
}, 60_000);
afterAll(() => {
  server.closeAllConnections();
  server.close();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;

test('a table that can be brought back to a few minutes ago is well, and says how few', async () => {
  status = { PointInTimeRecoveryStatus: 'ENABLED', LatestRestorableDateTime: secondsAgo(300) };
  const { ageSeconds } = (await backups({})) as { ageSeconds: number };
  expect(ageSeconds).toBeGreaterThanOrEqual(300);
  expect(ageSeconds).toBeLessThan(400);
  expect(logs.some((line) => line.includes('"BackupAge"'))).toBe(true);
});

test.each([
  ['has no recovery', { PointInTimeRecoveryStatus: 'DISABLED' }],
  ['lags by hours', { PointInTimeRecoveryStatus: 'ENABLED', LatestRestorableDateTime: 1_700_000_000 }],
])('a table that %s is an error', async (_, found) => {
  status = found;
  await expect(backups({})).rejects.toThrow('NotRestorable');
});
