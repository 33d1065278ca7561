import type { Catalogue } from '../engine/load.ts';
import { labelOfPath, showAvailability, showBenefit, showGap, showShown, wordsFor } from './words.ts';
import type { MatchResult, Texts } from '../engine/types.ts';

type Result = MatchResult['results'][number];
const GROUPS = ['eligible', 'review', 'near', 'incomplete', 'ineligible', 'out-of-scope', 'not-in-force'] as const;
type Group = (typeof GROUPS)[number];

/** Measures that are over or not yet in force stand apart: their verdict says what was or will be. */
function groupOf(result: Result): Group {
  if (result.availability.state === 'lapsed' || result.availability.state === 'future') return 'not-in-force';
  return result.verdict === 'ineligible' && result.near ? 'near' : result.verdict;
}

/** The answer for a person at a terminal: grouped by verdict, each measure with its reasons. */
export function renderMatch(result: MatchResult, catalogue: Catalogue, texts: Texts): string {
  const words = wordsFor(texts.lang);
  const lines: string[] = [
    words.heading(result.asOf, result.results.length, catalogue.rules.checked),
    words.disclaimer,
    '',
  ];
  for (const group of GROUPS) {
    const members = result.results.filter((each) => groupOf(each) === group);
    if (members.length === 0) continue;
    lines.push(`${words.groups[group]} (${members.length})`, '');
    const width = Math.max(...members.map((each) => displayWidth(nameOf(each, texts))));
    for (const member of members) lines.push(...renderMeasure(member, catalogue, group, width, texts));
    lines.push('');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

const nameOf = (result: Result, texts: Texts): string => texts.measures[result.measure]?.name ?? result.measure;

function renderMeasure(result: Result, catalogue: Catalogue, group: Group, width: number, texts: Texts): string[] {
  const words = wordsFor(texts.lang);
  const name = nameOf(result, texts);
  const benefit = showBenefit(result.benefit, texts.lang);
  const when = catalogue.measures.get(result.measure)?.unofficial
    ? words.unofficial
    : showAvailability(result.availability, texts);
  const head = `  ${name}${' '.repeat(width - displayWidth(name))}  ${when}${benefit === '' ? '' : `  ${benefit}`}  [${result.measure}]`;
  const labels = texts.measures[result.measure]?.versions[result.version]?.conditions ?? {};
  const about = (id: string): string => labels[id]?.label ?? id;
  const reasons: string[] = [];
  if (group === 'out-of-scope' || group === 'ineligible' || group === 'near') {
    for (const condition of result.conditions.filter(({ state, decides }) => decides && state === 'unmet')) {
      const figures =
        condition.unit === null || condition.actual === null
          ? ''
          : words.against(
              showShown(condition.actual, condition.unit, texts),
              condition.op ?? '',
              showShown(condition.required, condition.unit, texts),
            );
      reasons.push(`    ✗ ${about(condition.id)}${figures}`);
    }
    for (const gap of result.gaps) {
      const judged = result.conditions.find(({ id }) => id === gap.condition)?.actual === null;
      reasons.push(`      → ${showGap(gap, texts, judged)}`);
    }
  }
  if (group === 'review') {
    for (const condition of result.conditions.filter(({ state, decides }) => decides && state === 'judgement'))
      reasons.push(`    ○ ${about(condition.id)} — ${labels[condition.id]?.by ?? words.authority}`);
  }
  if (group === 'incomplete')
    reasons.push(
      `    ? ${words.needed}${result.missing.map((path) => labelOfPath(path, texts)).join(texts.lang === 'zh' ? '、' : ', ')}`,
    );
  if (group === 'not-in-force') reasons.push(`    ${words.would}${words.groups[result.verdict]}`);
  return [head, ...reasons];
}

/** Columns of a terminal: Chinese characters take two. */
export const displayWidth = (text: string): number =>
  Array.from(text).reduce(
    (width, character) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character)
        ? 2
        : 1),
    0,
  );

/** A table with aligned columns; all but the first are right-aligned where they are numbers. */
export function aligned(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(displayWidth(title), ...rows.map((row) => displayWidth(row[column] ?? ''))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - displayWidth(cell));
        return /^\d[\d/]*$/.test(cell) ? space + cell : cell + space;
      })
      .join('  ')
      .trimEnd();
  return [head, ...rows].map(line).join('\n') + '\n';
}
