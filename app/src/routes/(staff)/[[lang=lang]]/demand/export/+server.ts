import { error } from '@sveltejs/kit';
import writeXlsxFile from 'write-excel-file/node';
import { csvFile, workbookFile } from '#lib/server/table-file.ts';
import { choices, demandTable, filterOf, type DemandTable } from '#lib/server/api-demand.server.ts';
import { texts } from '#lib/server/catalogue.server.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { RequestHandler } from './$types';

/** The table as the page shows it, to go on with in a spreadsheet. */
export const GET: RequestHandler = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const offered = choices(await texts(lang), event.locals.person?.district ?? null);
  const table = await demandTable(event, filterOf(event, offered).filter, lang);
  const name = `${staffWords[lang].file}${table.month === null ? '' : `-${table.month}`}`;
  switch (event.url.searchParams.get('format')) {
    case 'csv':
      return csvFile(linesOf(table, lang), `${name}.csv`);
    case 'xlsx':
      return workbookFile(await workbookOf(table, lang), `${name}.xlsx`);
    default:
      error(404, roomWords[lang].gone);
  }
};

const headOf = ({ columns }: DemandTable, lang: Lang): string[] => [
  staffWords[lang].id,
  roomWords[lang].measure,
  ...columns.map(({ name }) => name),
];

function linesOf(table: DemandTable, lang: Lang): string[][] {
  const shown = (firms: number | null): string => (firms === null ? table.few : String(firms));
  return [headOf(table, lang), ...table.rows.map(({ id, name, cells }) => [id, name, ...cells.map(shown)])];
}

/** Two sheets: the numbers, and what each column means. */
async function workbookOf(table: DemandTable, lang: Lang): Promise<Uint8Array<ArrayBuffer>> {
  const words = staffWords[lang];
  const text = (value: string, bold = false) => ({
    value,
    type: String,
    wrap: true,
    ...(bold && { fontWeight: 'bold' as const }),
  });
  const firms = (value: number | null) => (value === null ? text(table.few) : { value, type: Number });
  const bytes = await writeXlsxFile([
    {
      sheet: words.title,
      stickyRowsCount: 1,
      columns: [{ width: 22 }, { width: 40 }, ...table.columns.map(() => ({ width: 12 }))],
      data: [
        headOf(table, lang).map((name) => text(name, true)),
        ...table.rows.map(({ id, name, cells }) => [text(id), text(name), ...cells.map(firms)]),
      ],
    },
    {
      sheet: words.guide,
      columns: [{ width: 16 }, { width: 70 }],
      data: [
        [text(words.column, true), text(words.means, true)],
        [text(words.id), text(words.helpId)],
        [text(roomWords[lang].measure), text(words.helpName)],
        ...table.columns.map(({ name, help }) => [text(name), text(help)]),
        [text(table.few), text(table.month === null ? words.fewEver : roomWords[lang].few.hidden)],
        [
          text(words.tableOf),
          text(
            `${table.month === null ? words.ofEver : words.ofMonth(table.month)} ${table.exact ? words.exact : table.month === null ? '' : roomWords[lang].few.rounded}`,
          ),
        ],
        [text('!'), text(roomWords[lang].synthetic)],
      ],
    },
  ]).toBuffer();
  return new Uint8Array(bytes);
}
