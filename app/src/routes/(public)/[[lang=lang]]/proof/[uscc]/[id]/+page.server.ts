import { ask } from '#lib/server/api.server.ts';
import { statementView, Verification } from '#lib/server/proof.server.ts';
import { error } from '@sveltejs/kit';
import { proofWords } from '#lib/wording/rooms/proof.ts';
import type { PageServerLoad } from './$types';

/** The proof a card names, verified anew for whoever was given the card. */
export const load: PageServerLoad = async ({ params, fetch, getClientAddress, setHeaders }) => {
  const lang = params.lang ?? 'zh';
  setHeaders({ 'cache-control': 'private, no-store' });
  const path = `/v1/proofs/${encodeURIComponent(params.uscc)}/${encodeURIComponent(params.id)}`;
  const answer = await ask(fetch, path, lang, { address: getClientAddress() });
  if (answer === null || (!answer.ok && (answer.status >= 500 || answer.status === 429))) {
    error(503, proofWords[lang].unavailable);
  }
  if (!answer.ok) return { verified: null };
  const { valid, reasons, remarks, statement } = Verification.parse(answer.body);
  return {
    verified: {
      valid,
      notes: [...reasons, ...remarks].map(({ words }) => words),
      statement: statement && (await statementView(statement, lang)),
    },
  };
};
