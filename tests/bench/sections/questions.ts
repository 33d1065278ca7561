import { loadArtefact } from '../../../rules/cli/catalogue.ts';
import { loadCatalogue } from '../../../rules/engine/load.ts';
import { nextQuestion } from '../../../rules/engine/question.ts';
import { DISTRICT_DAY, makeDistrict } from '../../../seeds/district/make.ts';
import { answersOf, asked, inDictionaryOrder } from '../../engine/answering.ts';
import core from '../../engine/core-measures.json' with { type: 'json' };
import { atMost, type Row, row } from '../report.ts';
import type { Options } from '../section.ts';

/** How many questions it takes until every core measure is settled, against the dictionary's order. */
export function measure({ quick }: Options): Promise<Row[]> {
  const { rules } = loadArtefact('zh');
  const catalogue = loadCatalogue(rules);
  const byDictionary = inDictionaryOrder(catalogue, core);
  const count = quick ? 50 : 1_000;
  let ours = 0;
  let theirs = 0;
  let index = 0;
  for (const firm of makeDistrict({ firms: count, seed: 41 })) {
    const answers = answersOf(rules.fields, firm, index);
    ours += asked(answers, (profile) => nextQuestion(catalogue, profile, DISTRICT_DAY, core)?.field);
    theirs += asked(answers, byDictionary());
    index += 1;
  }
  return Promise.resolve([
    row(`questions a firm until ${core.length} core measures are settled`, ours / count, 'questions'),
    row("the same in the dictionary's order", theirs / count, 'questions'),
    row('share of the questions needed', ours / theirs, '', atMost(0.7)),
  ]);
}
