/** Imports as they are kept, each by who uploaded it: the record, the lines of the file, faults; all gone after 30 days. */
import { z } from 'zod';
import { getLarge, putLarge, type LargeItem } from '#functions/store/parts.ts';
import type { Item, JsonValue, Key, Query, Store, Write } from '#functions/store/port.ts';
import { erasePartition } from '../companies/erasure.ts';
import { Column } from './columns.ts';
import type { LineFault } from './line.ts';
import type { Cell, Row } from './sheet.ts';

/** What became of the lines looked at so far; they add up to `next`. */
export const Counts = z.object({
  created: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  refused: z.number().int(),
});
export type Counts = z.infer<typeof Counts>;
export type Outcome = keyof Counts;

/** Going through the lines once, to try or in earnest. */
export const Pass = z.object({
  state: z.enum(['running', 'done']),
  /** How many lines it has dealt with. */
  next: z.number().int(),
  counts: Counts,
  /** Faults found; a line may have several. */
  faults: z.number().int(),
  /** What firms filled in themselves and this changes: how many firms, how many of their answers. */
  own: z.object({ firms: z.number().int(), answers: z.number().int() }).default({ firms: 0, answers: 0 }),
  /** Lines of the first firms that change. */
  changing: z.array(z.number().int()).default([]),
});
export type Pass = z.infer<typeof Pass>;
export const NEW_PASS: Pass = {
  state: 'running',
  next: 0,
  counts: { created: 0, changed: 0, unchanged: 0, refused: 0 },
  faults: 0,
  own: { firms: 0, answers: 0 },
  changing: [],
};

export const PASSES = ['dryRun', 'run'] as const;
export type PassName = (typeof PASSES)[number];

export const Import = z.object({
  id: z.string(),
  subject: z.string(),
  fileName: z.string(),
  format: z.enum(['xlsx', 'csv']),
  uploadedAt: z.string(),
  expiresAt: z.number().int(),
  columns: z.array(Column).readonly(),
  /** How many lines with data. */
  lines: z.number().int(),
  /** In how many items they are kept. */
  chunks: z.number().int(),
  dryRun: Pass.nullable(),
  run: Pass.nullable(),
  /** Whether what firms filled in themselves may be changed: said when the import is begun, and kept for all of it. */
  overwrite: z.boolean().default(false),
});
export type Import = z.infer<typeof Import>;
export interface KeptImport extends Import {
  readonly version: number;
}

export const KEPT_DAYS = 30;
const DAY_SECONDS = 24 * 3600;
export const expiryFrom = (now: Date): number => Math.floor(now.getTime() / 1000) + KEPT_DAYS * DAY_SECONDS;

// ---- The record -----------------------------------------------------------------------------

export async function importBy(store: Store, subject: string, id: string): Promise<KeptImport | undefined> {
  const item = await store.get(importKey({ subject, id }));
  return item && keptOf(item);
}

/** Newest first. */
export async function importsOf(
  store: Store,
  subject: string,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly imports: readonly KeptImport[]; readonly next: string | undefined }> {
  const { items, next } = await store.query(importsPk(subject), { ...query, reverse: true });
  return { imports: items.map(keptOf), next };
}

export const importWrite = (record: Import, version: number | undefined): Write => ({
  // What comes with its version is kept without.
  put: { ...importKey(record), body: Import.parse(record), expiresAt: record.expiresAt },
  if: version === undefined ? 'absent' : { version },
});

/** Takes an import away with its lines and faults; false where it went on meanwhile. The record first: without it nothing counts. */
export async function eraseImport(store: Store, record: KeptImport): Promise<boolean> {
  const result = await store.write([{ delete: importKey(record), if: { version: record.version } }]);
  if (!result.ok) return false;
  await erasePartition(store, linesPk(record));
  for (const pass of PASSES) await forgetFaults(store, record, pass);
  return true;
}

const keptOf = ({ body, version }: Item): KeptImport => ({ ...Import.parse(body), version });

type Named = Pick<Import, 'subject' | 'id'>;
const importsPk = (subject: string): string => `IMPORT#${subject}`;
const importKey = ({ subject, id }: Named): Key => ({ pk: importsPk(subject), sk: id });

// ---- Lines ----------------------------------------------------------------------------------

/** A line of the file with its number there. */
export interface Line {
  readonly number: number;
  readonly row: Row;
}
const Cells = z.array(z.union([z.string(), z.number(), z.boolean(), z.null()]));
const Chunk = z.object({ lines: z.array(z.object({ number: z.number(), row: Cells })) });

/** About so many characters are kept together. */
const CHUNK_CHARACTERS = 80_000;

/** The lines in portions that are kept as one item each. */
export function chunksOf(lines: readonly Line[]): readonly (readonly Line[])[] {
  const chunks: Line[][] = [];
  let size = Infinity;
  for (const line of lines) {
    const own = line.row.reduce<number>((sum, cell) => sum + String(cell).length + 3, 0);
    if (size + own > CHUNK_CHARACTERS) {
      chunks.push([]);
      size = 0;
    }
    chunks.at(-1)?.push(line);
    size += own;
  }
  return chunks;
}

