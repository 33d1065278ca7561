import { toDay } from '../engine/calendar.ts';
import type {
  BasisRef,
  Call,
  ConditionText,
  Grade,
  Lang,
  Measure,
  MeasureText,
  Version,
  Window,
} from '../engine/types.ts';
import { readCondition } from './conditions.ts';
import { expressed, readBasis, type Reading } from './reading.ts';
import { parseFigure } from './expression.ts';
import { type Names, suggestion } from './names.ts';
import { compileRelations } from './groups.ts';
import type { Path, Source } from './problems.ts';
import {
  type CallFile,
  type MeasureFile,
  measureSchema,
  type SharedFile,
  type VersionFile,
  type Words,
} from './schema.ts';
import { checked } from './shape.ts';

export interface Surroundings {
  readonly names: Names;
  readonly shared: SharedFile;
  readonly documents: ReadonlySet<string>;
  readonly provisions: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  readonly groups: ReadonlySet<string>;
  /** The documents that are plans. */
  readonly plans: ReadonlySet<string>;
}
export interface CompiledMeasure {
  readonly measure: Measure;
  readonly texts: Record<Lang, MeasureText>;
}

/** Compiles one measure's file; undefined where its shape is wrong. Faults are noted on the source. */
export function compileMeasure(source: Source, around: Surroundings): CompiledMeasure | undefined {
  const file = checked(source, measureSchema);
  if (!file) return undefined;
  checkReferences(source, file, around);
  const versions = file.versions.map((version, index) => compileVersion(source, file, version, index, around));
  checkPeriods(source, file.versions, ['versions']);
  const calls = (file.calls ?? []).map((call, index) => compileCall(source, call, ['calls', index], file, around));
  if (file.availability !== 'calls' && calls.length > 0)
    source.problem(['calls'], `calls need availability: calls, not “${file.availability}”`);
  if (versions.some((version) => version === undefined)) return undefined;
  const compiled = versions.flatMap((version) => version ?? []);
  const { renewalMonths, title, successor, unofficial } = file;
  const measure: Measure = {
    id: file.id,
    level: file.level,
    instrument: file.instrument,
    availability: file.availability,
    ...(title === undefined ? {} : { title }),
    ...(renewalMonths === undefined ? {} : { renewalMonths }),
    provisions: file.provisions,
    checked: file.checked,
    grade: file.grade,
    versions: compiled.map(({ version }) => version),
    calls,
    relations: compileRelations(source, file, { ...around, measures: around.names.measures }),
    ...(successor === undefined ? {} : { successor }),
    ...(unofficial === undefined ? {} : { unofficial }),
  };
  return { measure, texts: { zh: textOf(file, compiled, 'zh'), en: textOf(file, compiled, 'en') } };
}

interface CompiledVersion {
  readonly version: Version;
  readonly texts: Record<Lang, { conditions: Record<string, ConditionText>; items: Record<string, string> }>;
}

function compileVersion(
  source: Source,
  file: MeasureFile,
  version: VersionFile,
  index: number,
  around: Surroundings,
): CompiledVersion | undefined {
  const path: Path = ['versions', index];
  const bases = version.bases.flatMap((basis, at): BasisRef[] => {
    const doc = typeof basis === 'string' ? basis : basis.doc;
    if (!around.documents.has(doc))
      source.problem(
        [...path, 'bases', at],
        `the bibliography has no document “${doc}”${suggestion(doc, [...around.documents])}`,
      );
    return typeof basis === 'string'
      ? [{ doc }]
      : readBasis({ source, documents: around.documents, bases: [] }, basis, [...path, 'bases', at]);
  });
  const reading: Reading = {
    source,
    names: around.names,
    shared: around.shared,
    documents: around.documents,
    grade: version.grade ?? (file.grade satisfies Grade),
    bases,
    title: file.title,
    renewalMonths: file.renewalMonths,
    texts: { zh: { conditions: {}, items: {} }, en: { conditions: {}, items: {} } },
    ids: new Set(),
  };
  const scope = version.scope && readCondition(reading, version.scope, [...path, 'scope'], 'scope');
  const require = readCondition(reading, version.require, [...path, 'require'], 'require');
  if (!require || (version.scope && !scope)) return undefined;
  const benefit = version.benefit && compileBenefit(source, version.benefit, [...path, 'benefit'], around.names);
  return {
    version: {
      from: version.from,
      ...(version.to === undefined ? {} : { to: version.to }),
      bases,
      ...(scope ? { scope } : {}),
      require,
      ...(benefit ? { benefit } : {}),
    },
    texts: reading.texts,
  };
}

function compileBenefit(
  source: Source,
  benefit: NonNullable<VersionFile['benefit']>,
  path: Path,
  names: Names,
): NonNullable<Version['benefit']> {
  const amount = (key: 'yearly' | 'oneOff' | 'ceiling') =>
    benefit[key] === undefined
      ? undefined
      : expressed({ source }, benefit[key], [...path, key], (text) => parseFigure(text, names, 'yuan'));
  const [yearly, oneOff, ceiling] = [amount('yearly'), amount('oneOff'), amount('ceiling')];
  return { ...(yearly ? { yearly } : {}), ...(oneOff ? { oneOff } : {}), ...(ceiling ? { ceiling } : {}) };
}

// ---- Periods and calls ------------------------------------------------------------------

