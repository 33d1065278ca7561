/** The register of what is kept about a firm (个人信息和企业数据登记): why, for how long, and who sees it, by group of fields. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { ApiEnv } from '../env.ts';
import { defineRoute, json } from '../route.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}
interface Group {
  readonly id: string;
  readonly name: Words;
  /** Dictionary entries, or everything below one that ends in `.`. */
  readonly fields: readonly string[];
  readonly purpose: Words;
  readonly retention: Words;
}

const UNTIL_ERASED: Words = {
  zh: '到企业删除为止；删除即时生效，变更流和备份中的副本随其到期清除。',
  en: 'Until the firm erases it; that takes effect at once, and copies in the change feed and in backups go when these run out.',
};

export const REGISTER: readonly Group[] = [
  {
    id: 'identity',
    name: { zh: '身份与登记', en: 'Identity and registration' },
    fields: ['name', 'uscc', 'registeredOn', 'applicantType', 'residentEnterprise', 'ownership'],
    purpose: {
      zh: '认出企业；政策按主体类型、成立年限、所有制适用。',
      en: 'To know the firm; measures apply by kind, age and ownership.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'place',
    name: { zh: '地点', en: 'Place' },
    fields: ['region', 'subdistrict', 'park'],
    purpose: {
      zh: '判断适用哪一级政策；按街道统计需求（少于 5 家不显示）。',
      en: 'To tell which level’s measures apply; to count demand by subdistrict (fewer than five are not shown).',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'industry',
    name: { zh: '行业与领域', en: 'Industry and field' },
    fields: ['industryCode', 'aboveScale', 'highTechField', 'focusFields'],
    purpose: {
      zh: '判断行业条件和企业规模；按行业统计需求。',
      en: 'For conditions on industry, the size class, and demand by industry.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'tax',
    name: { zh: '税务身份', en: 'Tax status' },
    fields: ['taxCollection', 'smallScaleTaxpayer', 'generalTaxpayer'],
    purpose: { zh: '判断税收优惠条件。', en: 'For conditions of tax reliefs.' },
    retention: UNTIL_ERASED,
  },
  {
    id: 'figures',
    name: { zh: '年度经营数据', en: 'Yearly figures' },
    fields: ['years.'],
    purpose: {
      zh: '比较收入、研发、资产、人员等与政策门槛，估算收益；不用于其他目的。',
      en: 'To compare revenue, R&D, assets and staff with thresholds and to estimate benefits; for nothing else.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'research',
    name: { zh: '知识产权与科研', en: 'Intellectual property and research' },
    fields: ['ip.', 'standardsLed.', 'awards.', 'rdInstitution'],
    purpose: { zh: '判断科技资质条件。', en: 'For conditions of technology titles.' },
    retention: UNTIL_ERASED,
  },
  {
    id: 'titles',
    name: { zh: '资质、名单与评价', en: 'Titles, lists and ratings' },
    fields: ['certificates', 'lists', 'platformScore.'],
    purpose: {
      zh: '判断前置资质；到期前提醒。',
      en: 'For conditions on titles held; to remind before they run out.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'market',
    name: { zh: '市场地位', en: 'Market position' },
    fields: ['segment.'],
    purpose: { zh: '判断专精特新、单项冠军等条件。', en: 'For conditions such as those of niche champions.' },
    retention: UNTIL_ERASED,
  },
  {
    id: 'credit',
    name: { zh: '信用与声明', en: 'Credit and declarations' },
    fields: ['credit.', 'declarations.'],
    purpose: {
      zh: '判断排除条件；不对外提供，也不用于评价企业。',
      en: 'For conditions that exclude; not passed on, and not used to rate the firm.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'finance',
    name: { zh: '贷款、投资与融资', en: 'Loans, investment and financing' },
    fields: ['loan.', 'investment.', 'financing.'],
    purpose: {
      zh: '判断并估算贴息、担保、投资奖励。',
      en: 'For interest subsidies, guarantees and investment rewards.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'incubation',
    name: { zh: '孵化与载体', en: 'Incubation' },
    fields: ['incubation.', 'carrier.'],
    purpose: { zh: '判断孵化器、众创空间及其在孵企业的条件。', en: 'For measures on incubators and their tenants.' },
    retention: UNTIL_ERASED,
  },
  {
    id: 'people',
    name: { zh: '人才', en: 'Talent' },
    fields: ['talent.'],
    purpose: {
      zh: '只记人数和有无，不记姓名；判断人才政策条件。',
      en: 'Numbers and yes or no, no names; for conditions of talent measures.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'needs',
    name: { zh: '需求', en: 'Needs' },
    fields: ['needs'],
    purpose: {
      zh: '为企业排序可用的政策；汇总后供区里改进服务。',
      en: 'To order measures for the firm; added up, to improve the district’s service.',
    },
    retention: UNTIL_ERASED,
  },
];

/** What is kept besides the profile. */
export const OTHER_RECORDS: readonly Omit<Group, 'fields'>[] = [
  {
    id: 'members',
    name: { zh: '成员与服务管家', en: 'Members and service managers' },
    purpose: { zh: '决定谁可以查看和修改；姓名和账号。', en: 'To decide who may look and change; names and accounts.' },
    retention: UNTIL_ERASED,
  },
  {
    id: 'requests',
    name: { zh: '诉求及办理过程', en: 'Requests and how they were dealt with' },
    purpose: {
      zh: '由服务管家答复，按期办结；内容只有企业和其服务管家可以看到。',
      en: 'To be answered by the service manager in time; only the firm and its managers see what they say.',
    },
    retention: UNTIL_ERASED,
  },
  {
    id: 'imports',
    name: { zh: '导入的表格', en: 'Imported tables' },
    purpose: {
      zh: '检查并导入；只有上传的人可以看到，中断后可以继续。',
      en: 'To be checked and imported, and gone on with after a break; only who uploaded one sees it.',
    },
    retention: { zh: '30 天后清除。', en: 'Removed after 30 days.' },
  },
  {
    id: 'demand',
    name: { zh: '匿名需求计数', en: 'Anonymous counts of demand' },
    purpose: {
      zh: '了解哪些政策被需要；不含企业名称和代码。',
      en: 'To know which measures are wanted; they name no firm.',
    },
    retention: { zh: '长期保存。', en: 'Kept.' },
  },
  {
    id: 'audit',
    name: { zh: '审计记录', en: 'The audit record' },
    purpose: {
      zh: '说明谁在何时查看或修改了哪家企业的资料；不含任何数值。',
      en: 'To show who looked at or changed which firm’s data and when; it holds no figure.',
    },
    retention: { zh: '长期保存，不可修改。', en: 'Kept; it cannot be changed.' },
  },
];

/** The group a dictionary entry belongs to. */
export const groupOf = (entry: string): Group | undefined =>
  REGISTER.find(({ fields }) =>
    fields.some((field) => field === entry || (field.endsWith('.') && entry.startsWith(field))),
  );

const View = z.object({ id: z.string(), name: z.string(), purpose: z.string(), retention: z.string() });
const register = defineRoute({
  method: 'get',
  path: '/v1/privacy',
  access: { right: 'service.read' },
  tag: 'service',
  summary: { zh: '数据登记：为何保存、保存多久', en: 'What is kept, why, and for how long' },
  responses: {
    200: json(
      z
        .object({
          profile: z.array(View.extend({ fields: z.array(z.string()).readonly() })),
          other: z.array(View),
        })
        .openapi('PrivacyRegister'),
      'By group of fields.',
    ),
  },
});

export function privacyRoutes(): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  app.openapi(register, (c) => {
    const said = ({ id, name, purpose, retention }: Omit<Group, 'fields'>) => {
      const { lang } = c.var;
      return { id, name: name[lang], purpose: purpose[lang], retention: retention[lang] };
    };
    return c.json(
      { profile: REGISTER.map((group) => ({ ...said(group), fields: group.fields })), other: OTHER_RECORDS.map(said) },
      200,
    );
  });
  return app;
}
