import type { Lang, Texts } from '../engine/types.ts';
import { formatProblem, type Source } from '../language/problems.ts';
import { checked } from '../language/shape.ts';
import { type FocusFile, focusSchema, termsOf } from '../language/vocabularies.ts';
import { InputFault } from './run.ts';

/** How far after its anchor a term of a plan's passage may stand, in characters without white space. */
export const PASSAGE = 900;

export function focusIn(source: Source): FocusFile {
  const file = checked(source, focusSchema);
  if (!file) throw new InputFault(source.problems.map(formatProblem));
  return file;
}

const WORDS = {
  zh: { heading: '重点方向，和各规划的说法', outside: '规划有、选项没有的说法', unnamed: '没有规划提到的选项' },
  en: {
    heading: 'Priority fields, and what the plans call them',
    outside: 'Terms of the plans that no answer covers',
    unnamed: 'Answers that no plan names',
  },
} as const satisfies Record<Lang, unknown>;

/** Per answer of `focusFields` the terms that each plan uses for it; then what has no counterpart, and why. */
export function renderFocus(file: FocusFile, texts: Texts): string {
  const { lang } = texts;
  const words = WORDS[lang];
  const labels = texts.fields.focusFields?.values ?? {};
  const planWidth = Math.max(...file.plans.map(({ doc }) => doc.length));
  const terms = termsOf(file);
  const blocks = Object.entries(labels).flatMap(([value, label]) => [
    `${value} ${label}`,
    ...file.plans.flatMap(({ doc }) => {
      const own = terms.filter((each) => each.doc === doc && each.term.fields?.includes(value));
      const said = [...new Set(own.map(({ term }) => term[lang]))].join(lang === 'zh' ? '、' : '; ');
      return said === '' ? [] : [`  ${doc.padEnd(planWidth)}  ${said}`];
    }),
  ]);
  const outside = terms.flatMap(({ doc, term }) =>
    term.outside ? [`  ${doc}: ${term[lang]} — ${term.outside[lang]}`] : [],
  );
  const unnamed = file.unnamed.map(({ field, reason }) => `  ${field} — ${reason[lang]}`);
  return [
    words.heading,
    ...blocks,
    ...(outside.length === 0 ? [] : ['', words.outside, ...outside]),
    ...(unnamed.length === 0 ? [] : ['', words.unnamed, ...unnamed]),
    '',
  ].join('\n');
}
