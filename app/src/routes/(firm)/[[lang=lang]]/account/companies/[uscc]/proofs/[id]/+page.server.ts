import { error } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { firmPath } from '#lib/server/api-firm.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { read } from '#lib/server/api-session.server.ts';
import { Proof, statementView, Verification } from '#lib/server/proof.server.ts';
import { proofWords } from '#lib/wording/rooms/proof.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { uscc, id } = event.params;
  const firm = await ownFirm(event, uscc, lang);
  const [{ proof }, { statement }] = await Promise.all([
    read(event, Proof, `${firmPath(uscc)}/proofs/${encodeURIComponent(id)}`),
    read(event, Verification, `/v1/proofs/${encodeURIComponent(uscc)}/${encodeURIComponent(id)}`),
  ]);
  if (!statement) error(404, proofWords[lang].gone);
  return {
    firm,
    proof,
    address: new URL(pathIn(lang, `/proof/${uscc}/${id}`), event.url).href,
    statement: await statementView(statement, lang),
  };
};
