/** `npm run -s rules -- lint | graph | fields | schema | case FILE | coverage | stale | trace | diff A B` */
import { existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isIsoDate, todayInBeijing } from '../engine/calendar.ts';
import { isList, isRecord } from '../engine/json.ts';
import { loadCatalogue } from '../engine/load.ts';
import type { Rules } from '../engine/types.ts';
import { suggestion } from '../language/names.ts';
import { readFocusFields } from '../language/read.ts';
import { differences, readAllCases, readCases } from './cases.ts';
import { compiledSources, compiledWithFiles, loadArtefact } from './catalogue.ts';
import { coverageOf, renderCoverage } from './coverage.ts';
import { diffOf } from './diff.ts';
import { focusIn, renderFocus } from './focus.ts';
import { graphOf } from './graph.ts';
import { reportMeasure, reportParameter } from './lint.ts';
import { RULES } from './paths.ts';
import { InputFault, parsed, run } from './run.ts';
import { profileSchema } from './schema.ts';
import { renderStale, staleOn } from './stale.ts';
import { aligned } from './text.ts';
import { tracePlans } from './trace.ts';

const COMMANDS = { lint, graph, fields, schema, case: runCaseFile, coverage, stale, trace, diff };
const USAGE = `usage: npm run -s rules -- ${Object.keys(COMMANDS).join(' | ')} [FILE]... [--measure ID]... [--lang zh|en] [--as-of YYYY-MM-DD] [--format text|json] [--documents DIR]`;

interface Options {
  readonly operands: readonly string[];
  readonly measures: readonly string[];
  readonly lang: 'zh' | 'en';
  readonly asOf: string;
  readonly format: 'text' | 'json';
  readonly documents: string | undefined;
}

run(() => {
  const { values, positionals } = parsed(
    () =>
      parseArgs({
        allowPositionals: true,
        options: {
          measure: { type: 'string', multiple: true },
          lang: { type: 'string', default: 'zh' },
          'as-of': { type: 'string' },
          format: { type: 'string', default: 'text' },
          documents: { type: 'string' },
        },
      }),
    USAGE,
  );
  const [name = '', ...operands] = positionals;
  const { lang, format, measure: measures = [], documents } = values;
  const asOf = values['as-of'] ?? todayInBeijing(new Date());
  if (lang !== 'zh' && lang !== 'en') throw new InputFault([`--lang: “${lang}” is not zh or en`]);
  if (format !== 'text' && format !== 'json') throw new InputFault([`--format: “${format}” is not text or json`]);
  if (!isIsoDate(asOf)) throw new InputFault([`--as-of: “${asOf}” is not a day of the calendar; write 2026-07-01`]);
  if (!isCommand(name))
    throw new InputFault([`“${name}” is not a command${suggestion(name, Object.keys(COMMANDS))}`, USAGE]);
  return COMMANDS[name]({ operands, measures, lang, asOf, format, documents });
});

function isCommand(name: string): name is keyof typeof COMMANDS {
  return Object.hasOwn(COMMANDS, name);
}

/** Compiles everything, runs every case and every mutant; exit 1 where a case fails or a mutant survives. */
function lint({ measures }: Options): number {
  const { compiled, files } = compiledWithFiles();
  const sources = compiledSources(compiled, files);
  const catalogue = loadCatalogue(compiled.rules);
  const ids = [...catalogue.measures.keys()];
  const unknown = measures.find((id) => !catalogue.measures.has(id));
  if (unknown !== undefined)
    throw new InputFault([`--measure: no measure is named “${unknown}”${suggestion(unknown, ids)}`]);
  const cases = casesOrFault(() => readAllCases(catalogue.rules.fields, ids));
  const asked = catalogue.rules.measures.filter((measure) => measures.length === 0 || measures.includes(measure.id));
  const reports = asked.map((measure) => reportMeasure(catalogue, measure, cases.get(measure.id) ?? []));
  const rows = reports.map((report) => [
    report.id,
    ...[report.conditions, report.judgements, report.cases].map(String),
    `${report.killed}/${report.mutants}`,
  ]);
  process.stdout.write(aligned(['measure', 'conditions', 'judgements', 'cases', 'killed'], rows));
  const parameters =
    measures.length > 0
      ? []
      : Object.keys(catalogue.rules.parameters).map((id) => ({ id, ...reportParameter(catalogue, id, cases) }));
  const faults = [
    ...reports.flatMap((report) => [
      ...(report.cases === 0 ? [`${report.id}: has no cases`] : []),
      ...report.failures.map((failure) => `${report.id}: case ${failure}`),
      ...report.survivors.map((survivor) => `${report.id}: survived: ${survivor}`),
    ]),
    ...parameters.flatMap(({ id, survivors }) => survivors.map((survivor) => `parameter ${id}: survived: ${survivor}`)),
  ];
  for (const fault of faults) console.error(fault);
  const total =
    reports.reduce((sum, report) => sum + report.mutants, 0) +
    parameters.reduce((sum, { mutants }) => sum + mutants, 0);
  const survivors = faults.filter((fault) => fault.includes(': survived: ')).length;
  const fed = sources.indicators.filter((indicator) => indicator.measures.length > 0).length;
  process.stdout.write(
    `${reports.length} measures, ${total} mutants, ${survivors} survivors; catalogue ${catalogue.rules.hash.slice(0, 12)}\n${sources.indicators.length} indicators, ${fed} fed by measures, the others with a reason\n`,
  );
  return faults.length === 0 ? 0 : 1;
}

