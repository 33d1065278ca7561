import { CODES, csv, form } from '../imports.ts';
import { columnsOf } from '#functions/api/imports/columns.ts';
import { expiryFrom, importWrite, writeLines, type Import } from '#functions/api/imports/repository.ts';
import { dictionaryOf } from '#functions/api/imports/run.ts';
import type { TestApi } from '../support.ts';
import { PEOPLE } from '../world.ts';
import type { Example, Examples } from './example.ts';

const HEADINGS = ['统一社会信用代码', '企业名称'];

/** An import of this person, and a request on it. */
const put = async ({ deps }: TestApi, subject: string): Promise<string> => {
  const record: Import = {
    id: 'an-import',
    subject,
    fileName: 'firms.csv',
    format: 'csv',
    uploadedAt: deps.now().toISOString(),
    expiresAt: expiryFrom(deps.now()),
    columns: columnsOf(HEADINGS, dictionaryOf(deps), 2025),
    lines: 1,
    chunks: 1,
    dryRun: null,
    run: null,
  };
  await writeLines(deps.store, record, [[{ number: 2, row: [CODES[0] ?? '', '示例（合成）'] }]], record.expiresAt);
  await deps.store.write([importWrite(record, undefined)]);
  return record.id;
};
/** Managers and operators have one each; someone else’s is out of reach. */
const onImport = (path: string, body?: unknown): Example => {
  const prepare = (subjects: readonly string[]) => async (api: TestApi) => {
    for (const subject of subjects) await put(api, subject);
    return { path: `/v1/imports/an-import${path}`, ...(body === undefined ? {} : { body }) };
  };
  return { own: prepare([PEOPLE.manager.subject, PEOPLE.operator.subject]), foreign: prepare(['someone-else']) };
};

export const importsExamples: Examples = {
  'GET /v1/imports/template.xlsx': { own: () => ({ path: '/v1/imports/template.xlsx' }) },
  'GET /v1/imports/template.csv': { own: () => ({ path: '/v1/imports/template.csv' }) },
  'POST /v1/imports': { own: () => ({ path: '/v1/imports', body: form(csv([HEADINGS, [CODES[0] ?? '', '示例']])) }) },
  'GET /v1/imports': { own: () => ({ path: '/v1/imports' }) },
  'GET /v1/imports/{id}': onImport(''),
  'PUT /v1/imports/{id}/mapping': onImport('/mapping', { columns: [{ column: 'A', field: 'uscc' }] }),
  'POST /v1/imports/{id}/dry-run': onImport('/dry-run'),
  'POST /v1/imports/{id}/run': onImport('/run'),
  'GET /v1/imports/{id}/report.xlsx': onImport('/report.xlsx'),
  'GET /v1/imports/{id}/progress': onImport('/progress'),
};
