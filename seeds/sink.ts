import { closeSync, openSync, writeSync } from 'node:fs';
import type { SeedRecord } from './contents.ts';

/** Where the district goes. */
export interface Sink {
  write(record: SeedRecord): void | Promise<void>;
  close(): void | Promise<void>;
}

const BLOCK = 1 << 16;

/** One JSON object a line, to a file or, for `-`, to standard output. */
export function ndjsonSink(path: string): Sink {
  const file = path === '-' ? 1 : openSync(path, 'w');
  let block = '';
  const flush = () => {
    if (block !== '') writeAll(file, Buffer.from(block, 'utf8'));
    block = '';
  };
  return {
    write(record) {
      block += `${JSON.stringify(record)}\n`;
      if (block.length >= BLOCK) flush();
    },
    close() {
      flush();
      if (file !== 1) closeSync(file);
    },
  };
}

/** A pipe takes what it can at a time and says EAGAIN where that is nothing. */
function writeAll(file: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(file, bytes, done);
    } catch (error) {
      if (!isErrno(error, 'EAGAIN')) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

export const isErrno = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
