import type { Condition, Test } from '../engine/types.ts';
import { fieldsRead } from './dependencies.ts';
import { suggestion } from './names.ts';
import type { Path } from './problems.ts';
import {
  addText,
  isRaw,
  judgeOf,
  type Raw,
  type Reading,
  readHead,
  readLevers,
  readTest,
  readTolerance,
} from './reading.ts';
import { readScore } from './scores.ts';

const COMMON = ['when', 'track'];
const LEAF = ['id', 'label', 'basis', 'grade', 'evidence', 'note'];
const KINDS = {
  test: [...LEAF, 'test', 'lever', 'levers', 'tolerance', 'declaredBy'],
  judgement: [...LEAF, 'judgement'],
  score: [...LEAF, 'score', 'judge', 'lever', 'levers', 'tolerance'],
  all: ['all'],
  any: ['any'],
  not: ['not'],
  atLeast: ['atLeast', 'of'],
} as const;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS).filter((key): key is Kind => Object.hasOwn(KINDS, key));

/** Reads a condition and everything below it; undefined where it has faults, which are noted on the source. */
export function readCondition(
  reading: Reading,
  value: unknown,
  path: Path,
  part: 'scope' | 'require',
): Condition | undefined {
  const { source } = reading;
  if (!isRaw(value)) {
    source.problem(path, 'a condition is a map such as { id, label, test }');
    return;
  }
  const raw = withShared(reading, value, path);
  if (!raw) return undefined;
  const kinds = KIND_NAMES.filter((kind) => kind in raw);
  const [kind] = kinds;
  if (!kind || kinds.length > 1) {
    source.problem(
      path,
      `a condition has exactly one of ${KIND_NAMES.join(', ')}; this one has ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`,
    );
    return;
  }
  const allowed: string[] = [...COMMON, ...KINDS[kind]];
  for (const key of Object.keys(raw)) {
    if (!allowed.includes(key))
      source.problemAtKey([...path, key], `unknown field “${key}”${suggestion(key, allowed)}`);
  }
  const when = guard(reading, raw, path);
  const body = readBody(reading, kind, raw, path, part);
  return body && (when ? { ...body, when } : body);
}

/** Replaces `use: name` by the shared condition of that name; the user's own entries win. */
function withShared(reading: Reading, value: Raw, path: Path): Raw | undefined {
  if (!('use' in value)) return value;
  const { use, ...own } = value;
  const shared =
    typeof use === 'string' && Object.hasOwn(reading.shared.conditions, use)
      ? reading.shared.conditions[use]
      : undefined;
  if (!shared) {
    reading.source.problem(
      [...path, 'use'],
      `no shared condition is named “${String(use)}”${suggestion(String(use), Object.keys(reading.shared.conditions))}`,
    );
    return;
  }
  return { id: use, ...shared, ...own };
}

function guard(reading: Reading, raw: Raw, path: Path): Test | undefined {
  const written = 'when' in raw ? readTest(reading, raw.when, [...path, 'when'])?.test : undefined;
  if (!('track' in raw)) return written;
  const { title, renewalMonths } = reading;
  if (title === undefined || renewalMonths === undefined) {
    reading.source.problem([...path, 'track'], 'a track needs the measure’s “title” and “renewalMonths”');
    return;
  }
  if (raw.track !== 'new' && raw.track !== 'renewal') {
    reading.source.problem([...path, 'track'], 'a track is “new” or “renewal”');
    return;
  }
  const renewal: Test = ['renewal', title, renewalMonths];
  const track: Test = raw.track === 'renewal' ? renewal : ['not', renewal];
  return written ? ['and', [track, written]] : track;
}

function readBody(
  reading: Reading,
  kind: Kind,
  raw: Raw,
  path: Path,
  part: 'scope' | 'require',
): Condition | undefined {
  switch (kind) {
    case 'test':
      return readLeaf(reading, raw, path, part);
    case 'judgement':
      return readJudgement(reading, raw, path, part);
    case 'score':
      return readScore(reading, raw, path, part);
    case 'not': {
      const inner = readCondition(reading, raw.not, [...path, 'not'], part);
      if (inner) checkAlternatives(reading, kind, [inner], () => [...path, 'not']);
      return inner && { kind, of: [inner] };
    }
    case 'all':
    case 'any':
    case 'atLeast':
      return readGroup(reading, kind, raw, path, part);
  }
}

