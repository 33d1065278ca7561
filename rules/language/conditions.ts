import type { BasisRef, Condition, ConditionText, Expr, Grade, Lang, Points, ScoreItem, Test, Unit } from '../engine/types.ts';
import { fieldsRead } from './dependencies.ts';
import { ExpressionFault, type Names, parseTest, suggestion } from './expression.ts';
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

type Raw = { readonly [key: string]: unknown };
const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value);

const COMMON = ['when', 'track'];
const LEAF = ['id', 'label', 'basis', 'grade', 'evidence', 'note'];
const KINDS = {
  test: [...LEAF, 'test', 'lever', 'levers', 'tolerance', 'declaredBy'],
  judgement: [...LEAF, 'judgement'],
  score: [...LEAF, 'score', 'lever', 'levers', 'tolerance'],
  all: ['all'],
  any: ['any'],
  not: ['not'],
  atLeast: ['atLeast', 'of'],
} as const;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS).filter((key): key is Kind => Object.hasOwn(KINDS, key));

/** Reads a condition and everything below it; undefined where it has faults, which are noted on the source. */
export function readCondition(reading: Reading, value: unknown, path: Path, part: 'scope' | 'require'): Condition | undefined {
  const { source } = reading;
  if (!isRaw(value)) return void source.problem(path, 'a condition is a map such as { id, label, test }');
  const raw = withShared(reading, value, path);
  if (!raw) return undefined;
  const kinds = KIND_NAMES.filter((kind) => kind in raw);
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    return void source.problem(path, `a condition has exactly one of ${KIND_NAMES.join(', ')}; this one has ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`);
  }
  const allowed: string[] = [...COMMON, ...KINDS[kind]];
  for (const key of Object.keys(raw)) {
    if (!allowed.includes(key)) source.problem([...path, key], `unknown field “${key}”${suggestion(key, allowed)}`);
  }
  const when = guard(reading, raw, path);
  const body = readBody(reading, kind, raw, path, part);
  return body && (when ? { ...body, when } : body);
}

/** Replaces `use: name` by the shared condition of that name; the user's own entries win. */
function withShared(reading: Reading, value: Raw, path: Path): Raw | undefined {
  if (!('use' in value)) return value;
  const { use, ...own } = value;
  const shared = typeof use === 'string' && Object.hasOwn(reading.shared.conditions, use) ? reading.shared.conditions[use] : undefined;
  if (!shared) return void reading.source.problem([...path, 'use'], `no shared condition is named “${String(use)}”${suggestion(String(use), Object.keys(reading.shared.conditions))}`);
  return { id: use, ...shared, ...own };
}

function guard(reading: Reading, raw: Raw, path: Path): Test | undefined {
  const written = 'when' in raw ? readTest(reading, raw['when'], [...path, 'when'])?.test : undefined;
  if (!('track' in raw)) return written;
  const { title, renewalMonths } = reading;
  if (title === undefined || renewalMonths === undefined) return void reading.source.problem([...path, 'track'], 'a track needs the measure’s “title” and “renewalMonths”');
  if (raw['track'] !== 'new' && raw['track'] !== 'renewal') return void reading.source.problem([...path, 'track'], 'a track is “new” or “renewal”');
  const renewal: Test = ['renewal', title, renewalMonths];
  const track: Test = raw['track'] === 'renewal' ? renewal : ['not', renewal];
  return written ? ['and', [track, written]] : track;
}

function readBody(reading: Reading, kind: Kind, raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  switch (kind) {
    case 'test':
      return readLeaf(reading, raw, path, part);
    case 'judgement':
      return readJudgement(reading, raw, path, part);
    case 'score':
      return readScore(reading, raw, path, part);
    case 'not': {
      const inner = readCondition(reading, raw['not'], [...path, 'not'], part);
      return inner && { kind, of: [inner] };
    }
    case 'all':
    case 'any':
    case 'atLeast':
      return readGroup(reading, kind, raw, path, part);
  }
}

function readGroup(reading: Reading, kind: 'all' | 'any' | 'atLeast', raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  const key = kind === 'atLeast' ? 'of' : kind;
  const list = raw[key];
  if (!Array.isArray(list) || list.length === 0) return void reading.source.problem([...path, key], `“${key}” is a list of conditions`);
  const of = list.flatMap((each: unknown, index) => readCondition(reading, each, [...path, key, index], part) ?? []);
  if (kind !== 'atLeast') return { kind, of };
  const n = raw['atLeast'];
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 1 || n > list.length) return void reading.source.problem([...path, 'atLeast'], `“atLeast” is a whole number from 1 to ${list.length}`);
  return { kind, n, of };
}

