import { isList } from '../engine/json.ts';
import type { Condition, Expr, Points, ScoreItem, Test } from '../engine/types.ts';
import { fieldsRead } from './dependencies.ts';
import { parseTest } from './expression.ts';
import { suggestion } from './names.ts';
import type { Path } from './problems.ts';
import {
  addText,
  expressed,
  isRaw,
  judgeOf,
  type Raw,
  type Reading,
  readHead,
  readLevers,
  readTest,
  readTolerance,
  readWords,
} from './reading.ts';

/** Reads a score condition: its pass mark, items, alternatives and caps. */
export function readScore(reading: Reading, raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  const { source } = reading;
  const head = readHead(reading, raw, path);
  const score = raw.score;
  if (part === 'scope') source.problem(path, 'scope is decided by who and where; move the score to “require”');
  if (!head || !isRaw(score)) {
    source.problem([...path, 'score'], 'a score is { pass, items }');
    return;
  }
  if (head.grade === 'C')
    source.problem(path, 'a figure of grade C never decides; make it a judgement naming who judges');
  const passing = /^(>=|>) *(\d+(?:\.\d+)?)$/.exec(String(score.pass));
  if (!passing) {
    source.problem([...path, 'score', 'pass'], 'the pass mark is written “>= 60” or “> 70”');
    return;
  }
  const list = score.items;
  if (!Array.isArray(list)) {
    source.problem([...path, 'score', 'items'], '“items” is a list');
    return;
  }
  addText(reading, raw, path, head.id, 'judge' in raw ? judgeOf(reading, raw.judge, [...path, 'judge']) : undefined);
  const items = list.flatMap(
    (item: unknown, index) => readItem(reading, head.id, item, [...path, 'score', 'items', index]) ?? [],
  );
  const best = Array.isArray(score.best)
    ? score.best.filter(Array.isArray).map((group: unknown[]) => group.map(String))
    : undefined;
  const caps = readCaps(score.caps);
  if (score.caps !== undefined && !caps)
    source.problem([...path, 'score', 'caps'], '“caps” is a list of { of: [items], most }');
  const unknown = [...(best ?? []), ...(caps ?? []).map((cap) => cap.of)]
    .flat()
    .find((id) => !items.some((item) => item.id === id));
  if (unknown !== undefined) source.problem([...path, 'score', 'best'], `“${unknown}” is not an item of this score`);
  const read = [...new Set(items.flatMap((item) => item.steps.flatMap(([test]) => fieldsRead(reading.names, test))))];
  const levers = raw.lever === undefined && raw.levers === undefined ? [] : readLevers(reading, raw, path, read);
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
  return value.flatMap((cap: unknown) =>
    isRaw(cap) && Array.isArray(cap.of) && typeof cap.most === 'number'
      ? [{ of: cap.of.map(String), most: cap.most }]
      : [],
  );
}

const POINTS = 'points are a number, or a span such as [7, 8] that a person decides';

function readPoints(value: unknown): Points | undefined {
  if (typeof value === 'number') return value;
  if (!isList(value) || value.length !== 2) return undefined;
  const [low, high] = value;
  return typeof low === 'number' && typeof high === 'number' && low <= high ? [low, high] : undefined;
}

const BAND_ENDS = { from: '>=', above: '>', upTo: '<=', below: '<' } as const;

function readItem(reading: Reading, score: string, item: unknown, path: Path): ScoreItem | undefined {
  const { source } = reading;
  if (!isRaw(item) || typeof item.id !== 'string') {
    source.problem(
      path,
      'a score item is { id, label, value, bands } or { id, label, steps } or { id, label, judged }',
    );
    return;
  }
  const id = item.id;
  for (const key of Object.keys(item)) {
    const known = ['id', 'label', 'value', 'bands', 'steps', 'otherwise', 'judged'];
    if (!known.includes(key)) source.problemAtKey([...path, key], `unknown field “${key}”${suggestion(key, known)}`);
  }
  const label = readWords(reading, item.label, [...path, 'label']);
  if (label) for (const lang of ['zh', 'en'] as const) reading.texts[lang].items[`${score}.${id}`] = label[lang];
  if (typeof item.judged === 'number') return { id, steps: [], otherwise: [0, item.judged] };
  const otherwise = 'otherwise' in item ? readPoints(item.otherwise) : 0;
  if (otherwise === undefined) {
    source.problem([...path, 'otherwise'], POINTS);
    return;
  }
  const steps = 'bands' in item ? readBands(reading, item, path) : readSteps(reading, item.steps, [...path, 'steps']);
  return steps && { id, steps, otherwise };
}

function readSteps(reading: Reading, list: unknown, path: Path): (readonly [Test, Points])[] | undefined {
  if (!Array.isArray(list)) {
    reading.source.problem(path, '“steps” is a list of { if, points }');
    return;
  }
  return list.flatMap((step: unknown, index) => {
    const test = isRaw(step) ? readTest(reading, step.if, [...path, index, 'if'])?.test : undefined;
    const points = isRaw(step) ? readPoints(step.points) : undefined;
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
  if (typeof value !== 'string' || !Array.isArray(bands)) {
    source.problem([...path, 'bands'], 'bands need a “value” and a list of { from, points }');
    return;
  }
  let previous: number | undefined;
  return bands.flatMap((band: unknown, index) => {
    const here = [...path, 'bands', index];
    const points = isRaw(band) ? readPoints(band.points) : undefined;
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
    const test = expressed(reading, `(${value}) ${BAND_ENDS[end]} ${limit}`, [...path, 'value'], (text) =>
      parseTest(text, reading.names),
    )?.test;
    const order =
      test &&
      constantOf(test[0] === '>=' || test[0] === '>' || test[0] === '<=' || test[0] === '<' ? test[2] : undefined);
    if (
      order !== undefined &&
      previous !== undefined &&
      (end === 'from' || end === 'above' ? order >= previous : order <= previous)
    ) {
      source.problem(here, `bands are out of order: ${end} ${limit} can never be reached after the one before`);
    }
    previous = order ?? previous;
    return test ? [[test, points] as const] : [];
  });
}

const constantOf = (expr: Expr | undefined): number | undefined => (expr?.[0] === 'num' ? expr[1] : undefined);
