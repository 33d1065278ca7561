import { download } from '#lib/server/api-file.server.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { RequestHandler } from './$types';

/** What the check of the whole record finds, with the last hash of each chain, to be kept elsewhere. */
export const GET: RequestHandler = (event) =>
  download(event, '/v1/audit/verify', `audit-check-${todayInBeijing(new Date())}.json`);
