import { z } from 'zod';
import { DISTRICTS, ROLES, type District, type Role } from '#functions/identity/principal.ts';

/** The demo people (演示人员), as `seeds/people.json` holds them: all of them made up. */
export const PeopleFile = z.array(
  z.object({
    subject: z.string(),
    name: z.object({ zh: z.string(), en: z.string() }),
    role: z.enum(ROLES),
    district: z.enum(DISTRICTS).optional(),
    firmLevel: z.boolean().optional(),
    firmRole: z.enum(['owner', 'editor', 'reader']).optional(),
    /** The firms they belong to, by unified social credit code. */
    companies: z.array(z.string()).optional(),
  }),
);
export type DemoPerson = z.infer<typeof PeopleFile>[number];

/** What a person's tokens say of them. */
export const claimsOf = ({ subject, name, role, district, firmLevel }: DemoPerson) => ({
  sub: subject,
  name: name.zh,
  role,
  ...(district === undefined ? {} : { district }),
  ...(firmLevel === undefined ? {} : { firm_level: firmLevel }),
});

type Words = { readonly zh: string; readonly en: string };

const ROLE_WORDS: Readonly<Record<Role, Words>> = {
  firm: { zh: '企业', en: 'Firm' },
  manager: { zh: '服务管家', en: 'Service manager' },
  staff: { zh: '区里工作人员', en: 'District staff' },
  publisher: { zh: '规则起草人', en: 'Drafts changes to the rules' },
  approver: { zh: '规则审批人', en: 'Approves the drafts of others' },
  auditor: { zh: '审计人员', en: 'Auditor' },
  operator: { zh: '运维人员', en: 'Operator' },
};
const DISTRICT_WORDS: Readonly<Record<District, Words>> = {
  chaoyang: { zh: '朝阳区', en: 'Chaoyang' },
  dongcheng: { zh: '东城区', en: 'Dongcheng' },
};
const FIRM_ROLE_WORDS = {
  owner: { zh: '负责人，可邀请他人', en: 'owner, may invite others' },
  editor: { zh: '可修改资料', en: 'may change figures' },
  reader: { zh: '只能查看', en: 'may only look' },
} as const;

/** What a person is here, in words. */
export function roleOf({ role, district, firmLevel, firmRole, companies = [] }: DemoPerson): Words {
  const parts: Words[] = [
    ROLE_WORDS[role],
    ...(district ? [DISTRICT_WORDS[district]] : []),
    ...(role !== 'staff'
      ? []
      : firmLevel
        ? [{ zh: '可看单个企业', en: 'may see single firms' }]
        : [{ zh: '只看汇总', en: 'aggregates only' }]),
    ...(firmRole ? [FIRM_ROLE_WORDS[firmRole]] : []),
    ...(companies.length > 1 ? [{ zh: `${companies.length} 家企业`, en: `${companies.length} firms` }] : []),
  ];
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') };
}
