import { fail } from '@sveltejs/kit';
import { ask } from '#lib/server/api.server.ts';
import { statementView, Verification } from '#lib/server/proof.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { proofWords } from '#lib/wording/rooms/proof.ts';
import type { Actions } from './$types';

export const actions: Actions = {
  default: async ({ request, params, fetch, getClientAddress }) => {
    const lang = params.lang ?? 'zh';
    const say = proofWords[lang];
    const proof = formText(await request.formData())('proof').trim();
    if (proof === '') return fail(400, { proof, fault: say.missing, problem: null, verified: null });
    const answer = await ask(fetch, '/v1/proofs/verify', lang, {
      method: 'POST',
      body: { proof },
      address: getClientAddress(),
    });
    if (!answer?.ok) {
      const problem = (answer === null || answer.status >= 500 ? null : answer.problem) ?? say.unavailable;
      return fail(answer?.status ?? 503, { proof, fault: null, problem, verified: null });
    }
    const { valid, reasons, remarks, statement } = Verification.parse(answer.body);
    return {
      // What was taken for genuine need not be corrected.
      proof: valid ? '' : proof,
      fault: null,
      problem: null,
      verified: {
        valid,
        notes: [...reasons, ...remarks].map(({ words }) => words),
        statement: statement && (await statementView(statement, lang)),
      },
    };
  },
};
