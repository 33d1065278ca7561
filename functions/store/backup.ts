/** `node functions/store/backup.ts backup|restore|verify (--sqlite PATH | --table NAME [--endpoint URL]) FILE` */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import type { Archive } from './archive.ts';
import type { Item, Key } from './port.ts';

/** What a backup holds: how many items, and the sum of their lines' SHA-256, which no order of lines changes. */
export interface Tally {
  readonly items: number;
  readonly sum: string;
}
/** A backup that is cut off, altered or not one of ours; a target that is not empty; a store that differs. */
export class BackupFault extends Error {
  override readonly name = 'BackupFault';
}

/**
 * Writes all items that have not expired to a new file: a line that says what it is, a line for each item with its
 * version, and a line with the tally. The file appears under its name only once it is whole and on the disk.
 */
export async function backup(source: Pick<Archive, 'items'>, file: string, now = unixSeconds()): Promise<Tally> {
  if (existsSync(file)) throw new BackupFault('The file is there already.');
  const part = `${file}.part`;
  const tally = newTally();
  async function* lines() {
    yield `${JSON.stringify({ ...HEADER, taken: now })}\n`;
    for await (const item of source.items()) {
      if (!standsAt(item, now)) continue;
      const line = lineOf(item);
      tally.add(line);
      yield `${line}\n`;
    }
    yield `${JSON.stringify(tally.result())}\n`;
  }
  try {
    // Company figures: for nobody but whoever makes the backup.
    await pipeline(lines, createWriteStream(part, { flags: 'wx', mode: 0o600, flush: true }));
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return tally.result();
}

/** Fills an empty store from a backup that has been found whole, and compares what it then holds. */
export async function restore(file: string, target: Archive): Promise<Tally> {
  await readWhole(file);
  if (!(await target.isEmpty())) throw new BackupFault('The target is not empty.');
  await target.load(itemsIn(file));
  return verify(file, target);
}

/** The tally that a backup and a store share; throws a `BackupFault` where they differ. */
export async function verify(file: string, store: Pick<Archive, 'items'>): Promise<Tally> {
  const { tally, taken } = await readWhole(file);
  const found = newTally();
  for await (const item of store.items()) if (standsAt(item, taken)) found.add(lineOf(item));
  const { items, sum } = found.result();
  if (items !== tally.items || sum !== tally.sum) {
    throw new BackupFault(
      `The store differs: ${items} items, sum ${sum}; the file has ${tally.items}, sum ${tally.sum}.`,
    );
  }
  return tally;
}

const HEADER = { ceyin: 'backup', format: 1 };
const unixSeconds = () => Math.floor(Date.now() / 1000);
const standsAt = ({ expiresAt }: Item, time: number) => expiresAt === undefined || expiresAt > time;

/** One line for an item, the same from whichever store it comes. */
function lineOf({ pk, sk, version, gsi1, gsi2, expiresAt, body }: Item): string {
  const plain = (key: Key | undefined) => key && { pk: key.pk, sk: key.sk };
  return JSON.stringify({ pk, sk, version, gsi1: plain(gsi1), gsi2: plain(gsi2), expiresAt, body });
}

function newTally() {
  let [items, sum] = [0, 0n];
  return {
    add(line: string) {
      items++;
      sum = BigInt.asUintN(256, sum + BigInt(`0x${createHash('sha256').update(line).digest('hex')}`));
    },
    result: (): Tally => ({ items, sum: sum.toString(16).padStart(64, '0') }),
  };
}

/** Reads a file to its end and holds its lines against its tally. */
async function readWhole(file: string): Promise<{ readonly tally: Tally; readonly taken: number }> {
  const found = newTally();
  let taken: number | undefined;
  let stated: string | undefined;
  for await (const line of linesOf(file)) {
    if (taken === undefined) taken = takenAt(line);
    else {
      if (stated !== undefined) found.add(stated);
      stated = line;
    }
  }
  const tally = found.result();
  if (taken === undefined || stated !== JSON.stringify(tally)) throw new BackupFault('The file is cut off or altered.');
  return { tally, taken };
}

function takenAt(line: string): number {
  const taken = /"taken":(\d+)\}$/.exec(line)?.[1];
  if (line !== JSON.stringify({ ...HEADER, taken: Number(taken) })) throw new BackupFault('The file is not a backup.');
  return Number(taken);
}

/** The items of a file that has been read whole: each line is as `lineOf` wrote it. */
async function* itemsIn(file: string): AsyncGenerator<Item> {
  let waiting: string | undefined;
  let first = true;
  for await (const line of linesOf(file)) {
    if (waiting !== undefined) yield JSON.parse(waiting) as Item;
    waiting = first ? undefined : line;
    first = false;
  }
}

/** Lines by `\n` alone: the body of an item may hold what else counts as the end of a line. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}

const USAGE =
  'usage: node functions/store/backup.ts backup|restore|verify (--sqlite PATH | --table NAME [--endpoint URL]) FILE';

async function main(args: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { sqlite: { type: 'string' }, table: { type: 'string' }, endpoint: { type: 'string' } },
  });
  const [command, file, ...more] = positionals;
  const { sqlite, table, endpoint } = values;
  if (file === undefined || more.length > 0 || (sqlite === undefined) === (table === undefined))
    throw new BackupFault(USAGE);

  const { dynamoArchive, sqliteArchive, sqliteSource } = await import('./archive.ts');
  const source = () => (sqlite !== undefined ? sqliteSource(sqlite) : target());
  const target = () =>
    sqlite !== undefined
      ? sqliteArchive(sqlite)
      : dynamoArchive(table ?? '', endpoint === undefined ? {} : { endpoint });
  const started = performance.now();
  const said = async <A extends { close(): void }>(archive: A, words: string, work: (archive: A) => Promise<Tally>) => {
    try {
      const { items, sum } = await work(archive);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      return `${words}: ${items} (${seconds} s, ${sum})`;
    } finally {
      archive.close();
    }
  };
  switch (command) {
    case 'backup':
      return said(source(), '已备份 items backed up', (from) => backup(from, file));
    case 'restore':
      return said(target(), '已恢复并核对 items restored and verified', (into) => restore(file, into));
    case 'verify':
      return said(source(), '核对一致 items agree', (from) => verify(file, from));
    default:
      throw new BackupFault(USAGE);
  }
}

if (import.meta.main) {
  try {
    console.log(await main(process.argv.slice(2)));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
