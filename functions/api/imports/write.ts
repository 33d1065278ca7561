/** Writing workbooks: every cell is text, so that none is taken for a formula. */
import writeWorkbook from 'write-excel-file/universal';

export interface Page {
  readonly sheet: string;
  readonly rows: readonly (readonly string[])[];
  /** So many rows at the top are headings. */
  readonly headings: number;
  readonly widths: readonly number[];
}

export async function workbook(pages: readonly Page[]): Promise<Uint8Array> {
  const blob = await writeWorkbook(
    pages.map(({ sheet, rows, headings, widths }) => ({
      sheet,
      stickyRowsCount: headings,
      columns: widths.map((width) => ({ width })),
      data: rows.map((row, at) =>
        row.map((value) => ({
          value,
          type: String,
          ...(at < headings ? { fontWeight: 'bold' as const } : { wrap: true }),
        })),
      ),
    })),
  ).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}
