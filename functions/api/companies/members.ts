/** The people of a firm: invitations, roles, leaving. A firm that has an owner always keeps one. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { FIRM_ROLES } from '#functions/identity/relations.ts';
import type { Store, Write } from '#functions/store/port.ts';
import type { AuditAction } from '../audit/actions.ts';
import { actorOf, writeAudited } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext, type ApiEnv } from '../env.ts';
import { Uscc } from '../fields.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { Invitation, invitationBy, invitationsOf, MOST_INVITATIONS, newInvitation } from './invitations.ts';
import { inviteId, memberKey } from './keys.ts';
import { changeWrites, firmsOf, joinWrites, leaveWrites, memberOf, membersOf, type KeptMember } from './people.ts';
import { cardsOf, getCard } from './repository.ts';
import { MemberList, MyCompanies } from './schemas.ts';

const tag = 'companies';
const params = z.object({ uscc: Uscc });
const ofMember = params.extend({ subject: z.string().min(1).max(200) });
const owner = { right: 'company.members', firm: 'uscc' } as const;
const inviting = { right: 'company.invite', firm: 'uscc' } as const;
const gone = { 204: { description: 'Done.' } };
const InvitationView = z.object(Invitation.shape).openapi('Invitation');

const mine = defineRoute({
  method: 'get',
  path: '/v1/me/companies',
  access: { right: 'me.read' },
  tag: 'me',
  summary: { zh: '我所在的企业', en: 'The firms I belong to' },
  responses: { 200: json(MyCompanies, 'Every firm I belong to, with what I am there.') },
});
const list = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/members',
  access: { right: 'company.read', firm: 'uscc' },
  tag,
  summary: { zh: '企业的成员', en: 'The people of a firm' },
  request: { params },
  responses: { 200: json(MemberList, 'The people of the firm with their roles.') },
});
const invite = defineRoute({
  method: 'post',
  path: '/v1/companies/{uscc}/invitations',
  access: inviting,
  tag,
  summary: { zh: '邀请成员', en: 'Invite someone into a firm' },
  request: {
    params,
    ...jsonBody(
      z.strictObject({
        role: z.enum(FIRM_ROLES),
        days: z.number().int().min(1).max(30).default(7).openapi({ description: 'For so many days it can be used.' }),
      }),
    ),
  },
  responses: {
    201: json(
      InvitationView.extend({ code: z.string() }),
      'The code, which is told only now. A manager can invite the first owner of a firm that has none.',
    ),
  },
  problems: ['not-found', 'wrong-state'],
});
const invited = defineRoute({
  method: 'get',
  path: '/v1/companies/{uscc}/invitations',
  access: inviting,
  tag,
  summary: { zh: '尚未使用的邀请', en: 'Invitations not yet used' },
  request: { params },
  responses: { 200: json(z.object({ invitations: z.array(InvitationView).readonly() }), 'Without their codes.') },
});
const uninvite = defineRoute({
  method: 'delete',
  path: '/v1/companies/{uscc}/invitations/{id}',
  access: inviting,
  tag,
  summary: { zh: '撤回邀请', en: 'Withdraw an invitation' },
  request: { params: params.extend({ id: z.string().regex(/^[\w-]{43}$/) }) },
  responses: gone,
  problems: ['not-found'],
});
const accept = defineRoute({
  method: 'post',
  path: '/v1/invitations/accept',
  access: { right: 'company.join' },
  tag,
  summary: { zh: '接受邀请', en: 'Accept an invitation' },
  request: jsonBody(z.strictObject({ code: z.string().min(10).max(100) })),
  responses: {
    200: json(z.object({ uscc: Uscc, name: z.string().nullable(), role: z.enum(FIRM_ROLES) }), 'A member now.'),
  },
  problems: ['not-found', 'conflict'],
});
const change = defineRoute({
  method: 'put',
  path: '/v1/companies/{uscc}/members/{subject}',
  access: owner,
  tag,
  summary: { zh: '改变成员的角色', en: 'Change what a member may do' },
  request: { params: ofMember, ...jsonBody(z.strictObject({ role: z.enum(FIRM_ROLES) })) },
  responses: gone,
  problems: ['not-found', 'wrong-state', 'conflict'],
});
const remove = defineRoute({
  method: 'delete',
  path: '/v1/companies/{uscc}/members/{subject}',
  access: owner,
  tag,
  summary: { zh: '移除成员', en: 'Remove a member' },
  request: { params: ofMember },
  responses: gone,
  problems: ['not-found', 'wrong-state', 'conflict'],
});
const leave = defineRoute({
  method: 'post',
  path: '/v1/companies/{uscc}/leave',
  access: { right: 'company.leave', firm: 'uscc' },
  tag,
  summary: { zh: '退出企业', en: 'Leave a firm' },
  request: { params },
  responses: gone,
  problems: ['wrong-state', 'conflict'],
});

export function membersRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store, now } = deps;

  app.openapi(mine, async (c) => {
    const firms = await firmsOf(store, principalOf(c).subject);
    const roles = new Map(firms.map(({ uscc, role }) => [uscc, role]));
    const cards = await cardsOf(store, [...roles.keys()]);
    return c.json({ companies: cards.map((card) => ({ ...card, role: roles.get(card.uscc) ?? 'reader' })) }, 200);
  });

  app.openapi(list, async (c) => {
    const members = await membersOf(store, c.req.valid('param').uscc);
    return c.json({ members: members.map(({ subject, name, role, since }) => ({ subject, name, role, since })) }, 200);
  });

  app.openapi(invite, async (c) => {
    const { uscc } = c.req.valid('param');
    const { role, days } = c.req.valid('json');
    if ((await getCard(store, uscc)) === undefined) return refuse(c, 'not-found');
    const principal = principalOf(c);
    if (principal.role === 'manager' && (role !== 'owner' || (await ownersOf(store, uscc)).length > 0)) {
      return refuse(c, 'wrong-state', { detail: SAY.ownersInvite[c.var.lang] });
    }
    if ((await invitationsOf(store, uscc, now())).length >= MOST_INVITATIONS) {
      return refuse(c, 'wrong-state', { detail: SAY.tooMany[c.var.lang] });
    }
    const { code, invitation, write } = newInvitation({ uscc, role, days, by: actorOf(principal) }, now());
    await done(c, deps, [write], 'member.invite', uscc, role);
    return c.json({ ...invitation, code }, 201);
  });

  app.openapi(invited, async (c) =>
    c.json({ invitations: await invitationsOf(store, c.req.valid('param').uscc, now()) }, 200),
  );

  app.openapi(uninvite, async (c) => {
    const { uscc, id } = c.req.valid('param');
    const found = await invitationBy(store, id, now());
    if (found?.invitation.uscc !== uscc) return refuse(c, 'not-found');
    const ok = await done(c, deps, [found.use], 'member.uninvite', uscc, found.invitation.role);
    return ok ? c.body(null, 204) : refuse(c, 'not-found');
  });

  app.openapi(accept, async (c) => {
    const found = await invitationBy(store, inviteId(c.req.valid('json').code), now());
    const { subject, name } = principalOf(c);
    const card = found && (await getCard(store, found.invitation.uscc));
    if (!found || !card) return refuse(c, 'not-found', { detail: SAY.noInvitation[c.var.lang] });
    const { uscc, role } = found.invitation;
    if (await memberOf(store, uscc, subject)) return refuse(c, 'conflict', { detail: SAY.alreadyIn[c.var.lang] });
    const join = joinWrites(uscc, { subject, name, role, since: now().toISOString() });
    const ok = await done(c, deps, [found.use, ...join], 'member.join', uscc, role);
    return ok ? c.json({ uscc, name: card.name, role }, 200) : refuse(c, 'conflict');
  });

  app.openapi(change, async (c) => {
    const { uscc, subject } = c.req.valid('param');
    const { role } = c.req.valid('json');
    const member = await memberOf(store, uscc, subject);
    if (!member) return refuse(c, 'not-found');
    if (member.role === role) return c.body(null, 204);
    const kept = await ownerKept(store, uscc, member);
    if (!kept) return refuse(c, 'wrong-state', { detail: SAY.lastOwner[c.var.lang] });
    const ok = await done(c, deps, [...changeWrites(uscc, member, role), ...kept], 'member.change', uscc, role);
    return ok ? c.body(null, 204) : refuse(c, 'conflict');
  });

  app.openapi(remove, async (c) => {
    const { uscc, subject } = c.req.valid('param');
    const member = await memberOf(store, uscc, subject);
    if (!member) return refuse(c, 'not-found');
    const kept = await ownerKept(store, uscc, member);
    if (!kept) return refuse(c, 'wrong-state', { detail: SAY.lastOwner[c.var.lang] });
    const ok = await done(c, deps, [...leaveWrites(uscc, member), ...kept], 'member.remove', uscc, member.role);
    return ok ? c.body(null, 204) : refuse(c, 'conflict');
  });

  app.openapi(leave, async (c) => {
    const { uscc } = c.req.valid('param');
    const member = await memberOf(store, uscc, principalOf(c).subject);
    if (!member) return refuse(c, 'not-found');
    const kept = await ownerKept(store, uscc, member);
    if (!kept) return refuse(c, 'wrong-state', { detail: SAY.lastOwner[c.var.lang] });
    const ok = await done(c, deps, [...leaveWrites(uscc, member), ...kept], 'member.leave', uscc, member.role);
    return ok ? c.body(null, 204) : refuse(c, 'conflict');
  });

  return app;
}

const ownersOf = async (store: Store, uscc: string): Promise<readonly KeptMember[]> =>
  (await membersOf(store, uscc)).filter(({ role }) => role === 'owner');

/**
 * What makes sure that an owner remains when this member goes or changes: a check that another owner is still one, so
 * that two cannot leave at once. Undefined where there is no other.
 */
