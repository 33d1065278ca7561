/** The result as a workbook for people who go on in a spreadsheet. Loaded on demand. */
import writeXlsxFile from 'write-excel-file/browser';
import { answerLines } from './answers.ts';
import { basisLines } from './basis.ts';
import type { Evaluator } from './engine.ts';
import type { Judged, Result } from './incremental.ts';
import { byUrgency, groupOf, ORDER } from './row.ts';

type Cell = string | number | null;

/** Three sheets: measures, conditions, answers; amounts as numbers in yuan. */
export async function resultWorkbook(evaluator: Evaluator, judged: Judged): Promise<Blob> {
  const { say } = evaluator.words;
  const words = say.journey.sheet;
  return writeXlsxFile([
    {
      data: table(measureRows(evaluator, judged)),
      sheet: words.results,
      columns: widths(34, 12, 14, 12, 30),
      stickyRowsCount: 1,
    },
    {
      data: table(conditionRows(evaluator, judged)),
      sheet: words.conditions,
      columns: widths(34, 34, 18, 18, 10, 30),
      stickyRowsCount: 1,
    },
    { data: table(answerRows(evaluator, judged)), sheet: words.answers, columns: widths(34, 50), stickyRowsCount: 1 },
  ]).toBlob();
}

const widths = (...list: number[]): { width: number }[] => list.map((width) => ({ width }));

/** The first row is the heading; a text that a spreadsheet could take for a formula stays a text. */
const table = (rows: readonly (readonly Cell[])[]) =>
  rows.map((row, index) =>
    row.map((value) =>
      value === null
        ? null
        : typeof value === 'number'
          ? { value, type: Number }
          : { value, type: String, wrap: true, ...(index === 0 && { fontWeight: 'bold' as const }) },
    ),
  );

function ordered({ results }: Judged): Result[] {
  return [...results].sort((a, b) => ORDER.indexOf(groupOf(a)) - ORDER.indexOf(groupOf(b)) || byUrgency(a, b));
}

function measureRows(evaluator: Evaluator, judged: Judged): Cell[][] {
  const { say } = evaluator.words;
  const words = say.journey.sheet;
  const head = [
    words.measure,
    words.level,
    words.kind,
    words.verdict,
    words.when,
    words.yearlyMin,
    words.yearlyMax,
    words.onceMin,
    words.onceMax,
    words.ceiling,
    words.gaps,
    words.missing,
    words.department,
  ];
  return [
    head,
    ...ordered(judged).map((one): Cell[] => {
      const row = evaluator.row(one);
      const detail = evaluator.detail(judged, one);
      const ceiling = one.benefit?.ceiling ?? null;
      return [
        row.name,
        say.levels[row.level],
        say.instruments[row.instrument] ?? row.instrument,
        say.verdicts[row.group].short,
        row.availability,
        one.benefit?.yearly?.min ?? null,
        one.benefit?.yearly?.max ?? null,
        one.benefit?.oneOff?.min ?? null,
        one.benefit?.oneOff?.max ?? null,
        typeof ceiling === 'number' ? ceiling : (ceiling?.max ?? null),
        detail.gaps.join('\n'),
        detail.missing.join(say.answers.list),
        detail.department,
      ];
    }),
  ];
}

function conditionRows(evaluator: Evaluator, judged: Judged): Cell[][] {
  const words = evaluator.words.say.journey.sheet;
  const shown = ordered(judged).filter((one) => one.verdict !== 'out-of-scope');
  return [
    [words.measure, words.condition, words.own, words.required, words.state, words.basis],
    ...shown.flatMap((one) => {
      const { name } = evaluator.row(one);
      return evaluator.detail(judged, one).conditions.flatMap((row): Cell[][] => {
        if (row.kind === 'heading') return [];
        const { label, own, required, word, clauses } = row.condition;
        return [[name, label, own, required, word, clauses.join('\n')]];
      });
    }),
  ];
}

function answerRows({ words, catalogue }: Evaluator, judged: Judged): Cell[][] {
  const { sheet } = words.say.journey;
  return [
    [sheet.question, sheet.answer],
    ...answerLines(words, catalogue.rules.fields, judged.profile).map(({ label, text }): Cell[] => [label, text]),
    ...basisLines(words, catalogue, judged, []).map((line): Cell[] => [line, null]),
  ];
}
