import { download } from '#lib/server/api-file.server.ts';
import { importPath } from '#lib/server/api-imports.server.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = (event) =>
  download(event, `${importPath(event.params.id)}/report.xlsx`, 'ceyin-import-faults.xlsx');
