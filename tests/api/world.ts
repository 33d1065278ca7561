/** A small world for tests: two firms, and people who belong to the first and to no other. */
import type { Principal, Role } from '#functions/identity/principal.ts';
import type { FirmRole, Relations } from '#functions/identity/relations.ts';

export const OWN = '91110105MA00000P0N';
export const FOREIGN = '91110101MA00000P10';

export const PEOPLE: Readonly<Record<Role, Principal>> = {
  firm: { subject: 'firm-1', name: '林晓', role: 'firm' },
  manager: { subject: 'manager-1', name: '周岩', role: 'manager' },
  staff: { subject: 'staff-1', name: '何静', role: 'staff', district: 'chaoyang' },
  publisher: { subject: 'publisher-1', name: '沈言', role: 'publisher' },
  approver: { subject: 'approver-1', name: '韩诚', role: 'approver' },
  auditor: { subject: 'auditor-1', name: '秦明', role: 'auditor' },
  operator: { subject: 'operator-1', name: '马涛', role: 'operator' },
};

/** Who belongs to which firm, in memory; the members of OWN are those of {@link PEOPLE}. */
export interface TestRelations extends Relations {
  join(subject: string, uscc: string, role: FirmRole): void;
  assign(subject: string, uscc: string): void;
}
export function testRelations(): TestRelations {
  const members = new Map<string, FirmRole>([[`${PEOPLE.firm.subject} ${OWN}`, 'owner']]);
  const assigned = new Set([`${PEOPLE.manager.subject} ${OWN}`]);
  return {
    join: (subject, uscc, role) => void members.set(`${subject} ${uscc}`, role),
    assign: (subject, uscc) => void assigned.add(`${subject} ${uscc}`),
    memberOf: (subject, uscc) => Promise.resolve(members.get(`${subject} ${uscc}`) ?? null),
    assignedTo: (subject, uscc) => Promise.resolve(assigned.has(`${subject} ${uscc}`)),
    districtOf: (uscc) => Promise.resolve(uscc === OWN ? 'chaoyang' : uscc === FOREIGN ? 'dongcheng' : null),
  };
}
