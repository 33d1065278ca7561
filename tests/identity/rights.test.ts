import { expect, describe, test } from 'vitest';
import type { Principal, Role } from '#functions/identity/principal.ts';
import { authorize, holds, RIGHT_NAMES, rightsOf, type Right } from '#functions/identity/rights.ts';
import { FOREIGN, OWN, PEOPLE, testRelations } from '../api/world.ts';

const relations = testRelations();
relations.join('editor', OWN, 'editor');
relations.join('reader', OWN, 'reader');
const staffOfFirms: Principal = { ...PEOPLE.staff, firmLevel: true };

const may = async (who: Principal | null, right: Right, target = {}) => {
  const decision = await authorize({ relations }, who, right, target);
  return decision.ok ? 'yes' : decision.kind;
};

test('without a sign-in only what is open to everyone', () => {
  const open = RIGHT_NAMES.filter((right) => holds(null, right).ok);
  expect(open).toEqual(['service.read', 'measures.read', 'match.run', 'proofs.verify', 'corrections.write']);
});

describe('a firm', () => {
  test('sees and changes itself, and learns nothing of others', async () => {
    expect(await may(PEOPLE.firm, 'company.read', { uscc: OWN })).toBe('yes');
    expect(await may(PEOPLE.firm, 'company.write', { uscc: OWN })).toBe('yes');
    expect(await may(PEOPLE.firm, 'company.read', { uscc: FOREIGN })).toBe('not-found');
    expect(await may(PEOPLE.firm, 'company.write', { uscc: FOREIGN })).toBe('not-found');
  });
  test('has owners, editors and readers', async () => {
    const as = (subject: string): Principal => ({ ...PEOPLE.firm, subject });
    for (const [who, read, write, members] of [
      [PEOPLE.firm, 'yes', 'yes', 'yes'],
      [as('editor'), 'yes', 'yes', 'not-found'],
      [as('reader'), 'yes', 'not-found', 'not-found'],
    ] as const) {
      expect(await may(who, 'company.read', { uscc: OWN })).toBe(read);
      expect(await may(who, 'company.write', { uscc: OWN })).toBe(write);
      expect(await may(who, 'company.members', { uscc: OWN })).toBe(members);
      expect(await may(who, 'company.delete', { uscc: OWN })).toBe(members);
    }
  });
  test('does not become a member by a role of the same subject', async () => {
    expect(await may({ ...PEOPLE.manager, subject: PEOPLE.firm.subject }, 'company.read', { uscc: OWN })).toBe(
      'not-found',
    );
  });
});

describe('a service manager', () => {
  test('works for the firms assigned, and no other', async () => {
    for (const right of ['company.read', 'company.write', 'requests.answer', 'demand.write.own'] as const) {
      expect(await may(PEOPLE.manager, right, { uscc: OWN })).toBe('yes');
      expect(await may(PEOPLE.manager, right, { uscc: FOREIGN })).toBe('not-found');
    }
    expect(await may(PEOPLE.manager, 'company.delete', { uscc: OWN })).toBe('forbidden');
  });
});

describe('district staff', () => {
  test('see the aggregates of their own district', async () => {
    expect(await may(PEOPLE.staff, 'demand.read.aggregate')).toBe('yes');
    expect(await may(PEOPLE.staff, 'demand.read.aggregate', { district: 'chaoyang' })).toBe('yes');
    expect(await may(PEOPLE.staff, 'demand.read.aggregate', { district: 'dongcheng' })).toBe('forbidden');
    const nowhere: Principal = { subject: 's', name: 's', role: 'staff' };
    expect(await may(nowhere, 'demand.read.aggregate')).toBe('forbidden');
  });
  test('see single firms of their own district with the extra right alone', async () => {
    expect(await may(PEOPLE.staff, 'company.read', { uscc: OWN })).toBe('not-found');
    expect(await may(staffOfFirms, 'company.read', { uscc: OWN })).toBe('yes');
    expect(await may(staffOfFirms, 'company.read', { uscc: FOREIGN })).toBe('not-found');
    expect(await may(PEOPLE.staff, 'company.list')).toBe('forbidden');
    expect(await may(staffOfFirms, 'company.list')).toBe('yes');
  });
  test('never change a firm’s figures', async () => {
    expect(await may(staffOfFirms, 'company.write', { uscc: OWN })).toBe('forbidden');
  });
});

test('nobody approves their own draft, and a publisher approves none', async () => {
  const author = PEOPLE.approver.subject;
  expect(await may(PEOPLE.approver, 'releases.approve', { author: 'publisher-1' })).toBe('yes');
  expect(await may(PEOPLE.approver, 'releases.approve', { author })).toBe('forbidden');
  expect(await may(PEOPLE.approver, 'releases.approve')).toBe('forbidden');
  expect(await may(PEOPLE.publisher, 'releases.approve', { author })).toBe('forbidden');
});

test.each([
  ['audit.read', ['auditor']],
  ['operate', ['operator']],
  ['releases.draft', ['publisher']],
  ['imports.run', ['manager', 'operator']],
  ['calls.write', ['staff', 'publisher']],
  ['company.read', ['firm', 'manager', 'staff']],
] as const satisfies readonly (readonly [Right, readonly Role[]])[])('%s belongs to %s', (right, roles) => {
  const holders = Object.values(PEOPLE).filter((person) => holds(person, right).ok);
  expect(holders.map(({ role }) => role)).toEqual(roles);
});

test('neither operator nor auditor sees a firm’s figures by that role', async () => {
  for (const who of [PEOPLE.operator, PEOPLE.auditor, PEOPLE.publisher, PEOPLE.approver]) {
    for (const right of ['company.read', 'demand.read.firm', 'requests.read', 'company.export'] as const) {
      expect(await may(who, right, { uscc: OWN })).toBe('forbidden');
    }
  }
});

test('a right that depends on an object is refused where none is named', async () => {
  for (const who of [...Object.values(PEOPLE), staffOfFirms]) {
    for (const right of RIGHT_NAMES) {
      const held = holds(who, right);
      if (!held.ok || ['any', 'self', 'firm-level', 'own-district'].includes(held.relation)) continue;
      expect(await may(who, right), `${who.role} ${right}`).toBe('forbidden');
    }
  }
});

test('what one may do is told with how one must stand to it', () => {
  expect(rightsOf(PEOPLE.auditor).map(({ right }) => right)).toEqual([
    'service.read',
    'measures.read',
    'match.run',
    'proofs.verify',
    'corrections.write',
    'me.read',
    'releases.read',
    'audit.read',
  ]);
  expect(rightsOf(PEOPLE.firm)).toContainEqual({ right: 'company.read', relation: 'own-firm' });
});
