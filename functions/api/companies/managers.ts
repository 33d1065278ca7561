/** Service managers (服务管家) at work: who looks after a firm, portfolios, and handing one over whole. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Principal } from '#functions/identity/principal.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { certificatesIn, endingWithin } from '#rules/profile/certificates.ts';
import type { Query, Store } from '#functions/store/port.ts';
import { actorOf, recordList } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { many, Uscc } from '../fields.ts';
import { idempotencyHeader } from '../idempotency.ts';
import { pageOf, pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { CONCEPTS } from './concepts.ts';
import { type Person, personBy, personItem } from './directory.ts';
import { Finding, findingsOf, FindingToday, Head, latestEvaluation } from './evaluation.ts';
import { handOver, HandOver } from './hand-over.ts';
import { formerManagersOf, listCompaniesOfManager, managersOf } from './people.ts';
import { Card, cardsOf, getCompany } from './repository.ts';
import { ManagerList } from './schemas.ts';

const tag = 'managers';
const params = z.object({ uscc: Uscc });
const subject = z.string().min(1).max(200);

const list = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/managers',
  access: { right: 'company.read', firm: 'uscc' },
  tag,
  summary: { zh: '企业的服务管家', en: 'Who looks after a firm' },
  request: { params },
  responses: { 200: json(ManagerList, 'Now and before.') },
});
const Held = z
  .object({
    ...Card.shape,
    evaluation: z
      .object({
        asOf: Head.shape.asOf,
        at: Head.shape.at,
        profileVersion: Head.shape.profileVersion,
        counts: Head.shape.counts,
        findings: z.array(Finding),
      })
      .nullable(),
    today: z
      .array(FindingToday)
      .openapi({ description: 'The same measures by the profile and the rules as they stand.' }),
    ending: z
      .array(z.object({ type: z.string(), validTo: z.string(), left: z.number().int() }))
      .openapi({ description: 'Certificates that run out within the days asked for, with how many are left.' }),
  })
  .openapi('PortfolioFirm');
const portfolio = defineRoute({
  method: 'get',
  path: '/v1/portfolio',
  access: { right: 'portfolio.read' },
  tag,
  summary: { zh: '我负责的企业', en: 'The firms I look after' },
  request: {
    query: z.object({
      ...pageQuery,
      measure: many(z.string().max(100)).openapi({
        description: 'Findings of these measures are shown, as the firm’s latest evaluation has them.',
      }),
      ending: z.coerce.number().int().min(0).max(366).optional().openapi({
        description: 'So many days: certificates that run out within them are shown.',
      }),
      q: z.string().max(100).optional().openapi({
        description: 'Only firms with this in their name or code. A page may then have few or none; `next` goes on.',
      }),
    }),
  },
  responses: { 200: json(pageOf(Held), 'By code.') },
  problems: ['invalid-cursor'],
});

const handingOver = defineRoute({
  method: 'post',
  path: '/v1/portfolio/hand-over',
  access: { right: 'portfolio.hand-over' },
  tag,
  summary: { zh: '移交名下全部企业', en: 'Hand a whole portfolio over' },
  request: {
    headers: idempotencyHeader,
    ...jsonBody(
      z.strictObject({
        from: subject.optional().openapi({ description: 'Whose portfolio; one’s own where absent.' }),
        to: subject,
      }),
    ),
  },
  responses: { 200: json(z.object(HandOver.shape).openapi('HandOver'), 'While `running`, send it again to go on.') },
  problems: ['not-found', 'wrong-state', 'idempotency-mismatch'],
});

export function managersRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;

  app.openapi(list, async (c) => {
    const { uscc } = c.req.valid('param');
    const [managers, former] = await Promise.all([managersOf(store, uscc), formerManagersOf(store, uscc)]);
    return c.json(
      {
        managers: managers.map(({ subject, name, since }) => ({ subject, name, since })),
        former: [...former],
      },
      200,
    );
  });

  app.openapi(portfolio, async (c) => {
    const principal = principalOf(c);
    const { limit, cursor, measure, ending, q = '' } = c.req.valid('query');
    const scope = ['portfolio', principal.subject, q];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    await introduce(deps, principal);
    const after = start.after === undefined ? {} : { after: start.after };
    const { cards, next } = await cardsFound(store, principal.subject, q, { limit, ...after });
    const items = await Promise.all(
      cards.map(async (card) => ({
        ...card,
        evaluation: await shownOf(deps, card.uscc, measure),
        ...(await standing(deps, card.uscc, { measure, ending })),
      })),
    );
    const { requestId } = c.var;
    await recordList(deps, principal, { what: 'portfolio', count: cards.length, requestId });
    return c.json({ items, next: next === undefined ? null : writeCursor(deps, scope, next) }, 200);
  });

  app.openapi(handingOver, async (c) => {
    const principal = principalOf(c);
    const { from = principal.subject, to } = c.req.valid('json');
    const [giver, taker] = await Promise.all([personBy(store, from), personBy(store, to)]);
    // Managers hand over their own; staff those of their district's managers.
    const reached =
      from === principal.subject ||
      principal.role === 'operator' ||
      (principal.role === 'staff' && giver?.role === 'manager' && giver.district === principal.district);
    if (!reached || taker?.role !== 'manager') return refuse(c, 'not-found');
    if (from === to) return refuse(c, 'wrong-state');
    const key = c.req.valid('header')['idempotency-key'];
    const { requestId } = c.var;
    const progress = await handOver(deps, CONCEPTS, {
      key,
      from,
      to: { subject: to, name: taker.name },
      by: actorOf(principal),
      requestId,
    });
    return progress === 'mismatch' ? refuse(c, 'idempotency-mismatch') : c.json(progress, 200);
  });

  return app;
}

/** A manager who looks at their portfolio is known by name from then on, so that firms can be handed to them. */
async function introduce({ store }: Deps, { subject, name, role, district }: Principal): Promise<void> {
  const person: Person = { subject, name, role, district: district ?? null };
  const before = await personBy(store, subject);
  if (JSON.stringify(before) !== JSON.stringify(person)) await store.write([{ put: personItem(person) }]);
}

