/** Files as people upload them, and what comes back. */
import { crc32, deflateRawSync } from 'node:zlib';
import type { z } from 'zod';
import { columnsOf } from '#functions/api/imports/columns.ts';
import { chunksOf, expiryFrom, importWrite, writeLines, type Import } from '#functions/api/imports/repository.ts';
import { dictionaryOf } from '#functions/api/imports/run.ts';
import type { Row } from '#functions/api/imports/sheet.ts';
import type { Deps } from '#functions/api/deps.ts';
import { ImportView, PassAnswer } from '#functions/api/imports/schemas.ts';
import type { Answered, Caller } from './support.ts';

/** Valid codes of firms that nobody knows. */
export const CODES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((digit) => codeOf(`9111010500000${digit}00${digit}`));

/** The code with its check character (GB 32100-2015). */
function codeOf(first: string): string {
  const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';
  const body = first.slice(0, 17).padEnd(17, '0');
  const sum = Array.from(body).reduce(
    (total, character, at) => total + alphabet.indexOf(character) * (3 ** at % 31),
    0,
  );
  return body + (alphabet[(31 - (sum % 31)) % 31] ?? '');
}

export const csv = (rows: readonly (readonly string[])[]): string =>
  rows
    .map((row) => row.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(','))
    .join('\r\n');

export function form(content: string | Uint8Array, name = 'firms.csv'): FormData {
  const data = new FormData();
  data.append('file', new File([typeof content === 'string' ? content : new Uint8Array(content)], name));
  return data;
}

export async function uploaded(caller: Caller, content: string | Uint8Array): Promise<z.infer<typeof ImportView>> {
  const answered = await caller.post('/v1/imports', form(content));
  if (answered.status !== 201) throw new Error(answered.text);
  return ImportView.parse(answered.json);
}

export const passOf = ({ json }: Answered): z.infer<typeof PassAnswer> => PassAnswer.parse(json);

/** Sends it until it is done. */
export async function finished(
  caller: Caller,
  id: string,
  pass: 'dry-run' | 'run',
  /** Whether what firms filled in themselves may be changed. */
  overwrite = true,
): Promise<z.infer<typeof PassAnswer>> {
  const query = pass === 'run' ? `?overwrite=${overwrite}` : '';
  for (;;) {
    const answered = await caller.post(`/v1/imports/${id}/${pass}${query}`);
    if (answered.status !== 200) throw new Error(answered.text);
    const answer = passOf(answered);
    if ((pass === 'run' ? answer.run : answer.dryRun)?.state === 'done') return answer;
  }
}

export const PUT_ID = 'an-import';

/** Keeps an import as an upload would; the first line has the number 2. */
export async function putImport(deps: Deps, subject: string, headings: Row, rows: readonly Row[]): Promise<void> {
  const { store, now } = deps;
  const chunks = chunksOf(rows.map((row, at) => ({ number: at + 2, row })));
  const record: Import = {
    id: PUT_ID,
    subject,
    fileName: 'firms.csv',
    format: 'csv',
    uploadedAt: now().toISOString(),
    expiresAt: expiryFrom(now()),
    columns: columnsOf(headings, dictionaryOf(deps), 2025),
    lines: rows.length,
    chunks: chunks.length,
    dryRun: null,
    run: null,
    overwrite: false,
  };
  await writeLines(store, record, chunks, record.expiresAt);
  await store.write([importWrite(record, undefined)]);
}

// ---- Other encodings and containers ---------------------------------------------------------

/** The text in GBK, by the table that the platform's decoder has. */
export const gbk = (text: string): Uint8Array =>
  Uint8Array.from(Array.from(text).flatMap((character) => gbkBytes.get(character) ?? []));
const gbkBytes: ReadonlyMap<string, readonly number[]> = new Map(
  Array.from({ length: 0x80 * 0x100 }, (_, at): [string, readonly number[]] => {
    const bytes = at < 0x80 ? [at] : [0x80 + (at >> 8), at & 0xff];
    return [new TextDecoder('gbk').decode(Uint8Array.from(bytes)), bytes];
  }),
);

/** A workbook of one sheet with these rows, as XML, and whatever else is to be in it. */
export function handmade(rows: string, more: Readonly<Record<string, Buffer>> = {}): Uint8Array {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const sheet = `<Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/>`;
  return zip({
    'xl/workbook.xml': Buffer.from(
      `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': Buffer.from(
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${sheet}</Relationships>`,
    ),
    'xl/worksheets/sheet1.xml': Buffer.from(`<worksheet xmlns="${main}"><sheetData>${rows}</sheetData></worksheet>`),
    ...more,
  });
}

function zip(parts: Readonly<Record<string, Buffer>>): Uint8Array {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(parts)) {
    const packed = deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    files.push(Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, place, Buffer.from(name));
    offset += 30 + name.length + packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(Object.keys(parts).length, 4);
  end.writeUInt16LE(Object.keys(parts).length, 6);
  end.writeUInt32LE(size, 8);
  end.writeUInt32LE(offset, 12);
  return new Uint8Array(Buffer.concat([...files, ...directory, Buffer.from('PK\x05\x06'), end]));
}
