import type { Query, Store, Write } from '#functions/store/port.ts';
import type { Actor } from '../audit/chain.ts';
import type { AuditAction } from '../audit/actions.ts';
import { writeAudited, type AuditDeps } from '../audit/record.ts';
import {
  CONTACT_DAYS,
  CONTACT_DAYS_ANSWERED,
  contactExpiry,
  contactKey,
  Correction,
  correctionItem,
  correctionKey,
  isAnswered,
  measurePk,
  statePk,
  type CorrectionState,
} from './correction.ts';

export interface KeptCorrection {
  readonly correction: Correction;
  /** What `If-Match` names. */
  readonly version: number;
}

export async function getCorrection(store: Store, id: string): Promise<KeptCorrection | undefined> {
  const item = await store.get(correctionKey(id));
  return item && { correction: Correction.parse(item.body), version: item.version };
}

/** How to reach whoever sent it; null where that was not said, or is gone by now. */
export async function contactOf(store: Store, id: string): Promise<string | null> {
  const contact = (await store.get(contactKey(id)))?.body.contact;
  return typeof contact === 'string' ? contact : null;
}

/** A page of one state's corrections, the oldest first: they have waited longest. Of one measure where it is given. */
export async function listCorrections(
  store: Store,
  { state, measure }: { readonly state: CorrectionState; readonly measure: string | undefined },
  query: Pick<Query, 'limit' | 'after'>,
): Promise<{ readonly kept: readonly KeptCorrection[]; readonly next: string | undefined }> {
  const { items, next } = await (measure === undefined
    ? store.query(statePk(state), { ...query, index: 'gsi1' })
    : store.query(measurePk(measure), { ...query, index: 'gsi2', prefix: `${state}#` }));
  return { kept: items.map(({ body, version }) => ({ correction: Correction.parse(body), version })), next };
}

/** Keeps a new correction, with how to reach whoever sent it for {@link CONTACT_DAYS} days. False where `more` conflicts. */
export async function sendCorrection(
  deps: AuditDeps,
  correction: Correction,
  {
    contact,
    by,
    requestId,
    more,
  }: {
    readonly contact: string | undefined;
    readonly by: Actor;
    readonly requestId: string;
    readonly more: readonly Write[];
  },
): Promise<boolean> {
  const { id } = correction;
  const contactWrite = (text: string): Write => ({
    put: {
      ...contactKey(id),
      // Given of one’s own accord for this one purpose: the consent is kept with it.
      body: { contact: text, consentedAt: correction.at },
      expiresAt: contactExpiry(deps.now(), CONTACT_DAYS),
    },
    if: 'absent',
  });
  const result = await writeAudited(
    deps,
    [
      { put: correctionItem(correction), if: 'absent' },
      ...(contact === undefined ? [] : [contactWrite(contact)]),
      ...more,
    ],
    [{ action: 'correction.send', by, object: id, requestId }],
  );
  return result.ok;
}

const ACTIONS: Readonly<Record<CorrectionState, AuditAction>> = {
  open: 'correction.return',
  taken: 'correction.take',
  accepted: 'correction.answer',
  declined: 'correction.answer',
};

/** Moves it on; undefined where someone else was faster. With the answer the contact's time grows short. */
export async function moveCorrection(
  deps: AuditDeps,
  { correction: before, version }: KeptCorrection,
  { to, reply, by, requestId }: { to: CorrectionState; reply: string | null; by: Actor; requestId: string },
): Promise<KeptCorrection | undefined> {
  const at = deps.now().toISOString();
  const correction: Correction = {
    ...before,
    state: to,
    reply,
    owner: to === 'open' ? null : by,
    history: [...before.history, { at, state: to, by }],
  };
  const result = await writeAudited(
    deps,
    [{ put: correctionItem(correction), if: { version } }, ...(isAnswered(to) ? await shortened(deps, before.id) : [])],
    [{ action: ACTIONS[to], by, object: `${before.id} ${to}`, requestId }],
  );
  return result.ok ? { correction, version: version + 1 } : undefined;
}

async function shortened({ store, now }: AuditDeps, id: string): Promise<readonly Write[]> {
  const kept = await store.get(contactKey(id));
  if (!kept) return [];
  const { pk, sk, body, version, expiresAt = Number.POSITIVE_INFINITY } = kept;
  const soon = contactExpiry(now(), CONTACT_DAYS_ANSWERED);
  return [{ put: { pk, sk, body, expiresAt: Math.min(expiresAt, soon) }, if: { version } }];
}
