/** Tables as files to keep, under a name in any language. */

/** A file’s name of several words, without what a file system does not take. */
export const fileName = (parts: readonly string[]): string =>
  parts.map((part) => part.replaceAll(/[\\/:*?"<>|\s]+/g, ' ').trim()).join('-');

/** Lines of cells as CSV, with the mark by which spreadsheets know UTF-8. */
export const csvFile = (lines: readonly (readonly string[])[], name: string): Response =>
  file(`\uFEFF${lines.map(csvLine).join('')}`, 'text/csv; charset=utf-8', name);

export const workbookFile = (content: Uint8Array<ArrayBuffer>, name: string): Response =>
  file(content, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', name);

const csvLine = (cells: readonly string[]): string =>
  `${cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')}\r\n`;

const file = (content: BodyInit, type: string, name: string): Response =>
  new Response(content, {
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="table"; filename*=UTF-8''${encodeURIComponent(name)}`,
    },
  });
