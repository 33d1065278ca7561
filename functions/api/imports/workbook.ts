/**
 * Looks an XLSX over before it is read: a small file can unfold to gigabytes, or name a cell so far out that the
 * reader fills memory with the empty ones before it.
 */
import { inflateRawSync } from 'node:zlib';

/** All parts together, unfolded. */
const MOST_UNFOLDED = 96 * 1024 * 1024;
const MOST_PARTS = 1000;
const MOST_CELLS = 4_000_000;

export function isSafeWorkbook(bytes: Uint8Array, most: { readonly rows: number; readonly columns: number }): boolean {
  try {
    let left = MOST_UNFOLDED;
    for (const part of partsOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))) {
      const unfolded = part.stored ? part.data : inflateRawSync(part.data, { maxOutputLength: left });
      left -= unfolded.length;
      // The reader trusts the size that is stated.
      if (left <= 0 || unfolded.length !== part.size) return false;
      if (part.name.includes('worksheets/') && !isWithin(unfolded.toString('latin1'), most)) return false;
    }
    return true;
  } catch {
    return false;
  }
}

interface Part {
  readonly name: string;
  readonly stored: boolean;
  readonly data: Buffer;
  readonly size: number;
}

/** The entries of a ZIP by its central directory (APPNOTE 4.3.12). Throws where it is none. */
function* partsOf(zip: Buffer): Generator<Part> {
  const end = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  const count = zip.readUInt16LE(end + 10);
  if (count > MOST_PARTS) throw new RangeError('Too many parts.');
  let at = zip.readUInt32LE(end + 16);
  for (let i = 0; i < count; i += 1) {
    if (zip.readUInt32LE(at) !== 0x02014b50) throw new RangeError('Not an entry.');
    const [nameLength, extra, comment] = [
      zip.readUInt16LE(at + 28),
      zip.readUInt16LE(at + 30),
      zip.readUInt16LE(at + 32),
    ];
    const [packed, size, local] = [zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 24), zip.readUInt32LE(at + 42)];
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    yield {
      name: zip.toString('utf8', at + 46, at + 46 + nameLength),
      stored: zip.readUInt16LE(at + 10) === 0,
      data: zip.subarray(start, start + packed),
      size,
    };
    at += 46 + nameLength + extra + comment;
  }
}

/** Whether every cell and row that a worksheet names lies within bounds. */
function isWithin(xml: string, most: { readonly rows: number; readonly columns: number }): boolean {
  let [rows, columns] = [0, 0];
  for (const [, address = ''] of xml.matchAll(/\sr\s*=\s*["']([^"']*)["']/g)) {
    const [, letters = '', digits] = /^([A-Z]{0,3})(\d{1,7})$/.exec(address) ?? [];
    if (digits === undefined) return false;
    rows = Math.max(rows, Number(digits));
    columns = Math.max(columns, columnNumber(letters));
  }
  return rows <= most.rows && columns <= 10 * most.columns && rows * columns <= MOST_CELLS;
}

/** `A` → 1, `AA` → 27. */
export const columnNumber = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);

/** 1 → `A`, 27 → `AA`. */
export function columnLetters(column: number): string {
  const before = Math.floor((column - 1) / 26);
  return (before === 0 ? '' : columnLetters(before)) + String.fromCharCode(65 + ((column - 1) % 26));
}
