/** Proofs as pages show them: what a genuine one states, in words. */
import { z } from 'zod';
import { answerLines, originText } from '#lib/check/answers.ts';
import type { Words } from '#lib/check/words.ts';
import { day } from '#lib/format.ts';
import { wordings } from '#lib/wording/both.ts';
import { proofWords } from '#lib/wording/rooms/proof.ts';
import { STATES } from '#rules/engine/board.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import { moment } from './api-firm.server.ts';
import { VERDICTS } from './api-shapes.ts';
import { held } from './catalogue.server.ts';

const Statement = z.object({
  firm: z.object({ uscc: z.string(), name: z.string().nullable() }),
  issuedAt: z.string(),
  asOf: z.string(),
  catalogue: z.string(),
  facts: z.record(z.string(), z.json()),
  provenance: z.record(z.string(), z.json()),
  outcomes: z.array(
    z.object({
      measure: z.string(),
      name: z.object({ zh: z.string(), en: z.string() }),
      version: z.string(),
      verdict: z.enum(VERDICTS),
      near: z.boolean(),
      conditions: z.array(z.object({ id: z.string(), state: z.enum(STATES) })),
    }),
  ),
});
/** What the interface says of a proof. */
export const Verification = z.object({
  valid: z.boolean(),
  reasons: z.array(z.object({ words: z.string() })),
  remarks: z.array(z.object({ words: z.string() })),
  statement: Statement.nullable(),
});
export const ProofHead = z.object({
  id: z.string(),
  issuedAt: z.string(),
  by: z.object({ name: z.string().nullable(), role: z.string() }),
  measures: z.array(z.string()),
});
export const ProofHeads = z.object({ items: z.array(ProofHead) });
export const Proof = ProofHead.extend({ proof: z.string() });

export type StatementView = Awaited<ReturnType<typeof statementView>>;

export async function statementView(statement: z.infer<typeof Statement>, lang: Lang) {
  const { rules, texts } = await held();
  const own = texts[lang];
  const say = wordings[lang];
  const words: Words = { lang, texts: own, say };
  const { states } = proofWords[lang];
  // Checked by the signature: the interface signed what it had validated.
  const facts = statement.facts as Profile;
  return {
    firm: statement.firm.name ?? statement.firm.uscc,
    uscc: statement.firm.uscc,
    asOf: day(statement.asOf, lang),
    issuedAt: moment(statement.issuedAt, lang),
    rules: statement.catalogue.slice(0, 12),
    outcomes: statement.outcomes.map(({ measure, name, version, verdict, near, conditions }) => {
      const shown = verdict === 'ineligible' && near ? ('near' as const) : verdict;
      const labels = own.measures[measure]?.versions[version]?.conditions;
      return {
        measure,
        name: name[lang],
        verdict: shown,
        word: say.verdicts[shown].short,
        conditions: conditions
          .filter(({ state }) => state !== 'skipped')
          .map(({ id, state }) => ({ id, label: labels?.[id]?.label ?? id, state, word: states[state] })),
      };
    }),
    facts: answerLines(words, rules.fields, facts).map(({ path, label, text }) => ({
      path,
      label,
      text,
      source: originText(words, statement.provenance[path]),
    })),
  };
}
