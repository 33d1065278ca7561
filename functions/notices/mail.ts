/** Notices by e-mail: as they come, or all of a day's in one. */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import nodemailer from 'nodemailer';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Item } from '#functions/store/port.ts';
import type { Lang, Texts } from '#rules/engine/types.ts';
import {
  dueForMail,
  lastDigestOf,
  noteDigest,
  preferencesOf,
  takeMail,
  type KeptNotice,
  type NoticeDeps,
} from './kept.ts';
import { wordsOf } from './notice.ts';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same for the same notices. */
  readonly id: string;
}
export type Mailer = (mail: Mail) => Promise<void>;

/** A mail server by its address, `smtps://user:password@host`; also the SMTP side of a cloud's mail service. */
export function smtpMailer(url: string, from: string): Mailer {
  const transport = nodemailer.createTransport(url);
  return async ({ id, ...mail }) => {
    await transport.sendMail({ ...mail, from, messageId: messageId(id, from) });
  };
}

/** Mail as files (.eml) in a folder, for development: nothing leaves the machine. */
export function fileMailer(folder: string, from: string): Mailer {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'unix' });
  return async ({ id, ...mail }) => {
    const { message } = await transport.sendMail({ ...mail, from, messageId: messageId(id, from) });
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(join(folder, `${id}-${randomUUID().slice(0, 8)}.eml`), message as Buffer, { mode: 0o600 });
  };
}

const messageId = (id: string, from: string): string => `<${id}@${/@([\w.-]+)/.exec(from)?.[1] ?? 'localhost'}>`;

export interface MailDeps extends NoticeDeps {
  readonly mailer: Mailer;
  readonly texts: Readonly<Record<Lang, Texts>>;
  /** Where notices are read. */
  readonly origin: string;
  readonly failed: (error: unknown) => void;
}

/** Digests go out from eight in the morning in Beijing. */
const DIGEST_HOUR = 8;

/** Sends what is due; to be called every minute or so. How many mails were sent. */
export async function sendMail(deps: MailDeps): Promise<number> {
  let sent = 0;
  for (const due of await dueForMail(deps.store)) {
    try {
      if (await mailDue(deps, due)) sent += 1;
    } catch (error) {
      deps.failed(error);
    }
  }
  return sent;
}

/** Sends one person what is due, whether or not a mail went out. Throws where it could not be sent; it is due again. */
export async function mailDue(deps: Omit<MailDeps, 'failed'>, due: Item): Promise<boolean> {
  const { store, now, mailer } = deps;
  const today = todayInBeijing(now());
  const hour = new Date(now().getTime() + 8 * 3_600_000).getUTCHours();
  const { sk: subject } = due;
  const { email, mail, lang } = await preferencesOf(store, subject);
  const wanted = email !== null && mail !== 'none';
  if (wanted && mail === 'daily' && (hour < DIGEST_HOUR || (await lastDigestOf(store, subject)) >= today)) return false;
  const { notices, done, giveBack } = await takeMail(store, due);
  if (!wanted || notices.length === 0) {
    // Who has turned mail off since gets none; the notices stay in the portal.
    await done();
    return false;
  }
  try {
    await mailer({ to: email, ...letter(deps, notices, lang) });
  } catch (error) {
    await giveBack();
    throw error;
  }
  await done();
  if (mail === 'daily') await noteDigest(store, subject, today);
  return true;
}

function letter(
  { texts, origin }: Pick<MailDeps, 'texts' | 'origin'>,
  notices: readonly KeptNotice[],
  lang: Lang,
): Omit<Mail, 'to'> {
  const words = notices.map((notice) => wordsOf(notice, lang, texts[lang]));
  const [first] = words;
  const more = words.length - 1;
  const title = first?.title ?? '';
  const counted = lang === 'zh' ? `${title}，另有 ${more} 条提醒` : `${title}, and ${more} more notices`;
  const foot =
    lang === 'zh'
      ? `查看详情或设置提醒方式：${origin}/account/notices\n在那里可以关闭邮件或某类提醒。`
      : `Details and settings: ${origin}/en/account/notices\nThere you can turn off mail, or any kind of notice.`;
  return {
    id: createHash('sha256')
      .update(notices.map(({ id }) => id).join())
      .digest('hex')
      .slice(0, 32),
    subject: `【策引】${more === 0 ? title : counted}`,
    text: `${words.map((each) => `${each.title}\n${each.text}`).join('\n\n')}\n\n${foot}\n`,
  };
}
