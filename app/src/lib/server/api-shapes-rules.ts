/** What the room of rules takes from the interface’s answers. */
import { z } from 'zod';

const Person = z.object({ name: z.string(), role: z.string() });
const page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() });

export const Patch = z.object({
  target: z.record(z.string(), z.string()),
  op: z.enum(['add', 'replace', 'remove']),
  path: z.string(),
  value: z.unknown().optional(),
});

const Check = z.object({
  ok: z.boolean(),
  at: z.string(),
  hash: z.string().nullable(),
  problems: z.array(
    z.object({ file: z.string(), message: z.string(), excerpt: z.string(), patch: z.number().nullable() }),
  ),
  touched: z.array(z.string()),
  wordsLeft: z.array(
    z.object({
      measure: z.string(),
      condition: z.string().nullable(),
      words: z.object({ zh: z.string(), en: z.string() }),
    }),
  ),
  cases: z.object({
    run: z.number(),
    failed: z.number(),
    failures: z.array(z.object({ measure: z.string(), name: z.string(), differences: z.array(z.string()) })),
  }),
});

const Row = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['draft', 'approved', 'published', 'discarded']),
  from: z.number(),
  authors: z.array(Person),
  changedAt: z.string(),
  version: z.number(),
  release: z.number().nullable(),
});
export const Draft = Row.extend({
  notes: z.string(),
  patches: z.array(Patch),
  sent: z.object({ by: Person, at: z.string() }).nullable(),
  approval: z.object({ by: Person, at: z.string(), note: z.string() }).nullable(),
  refusal: z.object({ by: Person, at: z.string(), note: z.string() }).nullable(),
  check: Check.nullable(),
});
export const Drafts = page(Row);

export const Release = z.object({
  number: z.number(),
  title: z.string(),
  notes: z.string(),
  at: z.string().nullable(),
  by: Person.nullable(),
  approvedBy: Person.nullable(),
  restores: z.number().nullable(),
  served: z.boolean(),
  outdated: z.boolean(),
});
export const Releases = page(Release);

export const ReleaseDiff = z.object({
  changes: z.array(
    z.object({
      measure: z.string().nullable(),
      name: z.string().nullable(),
      at: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
});

const firms = z.number().nullable();
const Money = z.object({ min: z.number(), max: z.number() });
export const Impact = z.object({
  asOf: z.string(),
  firms,
  exact: z.boolean(),
  measures: z.array(
    z.object({
      measure: z.string(),
      enter: firms,
      leave: firms,
      money: z.object({ before: Money, after: Money }).nullable(),
    }),
  ),
});
