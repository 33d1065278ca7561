/** Drafts and releases over HTTP. */
import { z } from '@hono/zod-openapi';
import { Day } from '../fields.ts';
import { pageOf } from '../page.ts';
import { plainText } from '../text.ts';
import { DRAFT_STATES } from './draft.ts';

export const DraftId = z.string().regex(/^[\w-]{8,64}$/);
export const ReleaseNumber = z.coerce
  .number()
  .int()
  .min(0)
  .max(999_999)
  .openapi({ description: '0 is the catalogue as it came with the program.' });

const id = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9-]{1,63}$/);
const PatchBody = z
  .strictObject({
    target: z.union([
      z.strictObject({ measure: id }),
      z.strictObject({ parameter: id }),
      z.strictObject({ document: id }),
    ]),
    op: z.enum(['add', 'replace', 'remove']),
    path: z
      .string()
      .max(500)
      .regex(/^(\/[^/]{1,100}){0,20}$/)
      .openapi({
        description:
          'As in JSON Patch; an entry of a list may be named by its id. Empty: the measure, parameter or document itself, to add or remove.',
        example: '/versions/0/require/all/tech-staff-share/test',
      }),
    value: z.unknown().optional().openapi({ description: 'As it would stand in the file; absent with `remove`.' }),
  })
  .openapi('RulePatch');

export const DraftBody = z
  .strictObject({
    title: plainText(2, 200),
    notes: plainText(0, 5000).default(''),
    patches: z.array(PatchBody).max(200),
  })
  .openapi('DraftBody');

const Person = z.object({ name: z.string(), role: z.string() });
const Patches = z.array(
  z.object({
    target: z.record(z.string(), z.string()),
    op: z.string(),
    path: z.string(),
    value: z.unknown().optional(),
  }),
);

export const CheckView = z
  .object({
    ok: z.boolean().openapi({ description: 'Compiles, and every worked example comes out as it says.' }),
    at: z.string(),
    hash: z.string().nullable().openapi({ description: 'The content it would have; null where it does not compile.' }),
    problems: z
      .array(
        z.object({
          file: z.string(),
          line: z.number().int(),
          column: z.number().int(),
          message: z.string(),
          excerpt: z.string(),
          patch: z.number().int().nullable().openapi({
            description:
              'Which of the draft’s changes it lies in, by position; null: a change has it come up elsewhere.',
          }),
          final: z.boolean().openapi({ description: 'Whether that change cannot stand, whatever else is changed.' }),
        }),
      )
      .readonly(),
    touched: z.array(z.string()).readonly().openapi({ description: 'Measures that it can change.' }),
    wordsLeft: z
      .array(
        z.object({
          measure: z.string(),
          condition: z.string().nullable(),
          words: z.object({ zh: z.string(), en: z.string() }),
        }),
      )
      .readonly()
      .openapi({
        description:
          'Conditions (null: the benefit) that come to something else though their words, which name a figure, stay.',
      }),
    cases: z.object({
      run: z.number().int(),
      failed: z.number().int(),
      failures: z
        .array(z.object({ measure: z.string(), name: z.string(), differences: z.array(z.string()).readonly() }))
        .readonly(),
    }),
  })
  .openapi('DraftCheck');

const Row = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(DRAFT_STATES),
  from: z.number().int().openapi({ description: 'The release it changes.' }),
  authors: z.array(Person).readonly(),
  createdAt: z.string(),
  changedAt: z.string(),
  version: z.number().int(),
  release: z.number().int().nullable(),
});
export const DraftView = Row.extend({
  notes: z.string(),
  patches: Patches.readonly(),
  sent: z
    .object({ by: Person, at: z.string() })
    .nullable()
    .openapi({ description: 'Since when it is with those who approve; null once it is changed or given back.' }),
  approval: z.object({ by: Person, at: z.string(), note: z.string(), hash: z.string() }).nullable(),
  refusal: z
    .object({ by: Person, at: z.string(), note: z.string() })
    .nullable()
    .openapi({ description: 'Why an approver gave it back; null once it is changed.' }),
  check: CheckView.nullable().openapi({
    description: 'What was found of this version; null where it was not checked.',
  }),
}).openapi('Draft');
export const DraftPage = pageOf(Row.openapi('DraftRow'));

export const ApproveBody = z
  .strictObject({
    note: plainText(0, 2000).default(''),
    failedCases: z
      .boolean()
      .default(false)
      .openapi({ description: 'That worked examples fail because the rule they were made for is what changes.' }),
    staleWords: z
      .boolean()
      .default(false)
      .openapi({ description: 'That words which name a figure stay as they are though the rule changes.' }),
  })
  .openapi('Approval');

export const RefuseBody = z.strictObject({ note: plainText(2, 2000) }).openapi('Refusal');

const Firms = z.number().int().nullable().openapi({ description: 'Null: fewer than five.' });
const Money = z.object({ min: z.number(), max: z.number() });
export const ImpactView = z
  .object({
    asOf: Day,
    firms: Firms,
    exact: z.boolean().openapi({ description: 'False: to the nearest five.' }),
    measures: z
      .array(
        z.object({
          measure: z.string(),
          moves: z.array(z.object({ from: z.string(), to: z.string(), firms: Firms })).readonly(),
          enter: Firms,
          leave: Firms,
          money: z
            .object({ before: Money, after: Money })
            .nullable()
            .openapi({ description: 'What firms in or in review can get, in yuan.' }),
          firms: z
            .object({ enter: z.array(z.string()).readonly(), leave: z.array(z.string()).readonly() })
            .nullable()
            .openapi({ description: 'Firms of one’s own district, 200 at most, to those who may see firms.' }),
        }),
      )
      .readonly(),
  })
  .openapi('DraftImpact');

export const ReleaseView = z
  .object({
    number: z.number().int(),
    hash: z.string(),
    title: z.string(),
    notes: z.string(),
    at: z.string().nullable(),
    by: Person.nullable(),
    approvedBy: Person.nullable(),
    from: z.number().int(),
    restores: z.number().int().nullable(),
    served: z.boolean().openapi({ description: 'Whether it is the one in force.' }),
    outdated: z
      .boolean()
      .openapi({ description: 'The catalogue that comes with the program has changed since it was made.' }),
  })
  .openapi('Release');
export const ReleasePage = pageOf(ReleaseView);

export const RestoreBody = z.strictObject({ notes: plainText(2, 5000) }).openapi('Restore');

const Changes = z
  .array(
    z.object({
      what: z.enum(['measure', 'version', 'condition', 'parameter', 'benefit', 'basis', 'structure', 'text', 'other']),
      change: z.enum(['added', 'removed', 'changed']),
      measure: z.string().nullable(),
      name: z.string().nullable(),
      at: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  )
  .readonly();
export const ReleaseDiff = z
  .object({ from: z.number().int(), to: z.number().int(), changes: Changes })
  .openapi('ReleaseDiff');
export const DraftDiff = z.object({ changes: Changes }).openapi('DraftDiff');