/** Keeps the lines; before the record, which makes them count. */
export async function writeLines(
  store: Store,
  named: Named,
  chunks: readonly (readonly Line[])[],
  expiresAt: number,
): Promise<void> {
  for (const [at, lines] of chunks.entries()) {
    const body = { lines: lines.map(({ number, row }): JsonValue => ({ number, row: [...row] })) };
    await store.write(putLarge({ ...chunkKey(named, at), body, expiresAt }, undefined));
  }
}

/** All lines in order, or undefined where they have just run out of their time. */
export async function linesOf(store: Store, record: Import): Promise<readonly Line[] | undefined> {
  const chunks = await Promise.all(
    Array.from({ length: record.chunks }, (_, at) => getLarge(store, chunkKey(record, at))),
  );
  if (chunks.includes(undefined)) return undefined;
  return chunks.flatMap((chunk) => (chunk ? Chunk.parse(chunk.body).lines : []));
}
export type { Cell };

const linesPk = ({ subject, id }: Named): string => `IMPORTLINES#${subject}#${id}`;
const chunkKey = (named: Named, at: number): Key => ({ pk: linesPk(named), sk: placeOf(at) });
const placeOf = (at: number): string => String(at).padStart(6, '0');

// ---- Outcomes of single lines, and faults ---------------------------------------------------

const Marked = z.object({ outcome: z.enum(['created', 'changed', 'unchanged']) });

/** What became of a line that was saved: kept with the profile, so that after a break it counts as what it was. */
export async function markedOutcome(store: Store, named: Named, line: number): Promise<Outcome | undefined> {
  const item = await store.get(markKey(named, line));
  return item && Marked.parse(item.body).outcome;
}
export const markWrite = (
  { expiresAt, ...named }: Import,
  line: number,
  outcome: Exclude<Outcome, 'refused'>,
): Write => ({
  put: { ...markKey(named, line), body: { outcome }, expiresAt },
  if: 'absent',
});
const markKey = ({ subject, id }: Named, line: number): Key => ({
  pk: `IMPORTMARKS#${subject}#${id}`,
  sk: String(line).padStart(8, '0'),
});

const Faults = z.object({
  faults: z.array(
    z.object({
      cell: z.string(),
      header: z.string(),
      // Imports of before did not say.
      firm: z.string().default(''),
      refuses: z.boolean().default(true),
      zh: z.string(),
      en: z.string(),
    }),
  ),
});

/** Writes that keep the faults found from this line on; none where there are none. */
export async function faultWrites(
  store: Store,
  record: Import,
  pass: PassName,
  from: number,
  faults: readonly LineFault[],
): Promise<readonly Write[]> {
  if (faults.length === 0) return [];
  const key = faultKey(record, pass, from);
  const before: LargeItem | undefined = await getLarge(store, key);
  const body = { faults: faults.map((fault): JsonValue => ({ ...fault })) };
  return putLarge({ ...key, body, expiresAt: record.expiresAt }, before);
}

/** Faults of a pass in the order of lines, at most so many. */
export async function faultsOf(
  store: Store,
  record: Import,
  pass: PassName,
  most: number,
): Promise<readonly LineFault[]> {
  const found: LineFault[] = [];
  let after: string | undefined;
  do {
    const page = await store.query(faultsPk(record, pass), { limit: 20, ...(after === undefined ? {} : { after }) });
    for (const item of page.items) {
      const whole = await getLarge(store, item);
      if (whole) found.push(...Faults.parse(whole.body).faults);
      if (found.length >= most) return found.slice(0, most);
    }
    after = page.next;
  } while (after !== undefined);
  return found;
}

/** Forgets the faults of a pass that is begun anew. */
export async function forgetFaults(store: Store, record: Import, pass: PassName): Promise<void> {
  for (const pk of [`PARTS#${faultsPk(record, pass)}`, faultsPk(record, pass)]) {
    for (;;) {
      const { items } = await store.query(pk, { limit: 100 });
      if (items.length === 0) break;
      await store.write(items.map((item) => ({ delete: { pk: item.pk, sk: item.sk } })));
    }
  }
}

const faultsPk = ({ subject, id }: Named, pass: PassName): string => `IMPORTFAULTS#${subject}#${id}#${pass}`;
const faultKey = (named: Named, pass: PassName, from: number): Key => ({
  pk: faultsPk(named, pass),
  sk: placeOf(from),
});

// ---- What a firm was last told by a file ----------------------------------------------------

export const importedPk = (uscc: string): string => `IMPORTED#${uscc}`;
const importedKey = (uscc: string): Key => ({ pk: importedPk(uscc), sk: 'LAST' });

/** The hash of the last line that was imported for the firm. */
export async function lastImported(store: Store, uscc: string): Promise<string | undefined> {
  const hash = (await store.get(importedKey(uscc)))?.body.hash;
  return typeof hash === 'string' ? hash : undefined;
}
export const importedWrite = (uscc: string, hash: string, at: string): Write => ({
  put: { ...importedKey(uscc), body: { hash, at } },
});
