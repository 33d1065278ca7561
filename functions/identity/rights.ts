/** Who may do what (权限): one table, deny by default. */
import { ROLES, type District, type Principal, type Role } from './principal.ts';
import type { Relations } from './relations.ts';

/** How the person must stand to the object. */
export type Relation =
  /** No object, or whichever. */
  | 'any'
  /** What belongs to oneself: the handler reads it by the principal's subject and nothing else. */
  | 'self'
  | 'own-firm'
  | 'own-firm-editor'
  | 'own-firm-owner'
  | 'assigned-firm'
  /** Aggregates of the person's own district. */
  | 'own-district'
  /** Single firms of the person's own district, with the extra right to see firms. */
  | 'district-firm'
  /** No single object, but the extra right to see firms. */
  | 'firm-level'
  /** Someone else's work: nobody approves their own. */
  | 'other-than-author';

type Holders = Readonly<Partial<Record<Role, Relation>>>;
interface Rule {
  readonly by: 'everyone' | Holders;
  /** To those without the relation the object does not exist: 404 instead of 403. */
  readonly hidden?: boolean;
}

const EVERY_ROLE = Object.fromEntries(ROLES.map((role) => [role, 'any'])) as Readonly<Record<Role, 'any'>>;
const FIRM_READERS = { firm: 'own-firm', manager: 'assigned-firm', staff: 'district-firm' } as const;

export const RIGHTS = {
  'service.read': { by: 'everyone' },
  'measures.read': { by: 'everyone' },
  'match.run': { by: 'everyone' },
  'proofs.verify': { by: 'everyone' },
  'corrections.write': { by: 'everyone' },
  'me.read': { by: EVERY_ROLE },

  'company.list': { by: { firm: 'self', manager: 'self', staff: 'firm-level' } },
  'company.create': { by: { firm: 'any', manager: 'any' } },
  'company.read': { by: FIRM_READERS, hidden: true },
  'company.write': { by: { firm: 'own-firm-editor', manager: 'assigned-firm' }, hidden: true },
  'company.evaluate': { by: { firm: 'own-firm', manager: 'assigned-firm' }, hidden: true },
  'company.prove': { by: { firm: 'own-firm-editor', manager: 'assigned-firm' }, hidden: true },
  'company.members': { by: { firm: 'own-firm-owner' }, hidden: true },
  /** A manager only the first owner of a firm that has none: the handler looks. */
  'company.invite': { by: { firm: 'own-firm-owner', manager: 'assigned-firm' }, hidden: true },
  'company.join': { by: { firm: 'any' } },
  'company.leave': { by: { firm: 'own-firm' }, hidden: true },
  'company.export': { by: { firm: 'own-firm-owner' }, hidden: true },
  'company.delete': { by: { firm: 'own-firm-owner' }, hidden: true },
  'company.assign': { by: { staff: 'district-firm', operator: 'any' }, hidden: true },
  /** Firms that nobody looks after. Staff: of their own district. */
  'company.unmanaged': { by: { staff: 'firm-level', operator: 'any' } },
  'managers.list': { by: { manager: 'any', staff: 'any', operator: 'any' } },
  'portfolio.read': { by: { manager: 'self' } },
  'portfolio.hand-over': { by: { manager: 'self', staff: 'firm-level', operator: 'any' } },

  'demand.read.aggregate': { by: { staff: 'own-district' } },
  'demand.read.firm': { by: FIRM_READERS, hidden: true },
  'demand.write.own': { by: { firm: 'own-firm-editor', manager: 'assigned-firm' }, hidden: true },

  'requests.inbox': { by: { manager: 'self' } },
  'requests.overdue': { by: { operator: 'any' } },
  /** Staff: of firms of their own district. */
  'requests.unassigned': { by: { staff: 'firm-level', operator: 'any' } },
  'requests.ask': { by: { firm: 'own-firm' }, hidden: true },
  'requests.read': { by: FIRM_READERS, hidden: true },
  'requests.answer': { by: { manager: 'assigned-firm' }, hidden: true },
  'requests.reassign': { by: { manager: 'assigned-firm', staff: 'district-firm' }, hidden: true },
  'requests.rate': { by: { firm: 'own-firm' }, hidden: true },

  'imports.run': { by: { manager: 'self', operator: 'self' } },
  /** Staff: of their own district. */
  'calls.write': { by: { staff: 'own-district', publisher: 'any' } },
  'indicators.read': { by: { staff: 'any', publisher: 'any', approver: 'any' } },
  /** Staff: of their own district’s plans. */
  'indicators.write': { by: { staff: 'own-district', publisher: 'any' } },
  'corrections.read': { by: { staff: 'any', publisher: 'any', approver: 'any' } },
  'corrections.handle': { by: { staff: 'any', publisher: 'any' } },
  'releases.read': { by: { staff: 'any', publisher: 'any', approver: 'any', auditor: 'any' } },
  'releases.impact': { by: { staff: 'any', publisher: 'any', approver: 'any' } },
  /** What was approved once may come back without a draft. */
  'releases.restore': { by: { publisher: 'any', approver: 'any' } },
  'releases.draft': { by: { publisher: 'any' } },
  'releases.approve': { by: { approver: 'other-than-author' } },
  'rematch.read': { by: { publisher: 'any', approver: 'any', operator: 'any' } },
  'notices.read.own': { by: { firm: 'self', manager: 'self', staff: 'self' } },
  'audit.read': { by: { auditor: 'any' } },
  operate: { by: { operator: 'any' } },
} as const satisfies Record<string, Rule>;

