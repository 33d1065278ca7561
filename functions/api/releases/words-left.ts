/** Where a draft changes what a rule asks or gives, and leaves the figures in its words as they were. */
import { leavesIn } from '#rules/engine/leaves.ts';
import { parametersRead } from '#rules/engine/reads.ts';
import type { Lang, Measure, Rules, Texts, Version } from '#rules/engine/types.ts';
import { changedParameters } from './touched.ts';

/** Words to be read again. */
export interface WordsLeft {
  readonly measure: string;
  /** Null: what the measure is worth. */
  readonly condition: string | null;
  readonly words: Readonly<Record<Lang, string>>;
}

interface Side {
  readonly rules: Rules;
  readonly texts: Readonly<Record<Lang, Texts>>;
}

/** Conditions and benefits that come to something else though their words, which name a figure, are the same. */
export function wordsLeft(older: Side, newer: Side): WordsLeft[] {
  const changed = changedParameters(older.rules, newer.rules);
  const before = new Map(older.rules.measures.map((measure) => [measure.id, partsOf(measure)]));
  return newer.rules.measures.flatMap((measure) => {
    const was = before.get(measure.id);
    return [...partsOf(measure)].flatMap(([key, part]): WordsLeft[] => {
      const old = was?.get(key);
      if (!old) return [];
      const isSame = JSON.stringify(old.rule) === JSON.stringify(part.rule);
      if (isSame && !parametersRead(part.rule).some((name) => changed.has(name))) return [];
      const wordsIn = ({ texts }: Side, lang: Lang): string => wordsOf(texts[lang], measure, part, lang);
      const words = { zh: wordsIn(newer, 'zh'), en: wordsIn(newer, 'en') };
      const isLeft = (lang: Lang): boolean => /\d/.test(words[lang]) && words[lang] === wordsIn(older, lang);
      return isLeft('zh') || isLeft('en') ? [{ measure: measure.id, condition: part.condition, words }] : [];
    });
  });
}

interface RulePart {
  readonly version: string;
  readonly condition: string | null;
  /** What it asks or gives. */
  readonly rule: unknown;
}

/** Each condition and benefit of a measure, by version and id. */
function partsOf({ versions }: Measure): ReadonlyMap<string, RulePart> {
  const parts = versions.flatMap((version) => [...conditionsOf(version), benefitOf(version)]);
  return new Map(parts.map((part) => [`${part.version} ${part.condition ?? ''}`, part]));
}

/** What a condition says of itself beside what it asks. */
const BESIDE_RULE: ReadonlySet<string> = new Set(['grade', 'basis', 'levers']);

const conditionsOf = ({ from, scope, require }: Version): RulePart[] =>
  [scope, require].flatMap((root) =>
    (root ? leavesIn(root) : []).map((leaf) => ({
      version: from,
      condition: leaf.id,
      rule: Object.fromEntries(Object.entries(leaf).filter(([key]) => !BESIDE_RULE.has(key))),
    })),
  );

const benefitOf = ({ from, benefit }: Version): RulePart => ({ version: from, condition: null, rule: benefit });

function wordsOf(texts: Texts, { id }: Measure, { version, condition }: RulePart, lang: Lang): string {
  const said = texts.measures[id]?.versions[version];
  if (condition === null) return said?.benefit?.text ?? '';
  const { label = '', note = '' } = said?.conditions[condition] ?? {};
  if (note === '') return label;
  return lang === 'zh' ? `${label}：${note}` : `${label} (${note})`;
}
