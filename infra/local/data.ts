/** The data folder: what must outlive a restart, readable by the owner alone. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export interface DataFolder {
  at(name: string): string;
  /** What was made on the first start and has stayed since. */
  keep<T>(name: string, make: () => T | Promise<T>): Promise<T>;
}

export function openData(folder: string): DataFolder {
  const root = resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const at = (name: string): string => join(root, name);
  return {
    at,
    async keep<T>(name: string, make: () => T | Promise<T>): Promise<T> {
      if (existsSync(at(name))) return JSON.parse(readFileSync(at(name), 'utf8')) as T;
      const made = await make();
      const partial = `${at(name)}.${process.pid}`;
      writeFileSync(partial, JSON.stringify(made), { mode: 0o600 });
      renameSync(partial, at(name));
      return made;
    },
  };
}

export const newSecret = (): string => randomBytes(32).toString('base64url');