/** How a firm stands today, as far as it was asked: its profile is not read for nothing. */
async function standing(
  { store, now, catalogue }: Deps,
  uscc: string,
  { measure, ending }: { readonly measure: readonly string[]; readonly ending: number | undefined },
) {
  const company = measure.length === 0 && ending === undefined ? undefined : await getCompany(store, uscc);
  if (!company) return { today: [], ending: [] };
  const { profile } = company;
  const today = todayInBeijing(now());
  return {
    today: [...findingsOf(catalogue(), profile, today, measure)],
    ending: ending === undefined ? [] : endingWithin(certificatesIn(profile), today, ending),
  };
}

async function shownOf({ store }: Deps, uscc: string, measures: readonly string[]) {
  const evaluation = await latestEvaluation(store, uscc);
  if (!evaluation) return null;
  const { asOf, at, profileVersion, counts, findings } = evaluation;
  return { asOf, at, profileVersion, counts, findings: findings.filter(({ measure }) => measures.includes(measure)) };
}

/** So many portions are looked through in one request while nothing is found. */
const MOST_PORTIONS = 10;

/** A page of a manager's firms; with words to look for, of those that have them in their name or code. */
async function cardsFound(
  store: Store,
  manager: string,
  words: string,
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly cards: readonly Card[]; readonly next: string | undefined }> {
  const said = words.trim().toLowerCase();
  let after = query.after;
  for (let portion = 1; ; portion += 1) {
    const { usccs, next } = await listCompaniesOfManager(store, manager, {
      ...query,
      ...(after === undefined ? {} : { after }),
    });
    const cards = (await cardsOf(store, usccs)).filter(({ uscc, name }) =>
      [uscc, name ?? ''].some((each) => each.toLowerCase().includes(said)),
    );
    if (cards.length > 0 || next === undefined || portion === MOST_PORTIONS) return { cards, next };
    after = next;
  }
}
