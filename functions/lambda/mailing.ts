import { smtpMailer, type MailDeps } from '#functions/notices/mail.ts';
import { optional, setting } from './settings.ts';
import type { Surroundings } from './surroundings.ts';

/** What mail is sent with; undefined where no mail server is named, and notices stay in the portal. */
export function mailing({ store, now, catalogue }: Surroundings): Omit<MailDeps, 'failed'> | undefined {
  const smtp = optional('CEYIN_SMTP');
  if (smtp === undefined) return undefined;
  const origin = setting('CEYIN_ORIGIN');
  const mailer = smtpMailer(smtp, setting('CEYIN_MAIL_FROM'));
  return {
    store,
    now,
    mailer,
    origin,
    get texts() {
      return catalogue().texts;
    },
  };
}
