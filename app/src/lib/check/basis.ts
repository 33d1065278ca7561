/** How a result was worked out and what was assumed, one sentence each. */
import { day } from '#lib/format.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import type { Judged } from './incremental.ts';
import { answerIn } from './profile.ts';
import { type DeskSayings, fieldLabel } from './words.ts';

export function basisLines(
  words: DeskSayings,
  { rules }: Catalogue,
  { asOf, profile, results }: Judged,
  unsure: readonly string[],
): string[] {
  const { say, lang } = words;
  const basis = say.journey.basis;
  const labels = (paths: readonly string[]): string =>
    [...new Set(paths.map((path) => fieldLabel(words, path)))].join(say.answers.list);
  const used = results
    .flatMap(({ conditions }) => conditions.flatMap((condition) => condition.used))
    .filter((path) => answerIn(profile, path) !== undefined);
  return [
    basis.day(day(asOf, lang)),
    basis.checked(day(rules.checked, lang)),
    basis.self,
    basis.blank,
    unsure.length === 0 ? '' : basis.unsure(labels(unsure)),
    used.length === 0 ? '' : basis.used(labels(used)),
    basis.stay,
    basis.decides,
    basis.catalogue(rules.hash.slice(0, 12)),
  ].filter(Boolean);
}
