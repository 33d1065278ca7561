/** The part of the check that carries the evaluator; loaded on demand. */
import type { Wording } from '#lib/wording/zh.ts';
import { isIsoDate } from '#rules/engine/calendar.ts';
import { loadCatalogue, type Catalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { Rules, Texts } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { faultsOutcome, type Outcome } from './outcome.ts';
import { present } from './present.ts';

let loaded: Catalogue | undefined;

export function evaluate(rules: Rules, texts: Texts, say: Wording, input: unknown, asOf: string): Outcome {
  const { lang } = texts;
  if (!isIsoDate(asOf)) return { kind: 'notice', text: say.checkPage.badDate };
  const checked = validateProfile(input, rules.fields);
  if (!checked.ok) return faultsOutcome(checked.faults.map((fault) => ({ path: fault.path, message: fault[lang] })));
  if (loaded?.rules !== rules) loaded = loadCatalogue(rules);
  const { profile } = checked;
  const firm = typeof profile.name === 'string' ? profile.name : say.checkPage.ownProfile;
  return { kind: 'result', view: present(match(loaded, texts, profile, { asOf }), firm, rules, texts, say) };
}
