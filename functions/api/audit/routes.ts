/** `/v1/audit`: who looked at or changed what, for auditors. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Store } from '#functions/store/port.ts';
import { personBy } from '../companies/directory.ts';
import { firmsNamed, regionsIn } from '../companies/named.ts';
import { cardsOf } from '../companies/repository.ts';
import type { Deps } from '../deps.ts';
import type { ApiEnv } from '../env.ts';
import { Day, Uscc } from '../fields.ts';
import { pageOf, pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json } from '../route.ts';
import { type AuditAction, AUDIT_ACTION_NAMES, AUDIT_ACTIONS } from './actions.ts';
import { AuditEntry } from './chain.ts';
import { auditEntries, verifyAudit } from './repository.ts';

const tag = 'audit';
const access = { right: 'audit.read' } as const;
/** Where nothing else is asked, the entries of so many days. */
const USUAL_DAYS = 30;
const MOST_DAYS = 366;
const DAY_MS = 24 * 3600 * 1000;
/** So many firms are named for one name. */
const MOST_NAMED = 20;

const AuditView = z
  .object({
    ...AuditEntry.shape,
    words: z.string().openapi({ description: 'What happened, in words.' }),
    firm: z.string().nullable().openapi({
      description: 'The firm’s name as it is now, which is not part of the record; null where nothing is kept of it.',
    }),
    people: z.record(z.string(), z.string()).openapi({
      description: 'By account, the names that managers named as the object have now; not part of the record.',
    }),
  })
  .openapi('AuditEntry');
const list = defineRoute({
  method: 'get',
  path: '/v1/audit',
  access,
  tag,
  summary: { zh: '审计记录', en: 'The audit record' },
  request: {
    query: z.object({
      ...pageQuery,
      from: Day.optional().openapi({ description: 'First day (UTC); thirty days before `to` where absent.' }),
      to: Day.optional().openapi({ description: 'Last day (UTC); today where absent.' }),
      uscc: Uscc.optional(),
      subject: z.string().min(1).max(200).optional(),
      person: z.string().trim().min(1).max(200).optional().openapi({
        description: 'A person’s account, or a part of their name as the record has it.',
      }),
      action: z.enum(AUDIT_ACTION_NAMES).optional(),
    }),
  },
  responses: { 200: json(pageOf(AuditView), 'Newest first; a page may be short where few entries fit.') },
  problems: ['invalid-cursor'],
});

const actions = defineRoute({
  method: 'get',
  path: '/v1/audit/actions',
  access,
  tag,
  summary: { zh: '审计记录里有哪些操作', en: 'The kinds of acts in the audit record' },
  responses: {
    200: json(
      z.object({
        items: z
          .array(z.object({ action: z.enum(AUDIT_ACTION_NAMES), words: AuditView.shape.words }).openapi('AuditAction'))
          .readonly(),
      }),
      'What the list can be narrowed to.',
    ),
  },
});

const firms = defineRoute({
  method: 'get',
  path: '/v1/audit/firms',
  access,
  tag,
  summary: { zh: '按名称找企业，用来查审计记录', en: 'Firms by name, to search the audit record by' },
  request: { query: z.object({ name: z.string().trim().min(1).max(200) }) },
  limit: 'compute',
  responses: {
    200: json(
      z
        .object({
          items: z.array(z.object({ uscc: Uscc, name: z.string() }).openapi('AuditFirm')).readonly(),
          more: z.boolean().openapi({ description: 'Whether there are others: say more of the name.' }),
        })
        .openapi('AuditFirms'),
      'The firm of exactly this name, or else those that have it in their name.',
    ),
  },
});

const verify = defineRoute({
  method: 'get',
  path: '/v1/audit/verify',
  access,
  tag,
  summary: { zh: '核对审计记录是否完整', en: 'Check that the audit record is whole' },
  request: {
    query: z.object({
      chain: z
        .string()
        .regex(/^[0-9a-f]{2}$/)
        .optional()
        .openapi({ description: 'One of the 256 chains; all where absent.' }),
    }),
  },
  limit: 'compute',
  responses: {
    200: json(
      z
        .object({
          whole: z.boolean(),
          entries: z.number().int(),
          faults: z
            .array(
              z.object({
                chain: z.string(),
                seq: z.number().int().nullable(),
                kind: z.enum(['altered', 'missing', 'unlinked', 'unlisted', 'head']),
              }),
            )
            .readonly(),
          heads: z.record(z.string(), z.string()).openapi({
            description: 'The last hash of each chain; kept elsewhere, it shows later that nothing was cut off.',
          }),
        })
        .openapi('AuditVerification'),
      'Every entry was read and its hash worked out anew.',
    ),
  },
});

