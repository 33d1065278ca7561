/**
 * What follows from a change, behind the queue of changed keys: a firm's verdicts from its profile, notices from
 * verdicts and calls, mail from notices. A message may come twice or late: it names a key, and what stands there counts;
 * of a call, what that version changed.
 */
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { z } from 'zod';
import { nameOf } from '#functions/api/log.ts';
import { tellOfCalls } from '#functions/api/calls/tell.ts';
import { DUE } from '#functions/notices/kept.ts';
import { mailDue } from '#functions/notices/mail.ts';
import { tellOfChanges } from '#functions/notices/causes.ts';
import { judgeChanged } from '#functions/rematch/upkeep.ts';
import { versionOfCall } from '#functions/api/calls/repository.ts';
import { CALLS } from '#functions/api/calls/call.ts';
import type { Change } from '#functions/store/port.ts';
import { mailing } from './mailing.ts';
import { followed, log, measure } from './observe.ts';
import { surroundings } from './surroundings.ts';

const Changed = z.object({ pk: z.string().min(1), sk: z.string().min(1), version: z.coerce.number().int().min(1) });

const deps = surroundings(import.meta.url);
const mail = mailing(deps);

export const handler = followed(async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  await deps.refreshCatalogue('now');
  const failures: string[] = [];
  for (const record of Records) {
    try {
      await dealWith(record);
    } catch (error) {
      log.error('change-not-dealt-with', { error: nameOf(error) });
      failures.push(record.messageId);
    }
  }
  return { batchItemFailures: failures.map((itemIdentifier) => ({ itemIdentifier })) };
});

async function dealWith({ messageId, body }: SQSRecord): Promise<void> {
  const { version, ...key } = Changed.parse(JSON.parse(body));
  const after = await deps.store.get(key);
  // Removed meanwhile: nothing follows.
  if (!after) return;
  if (key.pk === DUE) {
    if (!mail) return;
    let sent = 0;
    try {
      while (await mailDue(mail, after)) sent += 1;
    } catch (error) {
      measure('MailFailed', 1);
      throw error;
    } finally {
      measure('MailSent', sent);
    }
    return;
  }
  const before = key.pk === CALLS ? await versionOfCall(deps.store, key.sk, version - 1) : null;
  const now = key.pk === CALLS ? await versionOfCall(deps.store, key.sk, version) : after;
  const changes: readonly Change[] = [{ cursor: messageId, key, before, after: now }];
  const catalogue = () => deps.catalogue().catalogue;
  await judgeChanged({ store: deps.store, now: deps.now, catalogue, failed: () => undefined }, changes);
  await tellOfChanges(deps, changes);
  await tellOfCalls(deps, changes);
}
