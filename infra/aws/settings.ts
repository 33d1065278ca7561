/** The stages file (部署配置): what may stand in `stages.yaml`, and one sentence for what may not. */
import { parse, YAMLParseError } from 'yaml';
import { z } from 'zod';
import { quotasFrom } from '#functions/api/limiter.ts';

/** A region and what differs in it. In the China partition (aws-cn) much of AWS is absent: see README. CloudFormation makes no budgets in Hong Kong. */
export const REGIONS = {
  'us-east-1': { partition: 'aws', currency: 'USD', budgets: true },
  'ap-east-1': { partition: 'aws', currency: 'USD', budgets: false },
  'cn-north-1': { partition: 'aws-cn', currency: 'CNY', budgets: true },
  'cn-northwest-1': { partition: 'aws-cn', currency: 'CNY', budgets: true },
} as const;
export type Region = keyof typeof REGIONS;
export type Settings = z.infer<typeof Stage> & { readonly name: string };

interface Refused {
  readonly ok: false;
  readonly why: string;
}
export type Read = { readonly ok: true; readonly stages: readonly Settings[] } | Refused;

/** Which stages are meant; absent, all of them. */
export interface Choice {
  readonly stage?: string | undefined;
  readonly region?: string | undefined;
}

export function stagesFrom(text: string, choice: Choice = {}): Read {
  const file = fileFrom(text);
  if (!file.ok) return file;
  const stages: Settings[] = [];
  for (const [name, given] of Object.entries(file.stages)) {
    if (!/^[a-z][a-z0-9]{1,15}$/.test(name)) return wrong(`stages.${name}`, EXPECTED.name, undefined);
    const read = Stage.safeParse({ ...file.defaults, ...given });
    if (!read.success) return fault(name, read.error.issues, { ...file.defaults, ...given });
    stages.push({ ...read.data, name });
  }
  const chosen = stages.filter(
    ({ name, region }) => (choice.stage ?? name) === name && (choice.region ?? region) === region,
  );
  if (chosen.length > 0) return { ok: true, stages: chosen };
  const known = stages.map(({ name, region }) => `${name} (${region})`).join(', ');
  const asked = [choice.stage, choice.region].filter((each) => each !== undefined).join(', ');
  return {
    ok: false,
    why: `stages.yaml 中没有“${asked}”，只有：${known}。\nstages.yaml has no stage “${asked}”; it has ${known}.`,
  };
}

const isHttps = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';
const throttle = z.strictObject({ rate: z.int().min(1).max(5_000), burst: z.int().min(1).max(5_000) });
const instances = z.int().min(1).max(1_000);

const Stage = z
  .strictObject({
    region: z.enum(['us-east-1', 'ap-east-1', 'cn-north-1', 'cn-northwest-1']),
    /** The OIDC issuer of access tokens; API Gateway reads its keys, so it must be reachable from there. */
    issuer: z.string().refine((text) => isHttps(text) && !text.includes('?')),
    audience: z.string().min(1),
    /** What the issuer knows the portal as. */
    client: z.string().min(1),
    /** Where browsers reach the portal; absent, at the address that AWS gives. */
    domain: z.hostname().optional(),
    certificate: z
      .string()
      .regex(/^arn:aws(-cn)?:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/)
      .optional(),
    cdn: z.boolean().default(false),
    /** The site's ICP record number (ICP 备案号), shown in the footer. */
    icp: z.string().min(1).optional(),
    /** Who operates the site, shown in the footer. */
    operator: z.string().min(1).optional(),
    /** Whether mail is sent, by the server whose address stands in the secret. */
    mail: z.boolean(),
    mailFrom: z.string().min(3).optional(),
    alarms: z.array(z.email()).min(1),
    /** Per month, in the partition's currency. */
    budget: z.number().positive(),
    /** The address of docs/operate.md as operators read it; alarms link to its headings. */
    runbook: z.string().refine(isHttps),
    /** What network security law (网络安全法) asks for is six months. */
    logDays: z.union(([180, 365, 400, 545, 731] as const).map((days) => z.literal(days))),
    backupDays: z.int().min(7).max(365),
    /** Changes whenever keys were rotated: functions read secrets anew only when they are deployed anew. */
    keysOf: z.string().regex(/^[\w.-]{1,40}$/),
    throttle,
    matchThrottle: throttle,
    /** Requests per minute of one caller, as `CEYIN_LIMITS` of the single process; absent, the usual ones. */
    limits: z
      .string()
      .refine((text) => quotasFrom(text) !== undefined)
      .optional(),
    concurrency: z.strictObject({
      match: instances,
      api: instances,
      portal: instances,
      demand: instances,
      changes: instances.min(2),
      rematch: instances.min(2),
      jobs: instances,
    }),
    /** A table that was restored beside the stack's own, with its stream: then the functions work on that one. */
    table: z
      .strictObject({
        name: z.string().regex(/^[\w.-]{3,255}$/),
        stream: z.string().regex(/^arn:aws(-cn)?:dynamodb:[a-z0-9-]+:\d{12}:table\/[\w.-]+\/stream\/[\w:.-]+$/),
      })
      .optional(),
  })
  .superRefine(together);

