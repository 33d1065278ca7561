/** `/v1/imports`: many firms from one file. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { streamSSE } from 'hono/streaming';
import { yearOf, todayInBeijing, toDay } from '#rules/engine/calendar.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { versionTag } from '../version.ts';
import { changesOf } from './changes.ts';
import { columnsOf, headingsOf, isYearly, mappingFault } from './columns.ts';
import { BEGUN, mappingWords, NO_CODE, NO_HEADINGS, NO_LINES, UNREADABLE } from './messages.ts';
import {
  chunksOf,
  eraseImport,
  expiryFrom,
  faultsOf,
  importBy,
  importsOf,
  importWrite,
  writeLines,
  type Import,
  type KeptImport,
  type PassName,
} from './repository.ts';
import { advance, dictionaryOf } from './run.ts';
import {
  ImportPage,
  ImportView,
  MappingBody,
  PassAnswer,
  reportRows,
  SHOWN_FAULTS,
  Upload,
  viewOf,
} from './schemas.ts';
import type { Words } from './cells.ts';
import { isFilled, readSheet } from './sheet.ts';
import { templateCsv, templateXlsx } from './template.ts';
import { workbook } from './write.ts';

const tag = 'imports';
const access = { right: 'imports.run' } as const;
const params = z.object({ id: z.string().min(1).max(100) });
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const MEGABYTE = 1024 * 1024;
/** A function in the cloud is handed at most 6 MB, in which a file takes a third more than its size. */
const MOST_BYTES = 4 * MEGABYTE;
const TOO_LARGE = {
  zh: '文件不能超过 4 MB：请另存为 XLSX（比 CSV 小得多），或分成几份上传。',
  en: 'A file has at most 4 MB: save it as XLSX, which is much smaller than CSV, or upload it in parts.',
};
/** So many lines in one request; a larger file takes several. */
const LINES_AT_ONCE = 1000;
const binary = z.string().openapi({ format: 'binary' });

const asXlsx = defineRoute({
  method: 'get',
  path: '/v1/imports/template.xlsx',
  access: { right: 'service.read' },
  tag,
  summary: { zh: '导入模板（XLSX）', en: 'The template for imports (XLSX)' },
  responses: {
    200: {
      description: 'Headings in both languages, and a sheet that explains them.',
      content: { [XLSX]: { schema: binary } },
    },
  },
});
const asCsv = defineRoute({
  method: 'get',
  path: '/v1/imports/template.csv',
  access: { right: 'service.read' },
  tag,
  summary: { zh: '导入模板（CSV）', en: 'The template for imports (CSV)' },
  responses: { 200: { description: 'Headings in both languages.', content: { 'text/csv': { schema: z.string() } } } },
});
const upload = defineRoute({
  method: 'post',
  path: '/v1/imports',
  access,
  tag,
  summary: { zh: '上传企业资料表', en: 'Upload a table of firms' },
  request: { body: { required: true, content: { 'multipart/form-data': { schema: Upload } } } },
  // With room for what a form puts around the file.
  bodyLimit: MOST_BYTES + MEGABYTE / 4,
  tooLarge: TOO_LARGE,
  limit: 'compute',
  responses: {
    201: json(
      ImportView,
      'Kept for 30 days, with its columns as far as they were recognised. Nothing is imported yet.',
    ),
  },
});
const list = defineRoute({
  method: 'get',
  path: '/v1/imports',
  access,
  tag,
  summary: { zh: '我的导入', en: 'My imports' },
  request: { query: z.object(pageQuery) },
  responses: { 200: json(ImportPage, 'Newest first.') },
  problems: ['invalid-cursor'],
});
const one = defineRoute({
  method: 'get',
  path: '/v1/imports/{id}',
  access,
  tag,
  summary: { zh: '一次导入及进度', en: 'One import and how far it is' },
  request: { params },
  responses: { 200: json(PassAnswer, `As it stands, with the first ${SHOWN_FAULTS} faults of its latest pass.`) },
  problems: ['not-found'],
});
const leave = defineRoute({
  method: 'delete',
  path: '/v1/imports/{id}',
  access,
  tag,
  summary: { zh: '删除没有导入的文件', en: 'Delete a file that was not imported' },
  request: { params },
  responses: { 204: { description: 'Done.' } },
  problems: ['not-found', 'wrong-state', 'conflict'],
});
const mapping = defineRoute({
  method: 'put',
  path: '/v1/imports/{id}/mapping',
  access,
  tag,
  summary: { zh: '调整各列的含义', en: 'Say what each column is' },
  request: { params, ...jsonBody(MappingBody) },
  responses: { 200: json(ImportView, 'With its columns as they are now; a trial is to be made anew.') },
  problems: ['not-found', 'wrong-state', 'conflict'],
});
const passRoute = <P extends string, Q extends z.ZodRawShape>(path: P, zh: string, en: string, query: z.ZodObject<Q>) =>
  defineRoute({
    method: 'post',
    path,
    access,
    tag,
    summary: { zh, en },
    request: { params, query },
    limit: 'compute',
    responses: {
      200: json(PassAnswer, `How far it is; while \`running\`, send it again. With the first ${SHOWN_FAULTS} faults.`),
    },
    problems: ['not-found', 'wrong-state'],
  });
