import { isRecord } from './json.ts';
import { known } from './memory.ts';
import type { Json, Profile } from './types.ts';

/** What is read of profiles; each answer has a column, found by its path, key by key. */
export interface Reading {
  readonly root: Key;
  columns: number;
}
interface Key {
  column: number;
  readonly inner: Map<string, Key>;
}
const newKey = (): Key => ({ column: -1, inner: new Map() });
export const newReading = (): Reading => ({ root: newKey(), columns: 0 });

/** The column of the answer at a path of the dictionary. */
export function columnOf(reading: Reading, path: string): number {
  let here = reading.root;
  for (const key of path.split('.')) here = known(here.inner, key, newKey);
  if (here.column < 0) {
    here.column = reading.columns;
    reading.columns += 1;
  }
  return here.column;
}

/**
 * Reads what firms answered, `lanes` places for each column and undefined where there is no answer. A profile has few of
 * the keys that are asked for, so it is gone through and not searched.
 */
export function readAnswers(
  { root }: Reading,
  answers: (Json | undefined)[],
  lanes: number,
  profiles: readonly Profile[],
  count: number,
): void {
  answers.fill(undefined);
  for (let lane = 0; lane < count; lane += 1) read(answers, lanes, profiles[lane] ?? {}, root, lane);
}

function read(answers: (Json | undefined)[], lanes: number, record: Profile, { inner }: Key, lane: number): void {
  for (const key in record) {
    const found = inner.get(key);
    if (found === undefined) continue;
    const value = record[key];
    if (found.column >= 0) answers[found.column * lanes + lane] = value ?? undefined;
    if (found.inner.size > 0 && isRecord(value)) read(answers, lanes, value, found, lane);
  }
}