async function ownerKept(store: Store, uscc: string, member: KeptMember): Promise<readonly Write[] | undefined> {
  if (member.role !== 'owner') return [];
  const other = (await ownersOf(store, uscc)).find(({ subject }) => subject !== member.subject);
  return other && [{ check: memberKey(uscc, other.subject), if: { version: other.version } }];
}

/** Whether it was written; false where someone else was faster. */
async function done(
  c: ApiContext,
  deps: Deps,
  writes: readonly Write[],
  action: AuditAction,
  uscc: string,
  object: string,
): Promise<boolean> {
  const by = actorOf(principalOf(c));
  return (await writeAudited(deps, writes, [{ action, by, uscc, object, requestId: c.var.requestId }])).ok;
}

const SAY = {
  ownersInvite: {
    zh: '服务管家只能在企业还没有负责人时邀请负责人；其他成员由负责人邀请。',
    en: 'A service manager can invite an owner only while the firm has none; owners invite everyone else.',
  },
  tooMany: {
    zh: '尚未使用的邀请太多，请先撤回几个。',
    en: 'Too many invitations are open; withdraw some first.',
  },
  noInvitation: {
    zh: '邀请码不对、已使用或已过期，请向邀请人再要一个。',
    en: 'The code is wrong, was used or has run out; ask for a new one.',
  },
  alreadyIn: { zh: '您已是这家企业的成员。', en: 'You belong to this firm already.' },
  lastOwner: {
    zh: '企业至少要有一位负责人。请先把另一位成员设为负责人。',
    en: 'A firm keeps at least one owner. Make someone else an owner first.',
  },
} as const;