/** Which measures read which, and which exclude one another, in Graphviz’s language. */
function graph({ lang }: Options): number {
  const { rules, texts } = loadArtefact(lang);
  process.stdout.write(graphOf(rules, texts));
  return 0;
}

/** The field dictionary (path, type, unit, label), and what the plans call the priority fields. */
function fields({ lang }: Options): number {
  const { rules, texts } = loadArtefact(lang);
  const rows = Object.entries(rules.fields).map(([path, field]) => [
    path,
    field.type,
    field.unit ?? '',
    texts.fields[path]?.label ?? '',
  ]);
  process.stdout.write(
    `${aligned(['field', 'type', 'unit', 'label'], rows)}\n${renderFocus(focusIn(readFocusFields(RULES)), texts)}`,
  );
  return 0;
}

/** JSON Schema of the company profile. */
function schema({ lang }: Options): number {
  const { rules, texts } = loadArtefact(lang);
  process.stdout.write(asJson(profileSchema(rules.fields, texts)));
  return 0;
}

/** Runs the cases of one file; exit 1 where one fails. */
function runCaseFile({ operands }: Options): number {
  const [path, ...more] = operands;
  if (path === undefined || more.length > 0) throw new InputFault(['name one case file', USAGE]);
  const file = resolve(path);
  if (!existsSync(file)) throw new InputFault([`${path}: there is no such file`]);
  const catalogue = loadCatalogue(loadArtefact('zh').rules);
  if (!catalogue.measures.has(basename(file, '.yaml')))
    throw new InputFault([`${path}: no measure is named “${basename(file, '.yaml')}”`]);
  const cases = casesOrFault(() => readCases(file, catalogue.rules.fields));
  const failed = cases.filter((one) => {
    const found = differences(catalogue, one);
    console.log(
      `${found.length === 0 ? 'ok  ' : 'FAIL'} ${one.name}${found.map((difference) => `\n       ${difference}`).join('')}`,
    );
    return found.length > 0;
  });
  console.log(`${cases.length - failed.length} passed, ${failed.length} failed`);
  return failed.length === 0 ? 0 : 1;
}

/** Per measure: what is encoded, judged, left out by name; grade, day checked, cases; sums; the plans’ indicators. */
function coverage({ lang, format }: Options): number {
  const { compiled, files } = compiledWithFiles();
  const { indicators } = compiledSources(compiled, files);
  const ids = compiled.rules.measures.map(({ id }) => id);
  const cases = casesOrFault(() => readAllCases(compiled.rules.fields, ids));
  const found = coverageOf(compiled, cases, indicators, lang);
  process.stdout.write(format === 'json' ? asJson(found) : renderCoverage(found, lang));
  return 0;
}

/** What to look at again on a day, with the question and whom to ask. */
function stale({ asOf, lang, format }: Options): number {
  const { compiled, files } = compiledWithFiles();
  const facts = staleOn(compiled.rules, compiled.texts[lang], files, asOf);
  process.stdout.write(format === 'json' ? asJson({ asOf, facts }) : renderStale(facts, asOf, lang));
  return 0;
}

function asJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Finds the plans’ anchors and accounts for every provision; exit 1 where an anchor is not where it should be. */
function trace({ documents }: Options): number {
  const { text, faults } = tracePlans(compiledWithFiles(), documents);
  for (const fault of faults) console.error(fault);
  process.stdout.write(text);
  return faults.length === 0 ? 0 : 1;
}

/** Compares two compiled catalogues (rules.json). */
function diff({ operands }: Options): number {
  const [older, newer, ...more] = operands;
  if (older === undefined || newer === undefined || more.length > 0)
    throw new InputFault(['name two compiled catalogues (rules.json)', USAGE]);
  process.stdout.write(diffOf(readRules(older), readRules(newer)));
  return 0;
}

function readRules(path: string): Rules {
  try {
    const read: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (isRecord(read) && isList(read.measures)) return read as unknown as Rules;
  } catch {
    // Said below: whatever is wrong with the file, it is not a compiled catalogue.
  }
  throw new InputFault([`${path}: is not a compiled catalogue (rules.json)`]);
}

function casesOrFault<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new InputFault([error instanceof Error ? error.message : String(error)]);
  }
}
