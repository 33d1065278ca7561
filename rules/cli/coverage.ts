import { leavesIn } from '../engine/leaves.ts';
import type { Lang, Measure, Texts } from '../engine/types.ts';
import type { Compiled } from '../language/compile.ts';
import { INDICATOR_REASONS, type Indicator, type IndicatorReason } from '../language/sources.ts';
import type { Case } from './cases.ts';
import { aligned } from './text.ts';

/** What is encoded of each measure and what is not, with sums; prints as JSON as it stands. */
export interface Coverage {
  readonly measures: readonly MeasureCoverage[];
  readonly totals: Counts & { readonly measures: number };
  readonly indicators: {
    readonly all: number;
    readonly linked: number;
    readonly reasons: Readonly<Record<IndicatorReason, number>>;
  };
}
interface Counts {
  /** Clauses that data decides. */
  readonly encoded: number;
  /** Clauses that a person decides. */
  readonly judgements: number;
  readonly leftOut: number;
  readonly cases: number;
}
interface MeasureCoverage extends Omit<Counts, 'leftOut'> {
  readonly measure: string;
  readonly leftOut: readonly { readonly version: string; readonly clause: string; readonly reason: string }[];
  readonly grade: string;
  readonly checked: string;
}

export function coverageOf(
  { rules, texts }: Compiled,
  cases: ReadonlyMap<string, readonly Case[]>,
  indicators: readonly Indicator[],
  lang: Lang,
): Coverage {
  const measures = rules.measures.map((measure) => {
    const leaves = leavesOf(measure);
    const judgements = leaves.filter(({ kind }) => kind === 'judgement').length;
    return {
      measure: measure.id,
      encoded: leaves.length - judgements,
      judgements,
      leftOut: leftOutOf(measure, texts[lang]),
      grade: measure.grade,
      checked: measure.checked,
      cases: cases.get(measure.id)?.length ?? 0,
    };
  });
  const sum = (count: (row: MeasureCoverage) => number): number => measures.reduce((all, row) => all + count(row), 0);
  const reasons = INDICATOR_REASONS.map(
    (reason) => [reason, indicators.filter((indicator) => indicator.reason === reason).length] as const,
  );
  return {
    measures,
    totals: {
      measures: measures.length,
      encoded: sum(({ encoded }) => encoded),
      judgements: sum(({ judgements }) => judgements),
      leftOut: sum(({ leftOut }) => leftOut.length),
      cases: sum((row) => row.cases),
    },
    indicators: {
      all: indicators.length,
      linked: indicators.filter((indicator) => indicator.measures.length > 0).length,
      reasons: Object.fromEntries(reasons) as Record<IndicatorReason, number>,
    },
  };
}

const leavesOf = (measure: Measure) =>
  measure.versions.flatMap((version) => [
    ...(version.scope ? leavesIn(version.scope) : []),
    ...leavesIn(version.require),
  ]);

const leftOutOf = (measure: Measure, texts: Texts): MeasureCoverage['leftOut'] =>
  measure.versions.flatMap(({ from }) =>
    (texts.measures[measure.id]?.versions[from]?.leftOut ?? []).map((each) => ({ version: from, ...each })),
  );

const WORDS = {
  zh: {
    head: ['措施', '已编入', '待认定', '未编入', '等级', '核对日', '用例'],
    total: (count: number) => `合计 ${count} 项`,
    leftOut: '未编入的条款',
    since: (from: string) => `（${from} 起的版本）`,
    indicators: (all: number, linked: number) => `规划指标 ${all} 项，其中 ${linked} 项有措施支撑`,
    reason: {
      macro: '宏观指标',
      'government-task': '政府自身任务',
      environment: '环境',
      population: '人口',
      'no-measure': '没有见到措施',
    },
  },
  en: {
    head: ['measure', 'encoded', 'judgements', 'left out', 'grade', 'checked', 'cases'],
    total: (count: number) => `${count} measures`,
    leftOut: 'Clauses left out',
    since: (from: string) => ` (version of ${from})`,
    indicators: (all: number, linked: number) => `${all} indicators of the plans, ${linked} fed by measures`,
    reason: {
      macro: 'of the whole economy',
      'government-task': 'the government’s own task',
      environment: 'environment',
      population: 'population',
      'no-measure': 'no measure seen',
    },
  },
} as const satisfies Record<Lang, unknown>;

/** For a person: the table with its sums, then every clause left out by name, then the indicators. */
export function renderCoverage({ measures, totals, indicators }: Coverage, lang: Lang): string {
  const words = WORDS[lang];
  const rows = measures.map(({ measure, encoded, judgements, leftOut, grade, checked, cases }) => [
    measure,
    String(encoded),
    String(judgements),
    String(leftOut.length),
    grade,
    checked,
    String(cases),
  ]);
  rows.push([
    words.total(totals.measures),
    String(totals.encoded),
    String(totals.judgements),
    String(totals.leftOut),
    '',
    '',
    String(totals.cases),
  ]);
  const named = measures.flatMap(({ measure, leftOut }) => [
    ...(leftOut.length === 0 ? [] : [`  ${measure}`]),
    ...leftOut.map(({ version, clause, reason }) => {
      const several = new Set(leftOut.map((each) => each.version)).size > 1;
      return `    ${clause}${several ? words.since(version) : ''} — ${reason}`;
    }),
  ]);
  const reasons = INDICATOR_REASONS.map((reason) => `  ${words.reason[reason]}: ${indicators.reasons[reason]}`);
  return [
    aligned(words.head, rows).trimEnd(),
    '',
    words.leftOut,
    ...named,
    '',
    words.indicators(indicators.all, indicators.linked),
    ...reasons,
    '',
  ].join('\n');
}
