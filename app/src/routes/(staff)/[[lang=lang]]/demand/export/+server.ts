import { error } from '@sveltejs/kit';
import writeXlsxFile from 'write-excel-file/node';
import { csvFile, workbookFile } from '#lib/server/table-file.ts';
import {
  choices,
  demandTable,
  districtName,
  filterOf,
  filtersNamed,
  type DemandTable,
} from '#lib/server/api-demand.server.ts';
import { texts } from '#lib/server/catalogue.server.ts';
import { demandFileName, guideOf, headOf, linesOf, type Taken } from '#lib/server/demand-file.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { RequestHandler } from './$types';

/** The table as the page shows it, to go on with in a spreadsheet; none where the address asks for another. */
export const GET: RequestHandler = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const words = await texts(lang);
  const own = event.locals.person?.district ?? null;
  const offered = choices(words, own);
  const district = districtName(words, own);
  const { filter, unknown, barred } = filterOf(event, offered);
  if (unknown || barred) {
    return new Response(staffWords[lang].notExported(district), { status: barred ? 403 : 400, headers: TEXT });
  }
  const on = todayInBeijing(new Date());
  const taken: Taken = { lang, district, filters: filtersNamed(filter, offered, lang), on };
  const table = await demandTable(event, filter, lang);
  const name = demandFileName(taken);
  switch (event.url.searchParams.get('format')) {
    case 'csv':
      return csvFile(linesOf(table, taken), `${name}.csv`);
    case 'xlsx':
      return workbookFile(await workbookOf(table, taken), `${name}.xlsx`);
    default:
      error(404, roomWords[lang].gone);
  }
};

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** Two sheets: the numbers, and what they are. */
async function workbookOf(table: DemandTable, taken: Taken): Promise<Uint8Array<ArrayBuffer>> {
  const words = staffWords[taken.lang];
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
        headOf(table, taken).map((name) => text(name, true)),
        ...table.rows.map(({ id, name, cells }) => [text(id), text(name), ...cells.map(firms)]),
      ],
    },
    {
      sheet: words.guide,
      columns: [{ width: 16 }, { width: 70 }],
      data: [
        [text(words.column, true), text(words.means, true)],
        ...guideOf(table, taken).map(([name, means]) => [text(name), text(means)]),
      ],
    },
  ]).toBuffer();
  return new Uint8Array(bytes);
}