// ---- Leaves -----------------------------------------------------------------------------

const SCOPE_TESTS = ['is', 'in', 'has', 'not', 'and', 'or'];

function readLeaf(reading: Reading, raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  const { source } = reading;
  const head = readHead(reading, raw, path);
  const typed = readTest(reading, raw['test'], [...path, 'test']);
  if (!head || !typed) return undefined;
  const { test, unit } = typed;
  if (part === 'scope' && !SCOPE_TESTS.includes(test[0])) {
    source.problem([...path, 'test'], 'scope says only who and where (applicant type, residence, region, sub-park, a named list); move this to “require”');
  }
  if (['and', 'or'].includes(test[0]) && part === 'require') source.problem([...path, 'test'], 'one comparison per condition; use all: or any: for several');
  if (head.grade === 'C') source.problem([...path, 'grade' in raw ? 'grade' : 'test'], 'a figure of grade C never decides; make it a judgement naming who judges');
  const levers = unit === undefined || unit === 'date' ? undefined : readLevers(reading, raw, path, fieldsRead(reading.names, test));
  const tolerance = readTolerance(reading, raw, path);
  const declaredBy = 'declaredBy' in raw ? judgeOf(reading, raw['declaredBy'], [...path, 'declaredBy']) : undefined;
  addText(reading, raw, path, head.id, declaredBy);
  return {
    kind: 'test',
    ...head,
    test,
    ...(unit === undefined ? {} : { unit }),
    ...(levers && levers.length > 0 ? { levers } : {}),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(declaredBy ? { declaredBy: String(raw['declaredBy']) } : {}),
  };
}

function readJudgement(reading: Reading, raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  if (part === 'scope') reading.source.problem(path, 'scope is decided by data, never by a judgement; move this to “require”');
  const head = readHead(reading, raw, path);
  const by = judgeOf(reading, raw['judgement'], [...path, 'judgement']);
  if (!head || !by) return undefined;
  addText(reading, raw, path, head.id, by);
  return { kind: 'judgement', ...head };
}

function readHead(reading: Reading, raw: Raw, path: Path): { id: string; grade: Grade; basis: readonly BasisRef[] } | undefined {
  const { source } = reading;
  const id = raw['id'];
  if (typeof id !== 'string' || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) return void source.problem('id' in raw ? [...path, 'id'] : path, 'a condition needs an id of lower-case words joined by “-”');
  if (reading.ids.has(id)) source.problem('use' in raw || 'id' in raw ? [...path, 'id'] : path, `the id “${id}” is used twice in this version`);
  reading.ids.add(id);
  const grade = raw['grade'] ?? reading.grade;
  if (grade !== 'A' && grade !== 'B' && grade !== 'C') return void source.problem([...path, 'grade'], 'a grade is A, B or C');
  const basis = readBasis(reading, raw['basis'], [...path, 'basis']);
  if (basis.length === 0) source.problem(path, `the basis of “${id}” is missing: name the article, or { doc, article }`);
  return { id, grade, basis };
}

/** An article of the version's first document, a document, or a list of these. */
export function readBasis(reading: Pick<Reading, 'source' | 'documents' | 'bases'>, value: unknown, path: Path): BasisRef[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown, index) => readBasis(reading, each, [...path, index]));
  if (typeof value === 'string') {
    if (reading.documents.has(value)) return [{ doc: value }];
    const [first] = reading.bases;
    return first ? [{ doc: first.doc, article: value }] : [];
  }
  if (!isRaw(value)) return [];
  const { doc, article } = value;
  if (typeof doc !== 'string' || !reading.documents.has(doc)) {
    reading.source.problem([...path, 'doc'], `the bibliography has no document “${String(doc)}”${suggestion(String(doc), [...reading.documents])}`);
    return [];
  }
  return [typeof article === 'string' ? { doc, article } : { doc }];
}

function readTest(reading: Reading, value: unknown, path: Path): { test: Test; unit: Unit | undefined } | undefined {
  return expressed(reading, value, path, (text) => parseTest(text, reading.names));
}

/** Parses an expression and turns its faults into problems at their place in the line. */
export function expressed<T>(reading: Pick<Reading, 'source'>, value: unknown, path: Path, parse: (text: string) => T): T | undefined {
  if (typeof value !== 'string') return void reading.source.problem(path, 'an expression is text such as “revenue[0] <= wan(5000)”');
  try {
    return parse(value);
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    return void reading.source.problem(path, error.message, error.at);
  }
}