/** What depends on more than one line. */
function together(
  { region, domain, certificate, cdn, icp, table }: z.infer<typeof Stage>,
  context: z.RefinementCtx,
): void {
  const china = REGIONS[region].partition === 'aws-cn';
  const refuse = (path: string, why: keyof typeof EXPECTED): void =>
    context.addIssue({ code: 'custom', path: [path], params: { why } });
  if (china && cdn) refuse('cdn', 'cdnInChina');
  if (china && domain === undefined) refuse('domain', 'domainInChina');
  if (china && icp === undefined) refuse('icp', 'icpInChina');
  if (!china && cdn && region !== 'us-east-1') refuse('cdn', 'cdnElsewhere');
  if (cdn && domain === undefined) refuse('domain', 'domainOfCdn');
  if ((domain === undefined) !== (certificate === undefined)) refuse('certificate', 'certificateAndDomain');
  const home = `arn:${REGIONS[region].partition}:acm:${region}:`;
  if (certificate?.startsWith(home) === false) refuse('certificate', 'certificateElsewhere');
  if (table?.stream.includes(`:${region}:`) === false) refuse('table', 'tableElsewhere');
}

type Words = readonly [zh: string, en: string];
const FLAG: Words = ['应为 true 或 false', 'must be true or false'];
const THROTTLE: Words = [
  '应为 1 到 5000 的两个整数，如 { rate: 50, burst: 100 }',
  'must be two whole numbers from 1 to 5000, such as { rate: 50, burst: 100 }',
];