function readGroup(
  reading: Reading,
  kind: 'all' | 'any' | 'atLeast',
  raw: Raw,
  path: Path,
  part: 'scope' | 'require',
): Condition | undefined {
  const key = kind === 'atLeast' ? 'of' : kind;
  const list = raw[key];
  if (!Array.isArray(list) || list.length === 0) {
    reading.source.problem([...path, key], `“${key}” is a list of conditions`);
    return;
  }
  const read = list.map((each: unknown, index) => readCondition(reading, each, [...path, key, index], part));
  if (kind !== 'all') checkAlternatives(reading, kind, read, (index) => [...path, key, index]);
  const of = read.flatMap((each) => each ?? []);
  if (kind !== 'atLeast') return { kind, of };
  const n = raw.atLeast;
  if (typeof n !== 'number' || !Number.isInteger(n) || n < 1 || n > list.length) {
    reading.source.problem([...path, 'atLeast'], `“atLeast” is a whole number from 1 to ${list.length}`);
    return;
  }
  return { kind, n, of };
}

/**
 * While a guard is open a met body counts as met, which is right under “all”, where a skipped condition changes
 * nothing. An alternative may not rest on it: where the guard turns out false it does not count, and the group that
 * was met is not.
 */
function checkAlternatives(
  reading: Reading,
  kind: Kind,
  children: readonly (Condition | undefined)[],
  pathOf: (index: number) => Path,
): void {
  children.forEach((child, index) => {
    if (child && canBeSkipped(child) && canBeMet(child))
      reading.source.problem(
        pathOf(index),
        `a guarded condition cannot be met under “${kind}”: where its guard is false it does not count; write all: with the guard’s test as a condition of its own`,
      );
  });
}

const canBeSkipped = (condition: Condition): boolean =>
  condition.when !== undefined || ('of' in condition && condition.of.every(canBeSkipped));

function canBeMet(condition: Condition): boolean {
  switch (condition.kind) {
    case 'judgement':
      return false;
    case 'all':
      return condition.of.some(canBeMet) && condition.of.every((each) => canBeMet(each) || canBeSkipped(each));
    case 'any':
    case 'atLeast':
      return condition.of.some(canBeMet);
    case 'test':
    case 'score':
    case 'not':
      return true;
  }
}

// ---- Leaves -----------------------------------------------------------------------------

const COMPARISONS = ['>=', '>', '<=', '<', '='];
const SCOPE_TESTS = ['is', 'in', 'has', 'not', 'and', 'or'];

function readLeaf(reading: Reading, raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  const { source } = reading;
  const head = readHead(reading, raw, path);
  const typed = readTest(reading, raw.test, [...path, 'test']);
  if (!head || !typed) return undefined;
  const { test, unit } = typed;
  if (part === 'scope' && !SCOPE_TESTS.includes(test[0])) {
    source.problem(
      [...path, 'test'],
      'scope says only who and where (applicant type, residence, region, sub-park, a named list); move this to “require”',
    );
  }
  if (['and', 'or'].includes(test[0]) && part === 'require')
    source.problem([...path, 'test'], 'one comparison per condition; use all: or any: for several');
  if (head.grade === 'C')
    source.problem(
      [...path, 'grade' in raw ? 'grade' : 'test'],
      'a figure of grade C never decides; make it a judgement naming who judges',
    );
  const levers =
    unit === undefined || unit === 'date' ? undefined : readLevers(reading, raw, path, fieldsRead(reading.names, test));
  const tolerance = readTolerance(reading, raw, path);
  if (levers && levers.length > 0 && tolerance === undefined && isAgainstZero(test))
    source.problem(
      [...path, 'test'],
      'near is 20 % of the threshold, which is nothing for 0: say what is near with “tolerance”, or lever: none',
    );
  const declaredBy = 'declaredBy' in raw ? judgeOf(reading, raw.declaredBy, [...path, 'declaredBy']) : undefined;
  addText(reading, raw, path, head.id, declaredBy);
  return {
    kind: 'test',
    ...head,
    test,
    ...(unit === undefined ? {} : { unit }),
    ...(levers && levers.length > 0 ? { levers } : {}),
    ...(tolerance === undefined ? {} : { tolerance }),
    ...(declaredBy ? { declaredBy: String(raw.declaredBy) } : {}),
  };
}

/** Whether the test compares with the number 0 itself. */
function isAgainstZero(test: Test): boolean {
  const [kind, ...sides] = test;
  return COMPARISONS.includes(kind) && sides.some((side) => Array.isArray(side) && side[0] === 'num' && side[1] === 0);
}

function readJudgement(reading: Reading, raw: Raw, path: Path, part: 'scope' | 'require'): Condition | undefined {
  if (part === 'scope')
    reading.source.problem(path, 'scope is decided by data, never by a judgement; move this to “require”');
  const head = readHead(reading, raw, path);
  const by = judgeOf(reading, raw.judgement, [...path, 'judgement']);
  if (!head || !by) return undefined;
  addText(reading, raw, path, head.id, by);
  return { kind: 'judgement', ...head };
}
