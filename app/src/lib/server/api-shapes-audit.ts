/** What the rooms of auditors and operators take from the interface’s answers. */
import { z } from 'zod';

export const AuditPage = z.object({
  items: z.array(
    z.object({
      chain: z.string(),
      seq: z.number(),
      at: z.string(),
      by: z.object({ subject: z.string(), name: z.string(), role: z.string() }),
      words: z.string(),
      uscc: z.string().nullable(),
      firm: z.string().nullable(),
      people: z.record(z.string(), z.string()),
      object: z.string().nullable(),
      paths: z.array(z.string()),
      requestId: z.string().nullable(),
      hash: z.string(),
    }),
  ),
  next: z.string().nullable(),
});

export const AuditActions = z.object({ items: z.array(z.object({ action: z.string(), words: z.string() })) });

export const AuditFirms = z.object({
  items: z.array(z.object({ uscc: z.string(), name: z.string() })),
  more: z.boolean(),
});

export const AuditVerification = z.object({
  whole: z.boolean(),
  entries: z.number(),
  faults: z.array(
    z.object({
      chain: z.string(),
      seq: z.number().nullable(),
      kind: z.enum(['altered', 'missing', 'unlinked', 'unlisted', 'head']),
    }),
  ),
  heads: z.record(z.string(), z.string()),
});

export const Health = z.object({
  status: z.literal('ok'),
  catalogue: z.object({ hash: z.string(), measures: z.number(), checked: z.string() }),
});

export const RematchRun = z.object({
  cause: z.string(),
  state: z.string(),
  asOf: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  buckets: z.object({ done: z.number(), of: z.number() }),
  firms: z.number(),
  gained: z.number(),
  lost: z.number(),
});

const Person = z.object({ subject: z.string(), name: z.string(), district: z.string().nullable() });
export const Managers = z.object({
  items: z.array(Person.extend({ firms: z.number().nullable() })),
  next: z.string().nullable(),
});

const Firm = z.object({ uscc: z.string(), name: z.string().nullable(), region: z.string().nullable() });
export const FirmAssignment = Firm.extend({ managers: z.array(Person) });
export const FirmsWithoutManager = z.object({ items: z.array(Firm), next: z.string().nullable() });

export const HandOver = z.object({ state: z.enum(['running', 'done']), moved: z.number() });