function readLevers(reading: Reading, raw: Raw, path: Path, read: readonly string[]): string[] | undefined {
  const { source } = reading;
  const written = raw['levers'] ?? (raw['lever'] === undefined ? undefined : [raw['lever']]);
  if (written === undefined) {
    if (read.length > 1) source.problem([...path, 'test'], `name the “lever” that can close the gap (${read.join(', ')}), or lever: none`);
    return read.length === 1 ? [...read] : [];
  }
  if (!Array.isArray(written)) return void source.problem([...path, 'levers'], '“levers” is a list of fields');
  return written.flatMap((lever: unknown) => {
    if (lever === 'none') return [];
    if (typeof lever === 'string' && read.includes(lever)) return [lever];
    source.problem([...path, 'lever' in raw ? 'lever' : 'levers'], `the condition does not read “${String(lever)}”${suggestion(String(lever), read)}`);
    return [];
  });
}

function readTolerance(reading: Reading, raw: Raw, path: Path): number | undefined {
  if (!('tolerance' in raw)) return undefined;
  const { tolerance } = raw;
  if (typeof tolerance === 'number' && tolerance >= 0) return tolerance;
  return void reading.source.problem([...path, 'tolerance'], 'a tolerance is a number in the condition’s unit');
}

function judgeOf(reading: Reading, value: unknown, path: Path): Words | undefined {
  const judge = typeof value === 'string' && Object.hasOwn(reading.shared.judges, value) ? reading.shared.judges[value] : undefined;
  if (judge) return judge;
  if (isRaw(value) && typeof value['zh'] === 'string' && typeof value['en'] === 'string') return { zh: value['zh'], en: value['en'] };
  return void reading.source.problem(path, `say who judges: { zh, en } or one of the named judges${suggestion(String(value), Object.keys(reading.shared.judges))}`);
}

// ---- Scores -----------------------------------------------------------------------------

function readScore(reading: Reading, raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  const { source } = reading;
  const head = readHead(reading, raw, path);
  const score = raw['score'];
  if (part === 'scope') source.problem(path, 'scope is decided by who and where; move the score to “require”');
  if (!head || !isRaw(score)) return void source.problem([...path, 'score'], 'a score is { pass, items }');
  if (head.grade === 'C') source.problem(path, 'a figure of grade C never decides; make it a judgement naming who judges');
  const passing = /^(>=|>) *(\d+(?:\.\d+)?)$/.exec(String(score['pass']));
  if (!passing) return void source.problem([...path, 'score', 'pass'], 'the pass mark is written “>= 60” or “> 70”');
  const list = score['items'];
  if (!Array.isArray(list)) return void source.problem([...path, 'score', 'items'], '“items” is a list');
  addText(reading, raw, path, head.id, undefined);
  const items = list.flatMap((item: unknown, index) => readItem(reading, head.id, item, [...path, 'score', 'items', index]) ?? []);
  const best = Array.isArray(score['best']) ? score['best'].filter(Array.isArray).map((group: unknown[]) => group.map(String)) : undefined;
  const caps = readCaps(score['caps']);
  if (score['caps'] !== undefined && !caps) source.problem([...path, 'score', 'caps'], '“caps” is a list of { of: [items], most }');
  const unknown = [...(best ?? []), ...(caps ?? []).map((cap) => cap.of)].flat().find((id) => !items.some((item) => item.id === id));
  if (unknown !== undefined) source.problem([...path, 'score', 'best'], `“${unknown}” is not an item of this score`);
  const read = [...new Set(items.flatMap((item) => item.steps.flatMap(([test]) => fieldsRead(reading.names, test))))];
  const levers = raw['lever'] === undefined && raw['levers'] === undefined ? [] : readLevers(reading, raw, path, read);
  const tolerance = readTolerance(reading, raw, path);
  return {
    kind: 'score',
    ...head,
    items,
    ...(best ? { best } : {}),
    ...(caps ? { caps } : {}),
    op: passing[1] === '>' ? '>' : '>=',
    pass: Number(passing[2]),
    ...(levers && levers.length > 0 ? { levers } : {}),
    ...(tolerance === undefined ? {} : { tolerance }),
  };
}

function readCaps(value: unknown): { of: string[]; most: number }[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.flatMap((cap: unknown) => (isRaw(cap) && Array.isArray(cap['of']) && typeof cap['most'] === 'number' ? [{ of: cap['of'].map(String), most: cap['most'] }] : []));
}

const POINTS = 'points are a number, or a span such as [7, 8] that a person decides';

