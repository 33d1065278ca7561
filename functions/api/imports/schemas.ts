import { z } from '@hono/zod-openapi';
import type { Texts } from '#rules/engine/types.ts';
import { pageOf } from '../page.ts';
import { Mapped } from './columns.ts';
import type { LineFault } from './line.ts';
import { Pass, type KeptImport } from './repository.ts';

const PassView = z.object(Pass.shape).openapi('ImportPass', {
  description: 'While `running`, send the request again to go on. The counts add up to `next`.',
});
const Fault = z
  .object({
    cell: z.string(),
    header: z.string(),
    firm: z.string().openapi({ description: 'The name in the line; empty where it has none.' }),
    refuses: z
      .boolean()
      .openapi({ description: 'Whether the line is left out for it; otherwise it is to be checked.' }),
    zh: z.string(),
    en: z.string(),
  })
  .openapi('ImportFault', { description: 'What is wrong in a cell (`C17`), and what to do.' });

export const ImportView = z
  .object({
    id: z.string(),
    version: z.number().int(),
    fileName: z.string(),
    format: z.enum(['xlsx', 'csv']),
    uploadedAt: z.string(),
    expiresAt: z.string(),
    lines: z.number().int(),
    columns: z.array(
      z.object({ ...Mapped.shape, header: z.string(), label: z.string().nullable() }).openapi('ImportColumn'),
    ),
    dryRun: PassView.nullable(),
    run: PassView.nullable(),
  })
  .openapi('Import');
export type ImportView = z.infer<typeof ImportView>;
export const ImportPage = pageOf(ImportView).openapi('Imports');

/** So many faults come with a pass; the report has them all. */
export const SHOWN_FAULTS = 100;
const Change = z
  .object({
    line: z.number().int(),
    uscc: z.string(),
    name: z.string(),
    changed: z
      .array(z.object({ path: z.string(), before: z.unknown(), after: z.unknown(), source: z.string().nullable() }))
      .readonly(),
  })
  .openapi('ImportChange', { description: 'A firm that the import would change: each answer as it is and would be.' });
export const PassAnswer = ImportView.extend({
  faults: z.array(Fault).readonly(),
  changes: z.array(Change).readonly().openapi({ description: 'The first firms that change, once a trial is done.' }),
}).openapi('ImportWithFaults');

export const MappingBody = z
  .strictObject({
    columns: z
      .array(
        z.strictObject({
          column: z.string().regex(/^[A-Z]{1,3}$/),
          field: z.string().max(100).nullable(),
          year: z.number().int().min(1949).max(2100).nullish(),
          unit: Mapped.shape.unit.optional(),
        }),
      )
      .max(300)
      .openapi({ description: 'Columns that are left out, or without field, are left aside.' }),
  })
  .openapi('ImportMapping');

export const Upload = z.object({
  file: z
    .instanceof(File, {
      error: 'file',
    })
    .openapi({
      type: 'string',
      format: 'binary',
      description: 'XLSX or CSV, 4 MB and 10,000 lines at most; more in several files.',
    }),
});

export function viewOf(record: KeptImport, texts: Texts): ImportView {
  const { id, version, fileName, format, uploadedAt, expiresAt, lines, dryRun, run } = record;
  return {
    ...{ id, version, fileName, format, uploadedAt, lines, dryRun, run },
    expiresAt: new Date(expiresAt * 1000).toISOString(),
    columns: record.columns.map((column) => ({
      ...column,
      label: column.field === null ? null : (texts.fields[column.field]?.label ?? null),
    })),
  };
}

/** The report as rows of a table. */
export const reportRows = (faults: readonly LineFault[]): readonly (readonly string[])[] => [
  ['单元格 Cell', '企业 Firm', '列 Column', '问题和改法', 'What is wrong, and what to do'],
  ...faults.map(({ cell, firm, header, zh, en }) => [cell, firm, header, zh, en]),
];
