/** What the single process is told by its environment; each wrong setting gets one sentence. */
import { quotasFrom, type LimitClass } from '#functions/api/limiter.ts';

export interface Settings {
  readonly port: number;
  readonly host: string | undefined;
  /** Where browsers reach the portal. */
  readonly origin: string;
  /** The folder of the store and of whatever else outlives a restart. */
  readonly data: string;
  /** An issuer of one's own; absent, the demo issuer runs in this process. */
  readonly issuer: string | undefined;
  readonly audience: string;
  /** Requests per minute of one caller. */
  readonly quotas: Readonly<Record<LimitClass, number>>;
  /** How many synthetic firms the first start makes up; 0 leaves the store empty. */
  readonly demoFirms: number;
  /** The mail server, `smtps://user:password@host`; absent, mail becomes files in the data folder. */
  readonly smtp: string | undefined;
  readonly mailFrom: string;
  /** What a portal on another machine vouches with for its visitors' addresses. */
  readonly portalKey: string | undefined;
}
export type Read = { readonly ok: true; readonly settings: Settings } | { readonly ok: false; readonly why: string };

export const AUDIENCE = 'ceyin-api';

export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Read {
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const port = Number(given('PORT') ?? 3000);
  const origin = given('CEYIN_ORIGIN') ?? `http://localhost:${port}`;
  const issuer = given('CEYIN_ISSUER');
  const demo = given('CEYIN_DEMO_ISSUER') ?? (issuer === undefined ? 'on' : 'off');

  if (!Number.isInteger(port) || port < 1 || port > 65535) {
    return wrong(
      `PORT 应为 1 到 65535 的数字，现为“${given('PORT') ?? ''}”。`,
      `PORT must be a number from 1 to 65535, not “${given('PORT') ?? ''}”.`,
    );
  }
  if (!isOrigin(origin)) {
    return wrong(
      `CEYIN_ORIGIN 应为网站的地址，不带路径，如 https://ceyin.example，现为“${origin}”。`,
      `CEYIN_ORIGIN must be the site’s address without a path, such as https://ceyin.example, not “${origin}”.`,
    );
  }
  if (demo !== 'on' && demo !== 'off') {
    return wrong(
      `CEYIN_DEMO_ISSUER 应为 on 或 off，现为“${demo}”。`,
      `CEYIN_DEMO_ISSUER must be on or off, not “${demo}”.`,
    );
  }
  if (issuer !== undefined && !isIssuer(issuer)) {
    return wrong(
      `CEYIN_ISSUER 应为身份服务的 https 地址，现为“${issuer}”。`,
      `CEYIN_ISSUER must be the https address of an OIDC issuer, not “${issuer}”.`,
    );
  }
  if (issuer !== undefined && demo === 'on') {
    return wrong(
      '已用 CEYIN_ISSUER 指定身份服务，就不能再开演示登录：请去掉 CEYIN_DEMO_ISSUER=on。',
      'CEYIN_ISSUER names an issuer, so the demo issuer must not run as well: remove CEYIN_DEMO_ISSUER=on.',
    );
  }
  if (issuer === undefined && demo === 'off') {
    return wrong(
      '演示登录已关闭，请用 CEYIN_ISSUER 指定身份服务。',
      'The demo issuer is off: name an issuer with CEYIN_ISSUER.',
    );
  }
  if (demo === 'on' && env.NODE_ENV === 'production') {
    return wrong(
      '演示登录让任何人以任何身份进入，不能用于生产（NODE_ENV=production）：请用 CEYIN_ISSUER 指定身份服务。',
      'The demo issuer lets anyone in as anybody and must not run in production (NODE_ENV=production): name an issuer with CEYIN_ISSUER.',
    );
  }
  const quotas = quotasFrom(given('CEYIN_LIMITS') ?? '');
  if (!quotas) {
    return wrong(
      `CEYIN_LIMITS 应写作 read=600,write=120,compute=120（每分钟请求数），现为“${given('CEYIN_LIMITS') ?? ''}”。`,
      `CEYIN_LIMITS is written read=600,write=120,compute=120 (requests per minute), not “${given('CEYIN_LIMITS') ?? ''}”.`,
    );
  }
  const demoFirms = Number(given('CEYIN_DEMO_FIRMS') ?? (demo === 'on' ? DEMO_FIRMS : 0));
  if (!Number.isInteger(demoFirms) || demoFirms < 0 || demoFirms > MOST_DEMO_FIRMS) {
    return wrong(
      `CEYIN_DEMO_FIRMS 应为 0 到 ${MOST_DEMO_FIRMS} 的整数，现为“${given('CEYIN_DEMO_FIRMS') ?? ''}”。`,
      `CEYIN_DEMO_FIRMS must be a whole number from 0 to ${MOST_DEMO_FIRMS}, not “${given('CEYIN_DEMO_FIRMS') ?? ''}”.`,
    );
  }
  const smtp = given('CEYIN_SMTP');
  if (smtp !== undefined && !(URL.canParse(smtp) && ['smtp:', 'smtps:'].includes(new URL(smtp).protocol))) {
    return wrong(
      'CEYIN_SMTP 应为邮件服务器的地址，如 smtps://用户:密码@smtp.example.com。',
      'CEYIN_SMTP must be the address of a mail server, such as smtps://user:password@smtp.example.com.',
    );
  }
  const portalKey = given('CEYIN_PORTAL_KEY');
  if (portalKey !== undefined && portalKey.length < SHORTEST_KEY) {
    return wrong(
      `CEYIN_PORTAL_KEY 至少要有 ${SHORTEST_KEY} 个字符。`,
      `CEYIN_PORTAL_KEY must have ${SHORTEST_KEY} characters or more.`,
    );
  }
  return {
    ok: true,
    settings: {
      port,
      host: given('HOST'),
      origin,
      data: given('CEYIN_DATA') ?? '.data',
      issuer,
      audience: given('CEYIN_AUDIENCE') ?? AUDIENCE,
      quotas,
      demoFirms,
      smtp,
      mailFrom: given('CEYIN_MAIL_FROM') ?? `策引 Ceyin <noreply@${new URL(origin).hostname}>`,
      portalKey,
    },
  };
}

const SHORTEST_KEY = 32;
const DEMO_FIRMS = 2_000;
const MOST_DEMO_FIRMS = 100_000;

const wrong = (zh: string, en: string): Read => ({ ok: false, why: `${zh}\n${en}` });

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

/** Plain http only to this machine, for tests of one's own issuer. */
function isIssuer(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
