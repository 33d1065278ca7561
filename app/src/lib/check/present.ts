import { day } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { known } from '#rules/engine/memory.ts';
import type { MatchResult, Profile, Rules, Texts } from '#rules/engine/types.ts';
import { detailOf } from './detail.ts';
import { factsOn } from './facts.ts';
import { byUrgency, ORDER, rowOf } from './row.ts';
import type { GroupView, ResultView } from './view.ts';
import type { Words } from './words.ts';

/** An answer of the engine to a profile in words, with everything that is folded: for pages that work without script. */
export function present(
  result: MatchResult,
  profile: Profile,
  firm: string,
  rules: Rules,
  texts: Texts,
  say: Wording,
): ResultView {
  const words: Words = { lang: texts.lang, texts, say };
  const catalogue = known(catalogues, rules, () => loadCatalogue(rules));
  const facts = factsOn(catalogue, profile, result.asOf);
  const views = result.results.flatMap((one) => {
    const measure = catalogue.measures.get(one.measure);
    return measure ? [{ one, view: { ...rowOf(words, one, measure), ...detailOf(words, one, measure, facts) } }] : [];
  });
  const groups = ORDER.map((key): GroupView => ({
    key,
    ...say.verdicts[key],
    items: views
      .filter(({ view }) => view.group === key)
      .sort((a, b) => byUrgency(a.one, b.one))
      .map(({ view }) => view),
  }));
  return {
    heading: say.checkPage.resultFor(firm, day(result.asOf, texts.lang)),
    summary: say.checkPage.summary(result.results.length),
    groups,
  };
}

/** Kept for as long as the rules are: what a day's conditions read is worked out once. */
const catalogues = new WeakMap<Rules, Catalogue>();