export type Right = keyof typeof RIGHTS;

/** What is acted on, as far as the relation asks for it. */
export interface Target {
  readonly uscc?: string | undefined;
  readonly district?: string | undefined;
  /** Who wrote what is to be approved. */
  readonly author?: string | undefined;
}

export type Refused = 'unauthenticated' | 'forbidden' | 'not-found';
export type Decision = { readonly ok: true } | { readonly ok: false; readonly kind: Refused };

/** Whether the person may do this to that. A role without the right is 403; an object out of reach 404 where it is hidden. */
export async function authorize(
  { relations }: { readonly relations: Relations },
  principal: Principal | null,
  right: Right,
  target: Target = {},
): Promise<Decision> {
  const held = holds(principal, right);
  if (!held.ok) return held;
  if (principal === null || held.relation === 'any') return { ok: true };
  if (await stands(relations, principal, held.relation, target)) return { ok: true };
  return refused(ruleOf(right).hidden === true && target.uscc !== undefined ? 'not-found' : 'forbidden');
}

/** The role's part of the answer alone: whether anyone of this role has the right, and by which relation. */
export function holds(
  principal: Principal | null,
  right: Right,
): { readonly ok: true; readonly relation: Relation } | { readonly ok: false; readonly kind: Refused } {
  const { by } = ruleOf(right);
  if (by === 'everyone') return { ok: true, relation: 'any' };
  if (principal === null) return { ok: false, kind: 'unauthenticated' };
  const relation = by[principal.role];
  return relation === undefined ? { ok: false, kind: 'forbidden' } : { ok: true, relation };
}

/** The rights of a person with the relation each asks for, in the table's order. */
export function rightsOf(principal: Principal): { right: Right; relation: Relation }[] {
  return RIGHT_NAMES.flatMap((right) => {
    const held = holds(principal, right);
    return held.ok ? [{ right, relation: held.relation }] : [];
  });
}

export const RIGHT_NAMES = Object.keys(RIGHTS) as readonly Right[];
export const ruleOf = (right: Right): Rule => RIGHTS[right];

/** Relations that can be judged without a single object. */
const WITHOUT_TARGET: readonly Relation[] = ['any', 'self', 'firm-level'];
export const needsTarget = (right: Right): boolean => {
  const { by } = ruleOf(right);
  return by !== 'everyone' && Object.values(by).some((relation) => !WITHOUT_TARGET.includes(relation));
};

async function stands(
  relations: Relations,
  principal: Principal,
  relation: Exclude<Relation, 'any'>,
  { uscc, district, author }: Target,
): Promise<boolean> {
  const { subject } = principal;
  const member = async () => (uscc === undefined ? null : await relations.memberOf(subject, uscc));
  switch (relation) {
    case 'self':
      return true;
    case 'own-firm':
      return (await member()) !== null;
    case 'own-firm-editor':
      return ['owner', 'editor'].includes((await member()) ?? '');
    case 'own-firm-owner':
      return (await member()) === 'owner';
    case 'assigned-firm':
      return uscc !== undefined && (await relations.assignedTo(subject, uscc));
    case 'own-district':
      return principal.district !== undefined && principal.district === (district ?? principal.district);
    case 'district-firm':
      return mayFirms(principal) && uscc !== undefined && (await relations.districtOf(uscc)) === principal.district;
    case 'firm-level':
      return mayFirms(principal);
    case 'other-than-author':
      return author !== undefined && author !== subject;
    default:
      return relation satisfies never;
  }
}

const mayFirms = (principal: Principal): principal is Principal & { readonly district: District } =>
  principal.firmLevel === true && principal.district !== undefined;

const refused = (kind: Refused): Decision => ({ ok: false, kind });
