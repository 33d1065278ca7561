import { error } from '@sveltejs/kit';
import { auditExport, auditFilter } from '#lib/server/api-audit.server.ts';
import { beijingMoment } from '#lib/server/api-firm.server.ts';
import { csvFile } from '#lib/server/table-file.ts';
import { auditWords } from '#lib/wording/rooms/audit.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { RequestHandler } from './$types';

/** The entries that fit, with what they are checked by: a line each, the newest first. */
export const GET: RequestHandler = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const words = auditWords[lang];
  const found = await auditExport(event, auditFilter(event), lang);
  if (!found.ok) error(found.refused.status, found.refused.problem);
  const head = [
    words.atBeijing,
    words.atUtc,
    words.who,
    words.subject,
    words.role,
    words.action,
    words.firm,
    words.firmNow,
    words.object,
    words.written,
    words.paths,
    words.request,
    words.chain,
    words.seq,
    words.hash,
  ];
  const lines = found.rows.map((row) => [
    beijingMoment(row.at),
    row.at,
    row.who,
    row.subject,
    row.role,
    row.what,
    row.uscc ?? '',
    row.firm ?? '',
    row.shownObject ?? '',
    row.object ?? '',
    row.paths.join(' '),
    row.requestId ?? '',
    row.chain,
    String(row.seq),
    row.hash,
  ]);
  const end = found.more ? words.exportMore : words.exportEnd(String(lines.length));
  return csvFile([head, ...lines, [end]], `${words.file}-${todayInBeijing(new Date())}.csv`);
};