const dryRun = passRoute(
  '/v1/imports/{id}/dry-run',
  '试运行：只检查，不保存',
  'Try it: look for faults, save nothing',
  z.object({}),
);
const run = passRoute(
  '/v1/imports/{id}/run',
  '导入',
  'Import it',
  z.object({
    overwrite: z.enum(['true', 'false']).default('false').openapi({
      description:
        'Whether what firms filled in themselves may be changed; counts when the import is begun. Otherwise lines that would are left out.',
    }),
  }),
);
const report = defineRoute({
  method: 'get',
  path: '/v1/imports/{id}/report.xlsx',
  access,
  tag,
  summary: { zh: '问题清单（XLSX）', en: 'The faults as a table (XLSX)' },
  request: { params },
  responses: {
    200: {
      description: 'Every fault, by cell; of the import, or else of the trial.',
      content: { [XLSX]: { schema: binary } },
    },
  },
  problems: ['not-found'],
});
const progress = defineRoute({
  method: 'get',
  path: '/v1/imports/{id}/progress',
  access,
  tag,
  summary: { zh: '进度（服务器推送事件）', en: 'Progress as server-sent events' },
  request: { params },
  responses: {
    200: {
      description: 'An event `progress` with the import whenever it is further on. Ends when nothing is running.',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
  problems: ['not-found'],
});

export function importsRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now } = deps;
  const mine = (c: ApiContext, id: string) => importBy(store, principalOf(c).subject, id);
  const shown = (c: ApiContext, record: KeptImport) => {
    c.header('etag', versionTag(record.version));
    return viewOf(record, deps.catalogue().texts[c.var.lang]);
  };
  const lastYear = () => yearOf(toDay(todayInBeijing(now()))) - 1;

  app.openapi(asXlsx, async (c) => {
    c.header('content-disposition', 'attachment; filename="ceyin-import.xlsx"');
    const bytes = await templateXlsx(dictionaryOf(deps), lastYear());
    return c.body(buffer(bytes), 200, { 'content-type': XLSX });
  });
  app.openapi(asCsv, (c) => {
    c.header('content-disposition', 'attachment; filename="ceyin-import.csv"');
    return c.body(templateCsv(dictionaryOf(deps), lastYear()), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });

  app.openapi(upload, async (c) => {
    const { file } = c.req.valid('form');
    if (file.size > MOST_BYTES) return refuse(c, 'too-large', { detail: TOO_LARGE[c.var.lang] });
    const refused = (why: Words) =>
      refuse(c, 'invalid-request', { faults: [{ path: 'file', message: why[c.var.lang] }] });
    const read = await readSheet(new Uint8Array(await file.arrayBuffer()));
    if (!read.ok) return refused(UNREADABLE[read.why]);
    const { rows, format } = read.sheet;
    const dictionary = dictionaryOf(deps);
    const { at, dataFrom } = headingsOf(rows, dictionary, lastYear());
    const lines = rows
      .map((row, index) => ({ number: index + 1, row }))
      .slice(dataFrom)
      .filter(({ row }) => isFilled(row));
    const width = Math.max(...rows.map((row) => row.length));
    const headings = Array.from({ length: width }, (_, index) => rows[at]?.[index] ?? null);
    const columns = columnsOf(headings, dictionary, lastYear());
    if (lines.length === 0) return refused(columns.some(({ field }) => field !== null) ? NO_LINES : NO_HEADINGS);
    const chunks = chunksOf(lines);
    const record: Import = {
      id: `${now().getTime().toString(36).padStart(9, '0')}-${deps.newId()}`,
      subject: principalOf(c).subject,
      fileName: file.name.slice(0, 200),
      format,
      uploadedAt: now().toISOString(),
      expiresAt: expiryFrom(now()),
      columns,
      lines: lines.length,
      chunks: chunks.length,
      dryRun: null,
      run: null,
      overwrite: false,
    };
    await writeLines(store, record, chunks, record.expiresAt);
    await store.write([importWrite(record, undefined)]);
    return c.json(shown(c, { ...record, version: 1 }), 201);
  });

  app.openapi(list, async (c) => {
    const { subject } = principalOf(c);
    const { limit, cursor } = c.req.valid('query');
    const scope = ['imports', subject];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const after = start.after === undefined ? {} : { after: start.after };
    const { imports, next } = await importsOf(store, subject, { limit, ...after });
    const texts = deps.catalogue().texts[c.var.lang];
    return c.json(
      {
        items: imports.map((record) => viewOf(record, texts)),
        next: next === undefined ? null : writeCursor(deps, scope, next),
      },
      200,
    );
  });

  app.openapi(one, async (c) => {
    const record = await mine(c, c.req.valid('param').id);
    if (!record) return refuse(c, 'not-found');
    const faults = await faultsOf(store, record, record.run ? 'run' : 'dryRun', SHOWN_FAULTS);
    const changes = await changesOf(deps, record, principalOf(c), c.var.requestId);
    return c.json({ ...shown(c, record), faults, changes: [...changes] }, 200);
  });

  app.openapi(leave, async (c) => {
    const record = await mine(c, c.req.valid('param').id);
    if (!record) return refuse(c, 'not-found');
    if (record.run) return refuse(c, 'wrong-state', { detail: BEGUN[c.var.lang] });
    return (await eraseImport(store, record)) ? c.body(null, 204) : refuse(c, 'conflict');
  });

  app.openapi(mapping, async (c) => {
    const record = await mine(c, c.req.valid('param').id);
    if (!record) return refuse(c, 'not-found');
    if (record.run) return refuse(c, 'wrong-state', { detail: BEGUN[c.var.lang] });
    const said = c.req.valid('json').columns.map(({ year = null, unit = null, ...each }) => ({ ...each, year, unit }));
    const { fields } = dictionaryOf(deps);
    const wrong = mappingFault(said, record.columns, fields);
    if (wrong) {
      return refuse(c, 'invalid-request', {
        faults: [{ path: `columns.${wrong.column}`, message: mappingWords(wrong, record.columns)[c.var.lang] }],
      });
    }
    const columns = record.columns.map(({ column, header }) => {
      const { field = null, year = null, unit = null } = said.find((each) => each.column === column) ?? {};
      return { column, header, field, year: field !== null && isYearly(field) ? year : null, unit };
    });
    const changed = { ...record, columns, dryRun: null };
    const result = await store.write([importWrite(changed, record.version)]);
    return result.ok ? c.json(shown(c, { ...changed, version: record.version + 1 }), 200) : refuse(c, 'conflict');
  });

  const passed = async (c: ApiContext, id: string, pass: PassName, overwrite = false) => {
    const before = await mine(c, id);
    if (!before) return refuse(c, 'not-found');
    if (!before.columns.some(({ field }) => field === 'uscc')) {
      return refuse(c, 'wrong-state', { detail: NO_CODE[c.var.lang] });
    }
    if (pass === 'dryRun' && before.run) return refuse(c, 'wrong-state', { detail: BEGUN[c.var.lang] });
    const { requestId } = c.var;
    const record = await advance(deps, id, {
      principal: principalOf(c),
      pass,
      most: LINES_AT_ONCE,
      overwrite,
      requestId,
    });
    if (!record) return refuse(c, 'not-found');
    const faults = await faultsOf(store, record, pass, SHOWN_FAULTS);
    const changes = await changesOf(deps, record, principalOf(c), requestId);
    return c.json({ ...shown(c, record), faults, changes: [...changes] }, 200);
  };
  app.openapi(dryRun, (c) => passed(c, c.req.valid('param').id, 'dryRun'));
  app.openapi(run, (c) => passed(c, c.req.valid('param').id, 'run', c.req.valid('query').overwrite === 'true'));

  app.openapi(report, async (c) => {
    const record = await mine(c, c.req.valid('param').id);
    if (!record) return refuse(c, 'not-found');
    const faults = await faultsOf(store, record, record.run ? 'run' : 'dryRun', Infinity);
    const page = { sheet: '问题 Faults', rows: reportRows(faults), headings: 1, widths: [14, 30, 30, 60, 60] };
    c.header('content-disposition', `attachment; filename="ceyin-import-faults.xlsx"`);
    return c.body(buffer(await workbook([page])), 200, { 'content-type': XLSX });
  });

  app.openapi(progress, async (c) => {
    const { id } = c.req.valid('param');
    const first = await mine(c, id);
    if (!first) return refuse(c, 'not-found');
    return streamSSE(c, async (stream) => {
      let told = 0;
      for (let look = 0; look < MOST_LOOKS && !stream.aborted; look += 1) {
        const record: KeptImport | undefined = look === 0 ? first : await mine(c, id);
        if (!record) return;
        if (record.version !== told) {
          const data = JSON.stringify(viewOf(record, deps.catalogue().texts[c.var.lang]));
          await stream.writeSSE({ event: 'progress', id: String(record.version), retry: RETRY_MS, data });
        }
        told = record.version;
        if (record.dryRun?.state !== 'running' && record.run?.state !== 'running') return;
        await stream.sleep(LOOK_MS);
      }
    });
  });

  return app;
}

/** A stream is closed after half a minute, or where nothing runs yet; browsers ask again by themselves. */
const RETRY_MS = 500;
const LOOK_MS = 250;
const MOST_LOOKS = 120;

const buffer = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;
