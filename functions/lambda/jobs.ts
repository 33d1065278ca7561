/** What a clock sets off. Each may be called at any time and any number of times. */
import { DescribeContinuousBackupsCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as wait } from 'node:timers/promises';
import { nameOf } from '#functions/api/log.ts';
import { recount } from '#functions/demand/recount.ts';
import { districtsOf } from '#functions/demand/where.ts';
import { tellOfDays } from '#functions/notices/causes.ts';
import { sendMail } from '#functions/notices/mail.ts';
import { tellOfOverdue } from '#functions/notices/overdue.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { mailing } from './mailing.ts';
import { followed, log, measure } from './observe.ts';
import { setting } from './settings.ts';
import { surroundings, type Surroundings } from './surroundings.ts';

let known: Surroundings | undefined;
/** Not for the check of backups, which may not read the table. */
const deps = (): Surroundings => (known ??= surroundings(import.meta.url));

/** Indexes are behind for less than this. */
const INDEX_LAG_MS = 1_000;

/** The nightly reconciliation (对账): demand counted anew, what differs reported and mended. */
export const nightly = followed(async () => {
  const { store, catalogue } = deps();
  const districts = districtsOf(catalogue().rules);
  const { pairs, behind, counters, differences, mended } = await recount(store, {
    districts,
    pause: () => wait(INDEX_LAG_MS),
  });
  measure('CountDrift', differences.length);
  measure('DemandBehind', behind);
  if (differences.length > 0) log.error('demand-counts-differed', { count: differences.length });
  return { pairs, behind, counters, differences: differences.length, mended };
});

/** Windows that open or close within 14 days, certificates that run out within 180. */
export const days = followed(async () => {
  const { refreshCatalogue, catalogue, store, now } = deps();
  await refreshCatalogue('now');
  await tellOfDays({ store, now }, catalogue().catalogue, todayInBeijing(now()));
  return {};
});

/** Requests that should have been answered by now. */
export const overdue = followed(async () => {
  const requests = await tellOfOverdue(deps());
  measure('OverdueRequests', requests);
  return { requests };
});

/** Mail that is due, digests above all. */
export const digests = followed(async () => {
  const { refreshCatalogue } = deps();
  await refreshCatalogue('now');
  const mail = mailing(deps());
  if (!mail) return { mails: 0, failed: 0 };
  let failures = 0;
  const failed = (error: unknown): void => {
    failures += 1;
    log.error('mail-not-sent', { error: nameOf(error) });
  };
  const mails = await sendMail({ ...mail, failed });
  measure('MailSent', mails);
  measure('MailFailed', failures);
  return { mails, failed: failures };
});

/** Beyond this the table could not be brought back to a moment ago. */
const OLDEST_RESTORABLE_SECONDS = 3600;

/** Whether the table can be restored to a point in time, and how recent that is; throws where it cannot. */
export const backups = followed(async () => {
  const client = new DynamoDBClient({});
  const { ContinuousBackupsDescription } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: setting('CEYIN_TABLE') }),
  );
  const { PointInTimeRecoveryStatus, LatestRestorableDateTime } =
    ContinuousBackupsDescription?.PointInTimeRecoveryDescription ?? {};
  if (PointInTimeRecoveryStatus !== 'ENABLED' || !LatestRestorableDateTime) throw new NotRestorable();
  const age = (Date.now() - LatestRestorableDateTime.getTime()) / 1000;
  measure('BackupAge', age);
  if (age > OLDEST_RESTORABLE_SECONDS) throw new NotRestorable();
  return { ageSeconds: Math.round(age) };
});

class NotRestorable extends Error {
  override readonly name = 'NotRestorable';
}
