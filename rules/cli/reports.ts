import { toDay, yearOf } from '../engine/calendar.ts';
import { leavesIn } from '../engine/leaves.ts';
import type { Measure, Rules, Texts } from '../engine/types.ts';
import type { Compiled } from '../language/compile.ts';
import type { Case } from './cases.ts';
import { aligned } from './text.ts';

/** Days after which a checked fact should be looked at again. */
const FRESH_DAYS = 180;

const leavesOf = (measure: Measure) =>
  measure.versions.flatMap((version) => [
    ...(version.scope ? leavesIn(version.scope) : []),
    ...leavesIn(version.require),
  ]);

/** Per measure: clauses encoded, judgements, clauses named as left out, grade, day checked, cases. */
export function coverageOf({ rules, leftOut }: Compiled, cases: ReadonlyMap<string, readonly Case[]>): string {
  const rows = rules.measures.map((measure) => {
    const leaves = leavesOf(measure);
    const judgements = leaves.filter(({ kind }) => kind === 'judgement').length;
    const counts = [leaves.length - judgements, judgements, leftOut.get(measure.id) ?? 0];
    return [
      measure.id,
      ...counts.map(String),
      measure.grade,
      measure.checked,
      String(cases.get(measure.id)?.length ?? 0),
    ];
  });
  const sum = (column: number): string => String(rows.reduce((total, row) => total + Number(row[column]), 0));
  rows.push([`${rows.length} measures`, sum(1), sum(2), sum(3), '', '', sum(6)]);
  return aligned(['measure', 'encoded', 'judgements', 'left out', 'grade', 'checked', 'cases'], rows);
}

/** What is past its check date, its call year or its end on a day, with the question to ask and whom. */
export function staleOn({ measures }: Rules, texts: Texts, asOf: string): string {
  const rows = measures.flatMap((measure) => {
    const whom = texts.measures[measure.id]?.department ?? '';
    const last = measure.versions.at(-1);
    if (last?.to !== undefined && toDay(last.to) <= toDay(asOf)) return [];
    const year = yearOf(toDay(asOf));
    const needsCall = measure.availability === 'calls' && !measure.calls.some((call) => call.year === year);
    return [
      ...(toDay(asOf) - toDay(measure.checked) > FRESH_DAYS
        ? [[measure.id, `checked ${measure.checked}`, 'Is it still as encoded?', whom]]
        : []),
      ...(needsCall
        ? [[measure.id, `no call of ${year}`, `Is there a call of ${year}, with which directions and days?`, whom]]
        : []),
      ...(last?.to !== undefined && toDay(last.to) - toDay(asOf) <= FRESH_DAYS
        ? [[measure.id, `ends before ${last.to}`, 'What follows it?', whom]]
        : []),
    ];
  });
  return rows.length === 0 ? 'nothing is stale\n' : aligned(['measure', 'what', 'question', 'whom'], rows);
}

/** What differs between two compiled catalogues: measures that came, went or changed, and where. */
export function diffOf(older: Rules, newer: Rules): string {
  const before = new Map(older.measures.map((measure) => [measure.id, measure]));
  const after = new Map(newer.measures.map((measure) => [measure.id, measure]));
  const lines = [
    ...[...after.keys()].filter((id) => !before.has(id)).map((id) => `+ ${id}`),
    ...[...before.keys()].filter((id) => !after.has(id)).map((id) => `- ${id}`),
    ...[...after].flatMap(([id, measure]) => {
      const old = before.get(id);
      const changes = old ? changesBetween(old, measure, '') : [];
      return changes.length === 0 ? [] : [`~ ${id}`, ...changes.map((change) => `    ${change}`)];
    }),
    ...changesBetween(older.parameters, newer.parameters, 'parameters'),
  ];
  return lines.length === 0 ? 'no difference\n' : `${lines.join('\n')}\n`;
}

function changesBetween(a: unknown, b: unknown, path: string): string[] {
  if (Object.is(a, b)) return [];
  const bothObjects = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  if (!bothObjects) return [`${path}: ${brief(a)} → ${brief(b)}`];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) =>
    changesBetween(Reflect.get(a, key), Reflect.get(b, key), path === '' ? key : `${path}.${key}`),
  );
}

const brief = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80));
