/** A version's conditions, each in words beside its rule; and what changed from one version to the next. */
import type { Condition, Group, Measure, MeasureText, Texts, Version } from '#rules/engine/types.ts';
import { clauseText } from '#lib/check/words.ts';
import type { MeasureWords } from '#lib/wording/public/measure.ts';
import { exprWords, scoreWords, testWords, type Reader, type ScoreRule } from './rule.ts';

/** A clause a condition rests on, with the address of its document where it has one. */
export interface ClauseView {
  readonly text: string;
  readonly url: string | null;
}
export interface ConditionLine {
  readonly id: string;
  readonly part: 'scope' | 'require';
  readonly label: string;
  /** The rule that figures decide, in words with its numbers; null where a person judges. */
  readonly rule: string | null;
  readonly score: ScoreRule | null;
  /** Who judges, or whose declaration counts. */
  readonly by: string | null;
  readonly judged: boolean;
  /** In which cases the condition is looked at; null where in all. */
  readonly when: string | null;
  readonly notes: readonly string[];
  readonly evidence: readonly string[];
  readonly clauses: readonly ClauseView[];
  readonly grade: 'A' | 'B' | 'C';
}
/** A heading over conditions that belong together, or a condition; `depth` is how many headings it stands under. */
export type Line =
  | { readonly kind: 'heading'; readonly key: string; readonly depth: number; readonly text: string }
  | { readonly kind: 'condition'; readonly key: string; readonly depth: number; readonly condition: ConditionLine };

type VersionText = MeasureText['versions'][string];

export function conditionLines(reader: Reader, say: MeasureWords, measure: Measure, version: Version): Line[] {
  const text = reader.texts.measures[measure.id]?.versions[version.from];
  const lines = (node: Condition, part: ConditionLine['part'], depth: number, key: string): Line[] => {
    if (!('of' in node)) {
      return [{ kind: 'condition', key, depth, condition: conditionLine(reader, say, node, part, text) }];
    }
    const heading = headingOf(reader, say, node, depth);
    const below = heading === null ? depth : depth + 1;
    const inner = node.of.flatMap((child, index) => lines(child, part, below, `${key}.${index}`));
    return heading === null ? inner : [{ kind: 'heading', key, depth, text: heading }, ...inner];
  };
  if (!version.scope) return lines(version.require, 'require', 0, 'require');
  const part = (key: ConditionLine['part'], node: Condition): Line[] => [
    { kind: 'heading', key: `part ${key}`, depth: 0, text: say[key] },
    ...lines(node, key, 0, key),
  ];
  return [...part('scope', version.scope), ...part('require', version.require)];
}

function headingOf(reader: Reader, say: MeasureWords, node: Group, depth: number): string | null {
  const when = node.when ? say.onlyWhen(testWords(reader, node.when)) : null;
  const kind = groupWords(say, node, depth);
  if (when === null) return kind;
  return kind === null || node.kind === 'all' ? when : `${when}${say.colon}${kind}`;
}

function groupWords(say: MeasureWords, node: Group, depth: number): string | null {
  if (node.of.length === 1 && node.kind !== 'not') return null;
  switch (node.kind) {
    case 'all':
      return depth === 0 ? null : say.groupAll;
    case 'any':
      return say.groupAny;
    case 'atLeast':
      return say.groupAtLeast(node.n ?? 1);
    case 'not':
      return say.groupNot;
  }
}

function conditionLine(
  reader: Reader,
  say: MeasureWords,
  node: Exclude<Condition, Group>,
  part: ConditionLine['part'],
  version: VersionText | undefined,
): ConditionLine {
  const text = version?.conditions[node.id];
  return {
    id: node.id,
    part,
    label: text?.label ?? node.id,
    rule: node.kind === 'test' ? testWords(reader, node.test, node.unit ?? null) : null,
    score: node.kind === 'score' ? scoreWords(reader, node, version?.items ?? {}) : null,
    by: text?.by === undefined ? null : node.kind === 'test' ? say.declaredBy(text.by) : say.judgedBy(text.by),
    judged: node.kind === 'judgement',
    when: node.when ? say.onlyWhen(testWords(reader, node.when)) : null,
    notes: [text?.note ?? '', say.gradeNotes[node.grade] ?? ''].filter(Boolean),
    evidence: text?.evidence ?? [],
    clauses: node.basis.map(({ doc, article }) => clauseView(reader.texts, doc, article)),
    grade: node.grade,
  };
}

export function clauseView({ documents, lang }: Texts, doc: string, article?: string): ClauseView {
  const source = documents[doc];
  const name = source?.number ?? source?.title ?? doc;
  return { text: clauseText(name, article, lang), url: source?.url ?? null };
}

// ---- Changes --------------------------------------------------------------------------------

export interface Change {
  readonly kind: 'added' | 'dropped' | 'changed';
  readonly label: string;
  /** What stood before and stands now; one line each for the words and the rule, where they differ. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** What a version changed against the one before: conditions that came, went, or read differently, and the benefit. */
export function changesBetween(
  reader: Reader,
  say: MeasureWords,
  measure: Measure,
  from: Version,
  to: Version,
): Change[] {
  const [before, after] = [from, to].map((version) => {
    const own = { ...reader, on: version.from };
    const conditions = conditionLines(own, say, measure, version).flatMap((line) =>
      line.kind === 'condition' ? [line.condition] : [],
    );
    return new Map(conditions.map((condition) => [condition.id, condition]));
  });
  if (!before || !after) return [];
  const changed = [...after.values()].flatMap((now): Change[] => {
    const then = before.get(now.id);
    if (!then) return [{ kind: 'added', label: now.label, before: [], after: linesOf(now).slice(1) }];
    const [old, fresh] = [linesOf(then), linesOf(now)];
    // Of a rule that computes, other words for the same are no change.
    const told = (lines: readonly string[]): string => (now.judged ? lines : lines.slice(1)).join('\n');
    if (told(old) === told(fresh)) return [];
    return [
      {
        kind: 'changed',
        label: now.label,
        before: old.filter((line) => !fresh.includes(line)),
        after: fresh.filter((line) => !old.includes(line)),
      },
    ];
  });
  const dropped = [...before.values()]
    .filter(({ id }) => !after.has(id))
    .map((then): Change => ({ kind: 'dropped', label: then.label, before: linesOf(then).slice(1), after: [] }));
  const ofKind = (kind: Change['kind']): Change[] => changed.filter((change) => change.kind === kind);
  return [...benefitChange(reader, say, measure, from, to), ...ofKind('changed'), ...ofKind('added'), ...dropped];
}

/** What a reader would compare: the sentence, the rule, who judges. */
const linesOf = ({ label, rule, by, score, when }: ConditionLine): string[] =>
  [label, rule ?? '', score?.pass ?? '', by ?? '', when ?? ''].filter(Boolean);

function benefitChange(reader: Reader, say: MeasureWords, { id }: Measure, from: Version, to: Version): Change[] {
  const of = (version: Version): string[] => {
    const text = reader.texts.measures[id]?.versions[version.from]?.benefit;
    const figures = Object.values(version.benefit ?? {}).map((figure) =>
      exprWords({ ...reader, on: version.from }, figure, 'yuan'),
    );
    return [text?.text ?? '', text?.basis ?? '', ...figures].filter(Boolean);
  };
  const [before, after] = [of(from), of(to)];
  if (before.join('\n') === after.join('\n')) return [];
  return [
    {
      kind: 'changed',
      label: say.benefit,
      before: before.filter((line) => !after.includes(line)),
      after: after.filter((line) => !before.includes(line)),
    },
  ];
}
