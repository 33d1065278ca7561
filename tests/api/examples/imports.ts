import { CODES, csv, form, PUT_ID, putImport } from '../imports.ts';
import type { TestApi } from '../support.ts';
import { PEOPLE } from '../world.ts';
import type { Example, Examples } from './example.ts';

const HEADINGS = ['统一社会信用代码', '企业名称'];

/** Managers and operators have one each; someone else’s is out of reach. */
const onImport = (path: string, body?: unknown): Example => {
  const prepare = (subjects: readonly string[]) => async (api: TestApi) => {
    for (const subject of subjects) await putImport(api.deps, subject, HEADINGS, [[CODES[0] ?? '', '示例（合成）']]);
    return { path: `/v1/imports/${PUT_ID}${path}`, ...(body === undefined ? {} : { body }) };
  };
  return { own: prepare([PEOPLE.manager.subject, PEOPLE.operator.subject]), foreign: prepare(['someone-else']) };
};

export const importsExamples: Examples = {
  'GET /v1/imports/template.xlsx': { own: () => ({ path: '/v1/imports/template.xlsx' }) },
  'GET /v1/imports/template.csv': { own: () => ({ path: '/v1/imports/template.csv' }) },
  'POST /v1/imports': { own: () => ({ path: '/v1/imports', body: form(csv([HEADINGS, [CODES[0] ?? '', '示例']])) }) },
  'GET /v1/imports': { own: () => ({ path: '/v1/imports' }) },
  'GET /v1/imports/{id}': onImport(''),
  'DELETE /v1/imports/{id}': onImport(''),
  'PUT /v1/imports/{id}/mapping': onImport('/mapping', { columns: [{ column: 'A', field: 'uscc' }] }),
  'POST /v1/imports/{id}/dry-run': onImport('/dry-run'),
  'POST /v1/imports/{id}/run': onImport('/run'),
  'GET /v1/imports/{id}/report.xlsx': onImport('/report.xlsx'),
  'GET /v1/imports/{id}/progress': onImport('/progress'),
};
