/** A version's conditions as a tree with words: what a reader sees and an integrator can walk. */
import type { Condition, Lang, Measure, Version } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { exprWords, testWords } from './words.ts';

export interface ConditionNode {
  kind: Condition['kind'];
  /** For groups: what it is made of, and how many are needed (`atLeast`). */
  of?: ConditionNode[] | undefined;
  n?: number | undefined;
  /** The condition counts only where this holds. */
  when?: string | undefined;
  id?: string | undefined;
  label?: string | undefined;
  /** The rule as the engine checks it, in words. */
  rule?: string | undefined;
  /** Who judges or declares. */
  by?: string | undefined;
  note?: string | undefined;
  evidence?: readonly string[] | undefined;
  grade?: string | undefined;
  basis?: readonly { doc: string; article?: string | undefined }[] | undefined;
}

export function conditionTree(
  loaded: LoadedCatalogue,
  lang: Lang,
  measure: Measure,
  version: Version,
  condition: Condition,
): ConditionNode {
  const words = loaded.texts[lang].measures[measure.id]?.versions[version.from];
  const when = condition.when && { when: testWords(loaded, lang, condition.when) };
  switch (condition.kind) {
    case 'all':
    case 'any':
    case 'atLeast':
    case 'not': {
      const of = condition.of.map((each) => conditionTree(loaded, lang, measure, version, each));
      return { kind: condition.kind, ...when, ...(condition.n === undefined ? {} : { n: condition.n }), of };
    }
    case 'test':
    case 'judgement':
    case 'score': {
      const { id, kind, grade, basis } = condition;
      const { label = id, by, note, evidence } = words?.conditions[id] ?? {};
      const rule = ruleWords(loaded, lang, words?.items ?? {}, condition);
      return {
        kind,
        id,
        label,
        ...when,
        ...(rule === undefined ? {} : { rule }),
        ...(by === undefined ? {} : { by }),
        ...(note === undefined ? {} : { note }),
        ...(evidence === undefined ? {} : { evidence }),
        grade,
        basis,
      };
    }
    default:
      return condition satisfies never;
  }
}

type LeafCondition = Extract<Condition, { kind: 'test' | 'judgement' | 'score' }>;

function ruleWords(
  loaded: LoadedCatalogue,
  lang: Lang,
  items: Readonly<Record<string, string>>,
  leaf: LeafCondition,
): string | undefined {
  if (leaf.kind === 'judgement') return undefined;
  if (leaf.kind === 'test') return testWords(loaded, lang, leaf.test, leaf.unit ?? null);
  const points = (value: number | readonly [number, number]): string =>
    typeof value === 'number' ? String(value) : value.join('–');
  const lines = leaf.items.map(({ id, steps, otherwise }) => {
    const said = steps.map(([test, value]) => `${testWords(loaded, lang, test)}: ${points(value)}`);
    return `${items[`${leaf.id}.${id}`] ?? id} [${[...said, points(otherwise)].join('; ')}]`;
  });
  return `${leaf.op === '>=' ? '≥' : '>'} ${leaf.pass}: ${lines.join(' + ')}`;
}

/** What a version brings, in words and by formula. */
export function benefitOf(loaded: LoadedCatalogue, lang: Lang, measure: Measure, version: Version) {
  const words = loaded.texts[lang].measures[measure.id]?.versions[version.from]?.benefit;
  const { yearly, oneOff, ceiling } = version.benefit ?? {};
  const formula = (expr: typeof yearly): string | null => (expr ? exprWords(loaded, lang, expr, 'yuan') : null);
  return {
    text: words?.text ?? null,
    basis: words?.basis ?? null,
    yearly: formula(yearly),
    oneOff: formula(oneOff),
    ceiling: formula(ceiling),
  };
}
