import type { Key } from '#functions/store/port.ts';

/** The nth entry of a writer's ledger. */
export const entryKey = (name: string, n: number): Key => ({ pk: `LEDGER#${name}`, sk: String(n).padStart(6, '0') });

/** What a writer moves to its last entry. */
export const headKey = (name: string): Key => ({ pk: `HEAD#${name}`, sk: 'head' });