export function auditRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();

  app.openapi(list, async (c) => {
    const { limit, cursor, to = todayInBeijing(deps.now()), ...asked } = c.req.valid('query');
    const { from = dayBefore(to, USUAL_DAYS), uscc, subject, person, action } = asked;
    const wrong = from > to ? REVERSED : from < dayBefore(to, MOST_DAYS) ? TOO_LONG : undefined;
    if (wrong) {
      return refuse(c, 'invalid-request', { faults: [{ path: 'query.from', message: wrong(to)[c.var.lang] }] });
    }
    const scope = ['audit', from, to, uscc, subject, person, action];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const filter = { from, to, uscc, subject, person, action };
    const { entries, next } = await auditEntries(deps.store, filter, limit, start.after);
    const [names, people] = await Promise.all([namesOf(deps.store, entries), peopleOf(deps.store, entries)]);
    const items = entries.map((entry) => ({
      ...entry,
      words: AUDIT_ACTIONS[entry.action][c.var.lang],
      firm: (entry.uscc === null ? undefined : names.get(entry.uscc)) ?? null,
      people: Object.fromEntries([...people].filter(([subject]) => managersIn(entry).includes(subject))),
    }));
    return c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(actions, (c) => {
    const items = AUDIT_ACTION_NAMES.map((action) => ({ action, words: AUDIT_ACTIONS[action][c.var.lang] }));
    return c.json({ items }, 200);
  });

  app.openapi(firms, async (c) => {
    const { name } = c.req.valid('query');
    const { found, more } = await firmsNamed(deps.store, regionsIn(deps.catalogue().rules.fields), name, MOST_NAMED);
    return c.json({ items: found, more }, 200);
  });

  app.openapi(verify, async (c) => {
    const { chain } = c.req.valid('query');
    const { entries, faults, heads } = await verifyAudit(deps.store, chain === undefined ? undefined : [chain]);
    return c.json({ whole: faults.length === 0, entries, faults, heads }, 200);
  });

  return app;
}

/** What the firms of these entries are called now, by their codes. */
async function namesOf(store: Store, entries: readonly AuditEntry[]): Promise<ReadonlyMap<string, string | null>> {
  const usccs = new Set(entries.flatMap(({ uscc }) => uscc ?? []));
  return new Map((await cardsOf(store, [...usccs])).map(({ uscc, name }) => [uscc, name]));
}

/** Acts whose object is one manager, or two: from whom to whom. */
const OF_MANAGERS: readonly AuditAction[] = ['manager.assign', 'manager.withdraw', 'portfolio.hand-over'];
const managersIn = ({ action, object }: AuditEntry): readonly string[] =>
  OF_MANAGERS.includes(action) ? (object?.split(' → ') ?? []) : [];

/** What the managers that these entries have as objects are called now, by their accounts. */
async function peopleOf(store: Store, entries: readonly AuditEntry[]): Promise<ReadonlyMap<string, string>> {
  const subjects = new Set(entries.flatMap(managersIn));
  const people = await Promise.all([...subjects].map((subject) => personBy(store, subject)));
  return new Map(people.flatMap((one) => (one ? [[one.subject, one.name] as const] : [])));
}

const dayBefore = (day: string, days: number): string =>
  new Date(Date.parse(day) - days * DAY_MS).toISOString().slice(0, 10);

const TOO_LONG = (to: string) => ({
  zh: `到 ${to} 为止最多查询 366 天`,
  en: `must be at most 366 days before ${to}`,
});
const REVERSED = (to: string) => ({
  zh: `晚于最后一天 ${to}：请改早，或把两个日期对调`,
  en: `is after the last day, ${to}: make it earlier, or swap the two`,
});