function readPoints(value: unknown): Points | undefined {
  if (typeof value === 'number') return value;
  if (!Array.isArray(value) || value.length !== 2) return undefined;
  const [low, high]: unknown[] = value;
  return typeof low === 'number' && typeof high === 'number' && low <= high ? [low, high] : undefined;
}

const BAND_ENDS = { from: '>=', above: '>', upTo: '<=', below: '<' } as const;

function readItem(reading: Reading, score: string, item: unknown, path: Path): ScoreItem | undefined {
  const { source } = reading;
  if (!isRaw(item) || typeof item['id'] !== 'string') return void source.problem(path, 'a score item is { id, label, value, bands } or { id, label, steps } or { id, label, judged }');
  const id = item['id'];
  for (const key of Object.keys(item)) {
    const known = ['id', 'label', 'value', 'bands', 'steps', 'otherwise', 'judged'];
    if (!known.includes(key)) source.problem([...path, key], `unknown field “${key}”${suggestion(key, known)}`);
  }
  const label = readWords(reading, item['label'], [...path, 'label']);
  if (label) for (const lang of ['zh', 'en'] as const) reading.texts[lang].items[`${score}.${id}`] = label[lang];
  if (typeof item['judged'] === 'number') return { id, steps: [], otherwise: [0, item['judged']] };
  const otherwise = 'otherwise' in item ? readPoints(item['otherwise']) : 0;
  if (otherwise === undefined) return void source.problem([...path, 'otherwise'], POINTS);
  const steps = 'bands' in item ? readBands(reading, item, path) : readSteps(reading, item['steps'], [...path, 'steps']);
  return steps && { id, steps, otherwise };
}

function readSteps(reading: Reading, list: unknown, path: Path): (readonly [Test, Points])[] | undefined {
  if (!Array.isArray(list)) return void reading.source.problem(path, '“steps” is a list of { if, points }');
  return list.flatMap((step: unknown, index) => {
    const test = isRaw(step) ? readTest(reading, step['if'], [...path, index, 'if'])?.test : undefined;
    const points = isRaw(step) ? readPoints(step['points']) : undefined;
    if (!test || points === undefined) {
      if (test) reading.source.problem([...path, index], POINTS);
      return [];
    }
    return [[test, points] as const];
  });
}

function readBands(reading: Reading, item: Raw, path: Path): (readonly [Test, Points])[] | undefined {
  const { source } = reading;
  const { value, bands } = item;
  if (typeof value !== 'string' || !Array.isArray(bands)) return void source.problem([...path, 'bands'], 'bands need a “value” and a list of { from, points }');
  let previous: number | undefined;
  return bands.flatMap((band: unknown, index) => {
    const here = [...path, 'bands', index];
    const points = isRaw(band) ? readPoints(band['points']) : undefined;
    if (!isRaw(band) || points === undefined) {
      source.problem(here, POINTS);
      return [];
    }
    const end = (['from', 'above', 'upTo', 'below'] as const).find((each) => each in band);
    const limit = end && band[end];
    if (!end || (typeof limit !== 'number' && typeof limit !== 'string')) {
      source.problem(here, 'a band needs its limit: from, above, upTo or below');
      return [];
    }
    const test = expressed(reading, `(${value}) ${BAND_ENDS[end]} ${limit}`, [...path, 'value'], (text) => parseTest(text, reading.names))?.test;
    const order = test && constantOf(test[0] === '>=' || test[0] === '>' || test[0] === '<=' || test[0] === '<' ? test[2] : undefined);
    if (order !== undefined && previous !== undefined && (end === 'from' || end === 'above' ? order >= previous : order <= previous)) {
      source.problem(here, `bands are out of order: ${end} ${limit} can never be reached after the one before`);
    }
    previous = order ?? previous;
    return test ? [[test, points] as const] : [];
  });
}

const constantOf = (expr: Expr | undefined): number | undefined => (expr?.[0] === 'num' ? expr[1] : undefined);

// ---- Texts ------------------------------------------------------------------------------

function addText(reading: Reading, raw: Raw, path: Path, id: string, by: Words | undefined): void {
  const label = readWords(reading, raw['label'], [...path, 'label']);
  const note = 'note' in raw ? readWords(reading, raw['note'], [...path, 'note']) : undefined;
  const list = raw['evidence'];
  const evidence = Array.isArray(list) ? list.flatMap((each: unknown, index) => readWords(reading, each, [...path, 'evidence', index]) ?? []) : [];
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
  const missing = [typeof zh === 'string' && zh !== '' ? '' : 'zh', typeof en === 'string' && en !== '' ? '' : 'en'].filter(Boolean);
  return void reading.source.problem(path, `the label is missing in ${missing.join(' and ')}`);
}