/** Versions follow one another without overlap or hole; only the last may be open-ended. */
export function checkPeriods(
  source: Source,
  periods: readonly { from: string; to?: string | undefined }[],
  path: Path,
): void {
  periods.forEach((period, index) => {
    const here = [...path, index];
    if (period.to !== undefined && toDay(period.to) <= toDay(period.from))
      source.problem([...here, 'to'], `ends on ${period.to}, not after it begins on ${period.from}`);
    const next = periods[index + 1];
    if (!next) return;
    if (period.to === undefined || toDay(period.to) > toDay(next.from))
      source.problem(
        [...path, index + 1, 'from'],
        `overlaps the one before, which lasts to ${period.to ?? 'no end'}; write to: ${next.from} there`,
      );
    else if (toDay(period.to) < toDay(next.from))
      source.problem(
        [...path, index + 1, 'from'],
        `nothing is in force from ${period.to} to ${next.from}; close the hole or say why with a version of its own`,
      );
  });
}

function compileCall(source: Source, call: CallFile, path: Path, file: MeasureFile, around: Surroundings): Call {
  if (!around.documents.has(call.doc))
    source.problem(
      [...path, 'doc'],
      `the bibliography has no document “${call.doc}”${suggestion(call.doc, [...around.documents])}`,
    );
  if (call.region !== undefined && !around.regions.has(call.region))
    source.problem(
      [...path, 'region'],
      `no region is named “${call.region}”${suggestion(call.region, [...around.regions])}`,
    );
  if (call.grade === 'C')
    source.problem([...path, 'grade'], 'a call of grade C never decides; leave it out until a source confirms it');
  const windows = windowsOf(source, call, path);
  for (const [index, window] of windows.entries()) {
    if (window.opensOn !== undefined && window.closesOn !== undefined && toDay(window.closesOn) < toDay(window.opensOn))
      source.problem(path, `window ${index + 1} closes on ${window.closesOn}, before it opens on ${window.opensOn}`);
  }
  if (call.listed === false && windows.length > 0)
    source.problem([...path, 'listed'], 'a call that does not list this measure has no window');
  return {
    year: call.year,
    ...(call.region === undefined ? {} : { region: call.region }),
    ...(call.publishedOn === undefined ? {} : { publishedOn: call.publishedOn }),
    listed: call.listed ?? true,
    windows,
    ...(call.firstCome ? { firstCome: true } : {}),
    grade: call.grade,
    doc: call.doc,
    checked: call.checked ?? file.checked,
  };
}

/** Batches known only by their deadlines are contiguous: only the first has a day on which it opens. */
function windowsOf(source: Source, call: CallFile, path: Path): Window[] {
  const forms = [
    call.windows !== undefined,
    call.batches !== undefined,
    call.batches === undefined &&
      call.windows === undefined &&
      (call.opensOn !== undefined || call.closesOn !== undefined),
  ];
  if (call.windows && (call.batches || call.opensOn !== undefined || call.closesOn !== undefined))
    source.problem([...path, 'windows'], 'give either windows, or opensOn with closesOn or batches');
  if (call.windows)
    return call.windows.map((window) => ({
      ...(window.opensOn === undefined ? {} : { opensOn: window.opensOn }),
      ...(window.closesOn === undefined ? {} : { closesOn: window.closesOn }),
    }));
  if (call.batches) {
    if (call.closesOn !== undefined)
      source.problem([...path, 'closesOn'], 'the last batch closes the call; leave closesOn out');
    return call.batches.map((closesOn, index) => {
      const before = call.batches?.[index - 1];
      if (before !== undefined && toDay(closesOn) <= toDay(before))
        source.problem([...path, 'batches', index], 'batches are not in order');
      const opensOn = index === 0 ? call.opensOn : undefined;
      return { ...(opensOn === undefined ? {} : { opensOn }), closesOn };
    });
  }
  if (!forms[2]) return [];
  return [
    {
      ...(call.opensOn === undefined ? {} : { opensOn: call.opensOn }),
      ...(call.closesOn === undefined ? {} : { closesOn: call.closesOn }),
    },
  ];
}

// ---- References and texts -----------------------------------------------------------------

function checkReferences(source: Source, file: MeasureFile, around: Surroundings): void {
  file.provisions.forEach((id, index) => {
    if (!around.provisions.has(id))
      source.problem(
        ['provisions', index],
        `no provision of the plans is named “${id}”${suggestion(id, [...around.provisions])}`,
      );
  });
  if (file.successor !== undefined && !around.names.measures.has(file.successor))
    source.problem(
      ['successor'],
      `no measure is named “${file.successor}”${suggestion(file.successor, [...around.names.measures])}`,
    );
  const titles = around.names.fields.certificates?.values ?? [];
  if (file.title !== undefined && !titles.includes(file.title))
    source.problem(['title'], `no certificate type is named “${file.title}”${suggestion(file.title, titles)}`);
}

function textOf(file: MeasureFile, compiled: readonly CompiledVersion[], lang: Lang): MeasureText {
  const said = (words: Words): string => words[lang];
  return {
    name: said(file.name),
    summary: said(file.summary),
    department: said(file.department),
    ...(file.contact ? { contact: said(file.contact) } : {}),
    ...(file.apply
      ? {
          apply: {
            channel: said(file.apply.channel),
            ...(file.apply.url === undefined ? {} : { url: file.apply.url }),
          },
        }
      : {}),
    evidence: (file.evidence ?? []).map(said),
    versions: Object.fromEntries(
      file.versions.map((version, index) => [
        version.from,
        {
          conditions: compiled[index]?.texts[lang].conditions ?? {},
          items: compiled[index]?.texts[lang].items ?? {},
          ...(version.benefit
            ? {
                benefit: {
                  text: said(version.benefit.text),
                  ...(version.benefit.basis ? { basis: said(version.benefit.basis) } : {}),
                },
              }
            : {}),
          ...(version.note ? { note: said(version.note) } : {}),
          leftOut: (version.leftOut ?? []).map(({ clause, reason }) => ({
            clause: said(clause),
            reason: said(reason),
          })),
        },
      ]),
    ),
  };
}
