import { isList } from '../engine/json.ts';
import type { BasisRef, ConditionText, Grade, Lang, Test, Unit } from '../engine/types.ts';
import { parseTest } from './expression.ts';
import { type Names, suggestion } from './names.ts';
import { ExpressionFault } from './parse.ts';
import type { Path, Source } from './problems.ts';
import type { SharedFile, Words } from './schema.ts';

/** What a version's conditions are read with. */
export interface Reading {
  readonly source: Source;
  readonly names: Names;
  readonly shared: SharedFile;
  readonly documents: ReadonlySet<string>;
  readonly grade: Grade;
  readonly bases: readonly BasisRef[];
  readonly title: string | undefined;
  readonly renewalMonths: number | undefined;
  /** Collected while reading. */
  readonly texts: Record<Lang, { conditions: Record<string, ConditionText>; items: Record<string, string> }>;
  readonly ids: Set<string>;
}

export type Raw = { readonly [key: string]: unknown };
export const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !isList(value);

export function readHead(
  reading: Reading,
  raw: Raw,
  path: Path,
): { id: string; grade: Grade; basis: readonly BasisRef[] } | undefined {
  const { source } = reading;
  const id = raw.id;
  if (typeof id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) {
    source.problem('id' in raw ? [...path, 'id'] : path, 'a condition needs an id of lower-case words joined by “-”');
    return;
  }
  if (reading.ids.has(id))
    source.problem(
      'use' in raw || 'id' in raw ? [...path, 'id'] : path,
      `the id “${id}” is used twice in this version`,
    );
  reading.ids.add(id);
  const grade = raw.grade ?? reading.grade;
  if (grade !== 'A' && grade !== 'B' && grade !== 'C') {
    source.problem([...path, 'grade'], 'a grade is A, B or C');
    return;
  }
  const basis = readBasis(reading, raw.basis, [...path, 'basis']);
  if (basis.length === 0)
    source.problem(path, `the basis of “${id}” is missing: name the article, or { doc, article }`);
  return { id, grade, basis };
}

/** An article of the version's first document, a document, or a list of these. */
export function readBasis(
  reading: Pick<Reading, 'source' | 'documents' | 'bases'>,
  value: unknown,
  path: Path,
): BasisRef[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown, index) => readBasis(reading, each, [...path, index]));
  if (typeof value === 'string') {
    if (reading.documents.has(value)) return [{ doc: value }];
    const [first] = reading.bases;
    return first ? [{ doc: first.doc, article: value }] : [];
  }
  if (!isRaw(value)) return [];
  const { doc, article } = value;
  if (typeof doc !== 'string' || !reading.documents.has(doc)) {
    reading.source.problem(
      [...path, 'doc'],
      `the bibliography has no document “${String(doc)}”${suggestion(String(doc), [...reading.documents])}`,
    );
    return [];
  }
  return [typeof article === 'string' ? { doc, article } : { doc }];
}

export function readTest(
  reading: Reading,
  value: unknown,
  path: Path,
): { test: Test; unit: Unit | undefined } | undefined {
  return expressed(reading, value, path, (text) => parseTest(text, reading.names));
}

/** Parses an expression and turns its faults into problems at their place in the line. */
export function expressed<T>(
  reading: Pick<Reading, 'source'>,
  value: unknown,
  path: Path,
  parse: (text: string) => T,
): T | undefined {
  if (typeof value !== 'string') {
    reading.source.problem(path, 'an expression is text such as “revenue[0] <= wan(5000)”');
    return;
  }
  try {
    return parse(value);
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    reading.source.unreadable(path, error.message, error.at);
    return;
  }
}

export function readLevers(reading: Reading, raw: Raw, path: Path, read: readonly string[]): string[] | undefined {
  const { source } = reading;
  const written = raw.levers ?? (raw.lever === undefined ? undefined : [raw.lever]);
  if (written === undefined) {
    if (read.length > 1)
      source.problem([...path, 'test'], `name the “lever” that can close the gap (${read.join(', ')}), or lever: none`);
    return read.length === 1 ? [...read] : [];
  }
  if (!Array.isArray(written)) {
    source.problem([...path, 'levers'], '“levers” is a list of fields');
    return;
  }
  return written.flatMap((lever: unknown) => {
    if (lever === 'none') return [];
    if (typeof lever === 'string' && read.includes(lever)) return [lever];
    source.problem(
      [...path, 'lever' in raw ? 'lever' : 'levers'],
      `the condition does not read “${String(lever)}”${suggestion(String(lever), read)}`,
    );
    return [];
  });
}

export function readTolerance(reading: Reading, raw: Raw, path: Path): number | undefined {
  if (!('tolerance' in raw)) return undefined;
  const { tolerance } = raw;
  if (typeof tolerance === 'number' && tolerance >= 0) return tolerance;
  reading.source.problem([...path, 'tolerance'], 'a tolerance is a number in the condition’s unit');
  return undefined;
}

export function judgeOf(reading: Reading, value: unknown, path: Path): Words | undefined {
  const judge =
    typeof value === 'string' && Object.hasOwn(reading.shared.judges, value) ? reading.shared.judges[value] : undefined;
  if (judge) return judge;
  if (isRaw(value) && typeof value.zh === 'string' && typeof value.en === 'string')
    return { zh: value.zh, en: value.en };
  reading.source.problem(
    path,
    `say who judges: { zh, en } or one of the named judges${suggestion(String(value), Object.keys(reading.shared.judges))}`,
  );
  return undefined;
}

export function addText(reading: Reading, raw: Raw, path: Path, id: string, by: Words | undefined): void {
  const label = readWords(reading, raw.label, [...path, 'label']);
  const note = 'note' in raw ? readWords(reading, raw.note, [...path, 'note']) : undefined;
  const list = raw.evidence;
  const evidence = Array.isArray(list)
    ? list.flatMap((each: unknown, index) => readWords(reading, each, [...path, 'evidence', index]) ?? [])
    : [];
  if (!label) return;
  for (const lang of ['zh', 'en'] as const) {
    reading.texts[lang].conditions[id] = {
      label: label[lang],
      ...(by ? { by: by[lang] } : {}),
      ...(note ? { note: note[lang] } : {}),
      ...(evidence.length > 0 ? { evidence: evidence.map((each) => each[lang]) } : {}),
    };
  }
}

export function readWords(reading: Pick<Reading, 'source'>, value: unknown, path: Path): Words | undefined {
  const record = isRaw(value) ? value : {};
  const { zh, en } = record;
  if (typeof zh === 'string' && zh !== '' && typeof en === 'string' && en !== '') return { zh, en };
  const missing = [
    typeof zh === 'string' && zh !== '' ? '' : 'zh',
    typeof en === 'string' && en !== '' ? '' : 'en',
  ].filter(Boolean);
  reading.source.problem(path, `the label is missing in ${missing.join(' and ')}`);
  return undefined;
}