/** What each line must be, by its name, and what lines must be together. */
const EXPECTED = {
  name: ['应为 2 到 16 个小写字母或数字', 'must be 2 to 16 lower-case letters or digits'],
  region: [`应为 ${Object.keys(REGIONS).join('、')} 之一`, `must be one of ${Object.keys(REGIONS).join(', ')}`],
  issuer: ['应为身份服务的 https 地址', 'must be the https address of an OIDC issuer'],
  audience: ['应为访问令牌的受众，如 ceyin-api', 'must be the audience of access tokens, such as ceyin-api'],
  client: ['应为门户在身份服务登记的名称', 'must be the name the issuer knows the portal by'],
  domain: ['应为不带协议和路径的域名', 'must be a host name without scheme or path'],
  certificate: ['应为 ACM 证书的 ARN', 'must be the ARN of an ACM certificate'],
  cdn: FLAG,
  icp: ['应为 ICP 备案号', 'must be an ICP record number'],
  operator: ['应为运营单位名称', 'must be the operator’s name'],
  mail: FLAG,
  mailFrom: ['应为发件人，如 策引 <noreply@ceyin.example>', 'must be a sender, such as Ceyin <noreply@ceyin.example>'],
  alarms: ['应为接收告警的电子邮箱，至少一个', 'must be the e-mail addresses that alarms go to, at least one'],
  budget: ['应为大于 0 的每月金额', 'must be an amount per month above 0'],
  runbook: ['应为 docs/operate.md 的 https 地址', 'must be the https address of docs/operate.md'],
  logDays: [
    '应为 180、365、400、545 或 731 天（法定至少六个月）',
    'must be 180, 365, 400, 545 or 731 days (the law asks for six months)',
  ],
  backupDays: ['应为 7 到 365 的整数（天）', 'must be a whole number of days from 7 to 365'],
  keysOf: ['应为标明密钥批次的短文字，如 2026-11', 'must be a short label of the keys in use, such as 2026-11'],
  throttle: THROTTLE,
  matchThrottle: THROTTLE,
  limits: [
    '应写作 read=600,write=120,compute=120（每个来访者每分钟请求数）',
    'must be written read=600,write=120,compute=120 (requests per minute of one caller)',
  ],
  concurrency: [
    '应写明 match、api、portal、demand、changes、rematch、jobs 的并发上限（1 到 1000 的整数，changes 和 rematch 至少 2）',
    'must give match, api, portal, demand, changes, rematch and jobs a whole number from 1 to 1000 each (changes and rematch at least 2)',
  ],
  table: [
    '应写明恢复出来的表的 name 和 stream（ARN）',
    'must give the name and the stream (an ARN) of a restored table',
  ],
  cdnInChina: [
    '在中国区域应为 false（那里的 CloudFront 没有缓存策略、源访问控制和 ACM 证书）',
    'must be false in the China regions (CloudFront has neither cache policies nor origin access control nor ACM certificates there)',
  ],
  cdnElsewhere: [
    '在 us-east-1 以外应为 false（CloudFront 的防火墙和不含路径的日志只能建在那里）',
    'must be false outside us-east-1 (the firewall of CloudFront and its log without paths can be made there only)',
  ],
  domainInChina: [
    '在中国区域应写明（网站须用已备案的域名）',
    'must be given in the China regions (a site there needs a domain with an ICP record)',
  ],
  icpInChina: [
    '在中国区域应写明（网站须有 ICP 备案号）',
    'must be given in the China regions (a site there needs an ICP record)',
  ],
  domainOfCdn: ['用 CDN 时应写明', 'must be given where cdn is true'],
  certificateAndDomain: ['应与 domain 同时写明或同时省略', 'must be given together with domain, or both left out'],
  certificateElsewhere: ['应为本环境所在区域的 ACM 证书', 'must be an ACM certificate of the stage’s own region'],
  tableElsewhere: ['应为本环境所在区域的表', 'must be a table of the stage’s own region'],
} as const satisfies Record<string, Words>;

const UNKNOWN: Words = ['应删去（没有这一项）', 'must be left out (there is no such line)'];
const SHAPE: Words = [
  '应由 defaults 和 stages 组成，各为一组名称和值',
  'must consist of defaults and stages, each a set of names and values',
];

const File = z.strictObject({
  defaults: z.record(z.string(), z.unknown()).default({}),
  stages: z.record(z.string(), z.record(z.string(), z.unknown())).refine((stages) => Object.keys(stages).length > 0),
});

function fileFrom(text: string): ({ readonly ok: true } & z.infer<typeof File>) | Refused {
  let given: unknown;
  try {
    given = parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    const line = error.linePos?.[0].line ?? 1;
    return {
      ok: false,
      why: `stages.yaml 第 ${line} 行不是有效的 YAML。\nLine ${line} of stages.yaml is not valid YAML.`,
    };
  }
  const read = File.safeParse(given);
  return read.success ? { ok: true, ...read.data } : wrong('', SHAPE, undefined);
}

/** The first fault in a sentence; a line that does not exist comes first, for it may be another one misspelt. */
function fault(stage: string, issues: readonly z.core.$ZodIssue[], given: Record<string, unknown>): Refused {
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown) return wrong([stage, ...unknown.path, unknown.keys[0]].join('.'), UNKNOWN, undefined);
  const [issue] = issues;
  const line = String(issue?.path[0]);
  const reason: unknown = issue?.code === 'custom' ? issue.params?.why : undefined;
  const words = Object.entries(EXPECTED).find(([name]) => name === (reason ?? line))?.[1];
  return wrong(`${stage}.${line}`, words ?? UNKNOWN, given[line]);
}

function wrong(place: string, [zh, en]: Words, given: unknown): Refused {
  const shown = given === undefined ? undefined : JSON.stringify(given);
  const [where, inside] = place === '' ? ['', ''] : [` 中 ${place} `, `${place} in `];
  return {
    ok: false,
    why:
      `stages.yaml${where}${zh}${shown === undefined ? '' : `，现为 ${shown}`}。\n` +
      `${inside}stages.yaml ${en}${shown === undefined ? '' : `, not ${shown}`}.`,
  };
}
