import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { CONTEXT } from './cloud.ts';

const lines: string[] = [];
let observe: typeof import('#functions/lambda/observe.ts');

beforeAll(async () => {
  vi.stubEnv('POWERTOOLS_DEV', 'true').stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'api');
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, level).mockImplementation((line: unknown) => void lines.push(String(line)));
  }
  observe = await import('#functions/lambda/observe.ts');
});
afterAll(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});
beforeEach(() => void lines.splice(0));

const parsed = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test('a line carries the invocation and what the closed set of fields has', async () => {
  const { followed, log } = observe;
  await followed(() => {
    log.info('request', { requestId: 'r-1', route: '/v1/me', status: 200, subject: 'hash' });
    return Promise.resolve();
  })({}, CONTEXT);
  expect(parsed()).toEqual([
    expect.objectContaining({
      message: 'request',
      service: 'api',
      function_request_id: CONTEXT.awsRequestId,
      requestId: 'r-1',
      subject: 'hash',
    }),
  ]);
});

test('rows of an import become a metric at the end of the invocation, once', async () => {
  const { followed, log } = observe;
  const work = followed((rows: number) => {
    if (rows > 0) log.info('import-rows', { count: rows });
    return Promise.resolve();
  });
  await work(50, CONTEXT);
  await work(0, CONTEXT);
  const metrics = parsed().filter((line) => '_aws' in line);
  expect(metrics).toEqual([expect.objectContaining({ ImportRows: 50, service: 'api' })]);
  expect(JSON.stringify(metrics[0])).toContain('"Namespace":"Ceyin"');
});

test('of an error nothing is told but its name and place, neither in the log nor to AWS', async () => {
  const { followed } = observe;
  const failing = followed(() => Promise.reject(new RangeError('营业收入 98765432 元')));
  const thrown: unknown = await failing({}, CONTEXT).catch((error: unknown) => error);
  expect(thrown).toBeInstanceOf(Error);
  expect(String(thrown)).toContain('RangeError');
  expect(JSON.stringify(lines) + String(thrown) + String((thrown as Error).stack)).not.toContain('98765432');
});
