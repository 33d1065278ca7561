import { fail, redirect } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { firmOf, firmPath, moment, verdictsOf } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { change, read } from '#lib/server/api-session.server.ts';
import { held } from '#lib/server/catalogue.server.ts';
import { Proof, ProofHeads } from '#lib/server/proof.server.ts';
import { proofWords } from '#lib/wording/rooms/proof.ts';
import type { Actions, PageServerLoad } from './$types';

/** What a card is of use for. */
const GROUPS = ['eligible', 'review', 'near'] as const;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  const [{ profile }, issued, catalogue] = await Promise.all([
    firmOf(event, firm.uscc, lang),
    read(event, ProofHeads, `${firmPath(firm.uscc)}/proofs?limit=50`),
    held(),
  ]);
  const outcome = await verdictsOf(event, profile, lang);
  const groups = outcome.kind === 'result' ? outcome.view.groups : [];
  const words = catalogue.texts[lang];
  const unofficial = new Set(catalogue.rules.measures.flatMap((one) => (one.unofficial ? [one.id] : [])));
  const asked = event.url.searchParams.get('measure');
  return {
    firm,
    key: randomUUID(),
    groups: groups.flatMap(({ key, short, items }) => {
      const official = items.filter(({ id }) => !unofficial.has(id));
      return GROUPS.some((wanted) => wanted === key) && official.length > 0
        ? [{ key, name: short, measures: official.map(({ id, name }) => ({ id, name, chosen: id === asked })) }]
        : [];
    }),
    issued: issued.items.map(({ id, issuedAt, by, measures }) => ({
      id,
      by: proofWords[lang].by(by.name ?? by.role, moment(issuedAt, lang)),
      measures: measures.map((measure) => words.measures[measure]?.name ?? measure),
    })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const sent = await event.request.formData();
    const measures = sent.getAll('measure').filter((id) => typeof id === 'string');
    if (measures.length === 0) return fail(400, { problem: proofWords[lang].pickOne, faults: [] as string[] });
    const key = sent.get('key');
    const done = await change(event, Proof, `${firmPath(event.params.uscc)}/proofs`, {
      method: 'POST',
      headers: { 'idempotency-key': typeof key === 'string' && key !== '' ? key : randomUUID() },
      body: { measures },
    });
    if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, `${event.url.pathname}/${encodeURIComponent(done.body.id)}`);
  },
};
