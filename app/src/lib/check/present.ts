import { day } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import type { MatchResult, Rules, Texts } from '#rules/engine/types.ts';
import { detailOf } from './detail.ts';
import { byUrgency, ORDER, rowOf } from './row.ts';
import type { GroupView, ResultView } from './view.ts';
import type { Words } from './words.ts';

/** An answer of the engine in words, with everything that is folded: for pages that work without script. */
export function present(result: MatchResult, firm: string, rules: Rules, texts: Texts, say: Wording): ResultView {
  const words: Words = { lang: texts.lang, texts, say };
  const measures = new Map(rules.measures.map((measure) => [measure.id, measure]));
  const views = result.results.flatMap((one) => {
    const measure = measures.get(one.measure);
    return measure ? [{ one, view: { ...rowOf(words, one, measure), ...detailOf(words, one, measure) } }] : [];
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
