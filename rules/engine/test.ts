import { addMonths } from './calendar.ts';
import {
  answerAt,
  type Env,
  figure,
  flagAt,
  fiscalYear,
  holdings,
  heldOn,
  inForceOrNearest,
  validOn,
  yearExists,
  firstDayWithYear,
  yearPath,
} from './facts.ts';
import { compareIntervals, isExact, point, type Truth } from './interval.ts';
import { openInputs } from './inputs.ts';
import type { Day, SizeClass, SizeLimits, SizeRow, State, Test } from './types.ts';
import { evaluate, isNoYear } from './value.ts';

/** How a test comes out; `from` is the first day it can be judged, where the firm has no completed year yet. */
export interface Outcome {
  readonly state: Exclude<State, 'skipped'>;
  readonly from?: Day;
}
const MET: Outcome = { state: 'met' };
const UNMET: Outcome = { state: 'unmet' };
const UNKNOWN: Outcome = { state: 'unknown' };
const JUDGEMENT: Outcome = { state: 'judgement' };

const truthful = (value: 'yes' | 'no' | 'maybe'): Outcome => (value === 'yes' ? MET : value === 'no' ? UNMET : UNKNOWN);

export function check(env: Env, test: Test): Outcome {
  switch (test[0]) {
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=': {
      const left = evaluate(env, test[1]);
      const right = evaluate(env, test[2]);
      if (isNoYear(left) || isNoYear(right)) {
        return { state: 'unmet', from: Math.max(isNoYear(left) ? left.from : 0, isNoYear(right) ? right.from : 0) };
      }
      return FROM_TRUTH[decidable(env, test, compareIntervals(test[0], left, right))];
    }
    case 'is': {
      const answer = flagAt(env, test[1]);
      return answer === undefined ? UNKNOWN : answer ? MET : UNMET;
    }
    case 'in': {
      const answer = answerAt(env.profile, test[1]);
      return typeof answer === 'string' ? (test[2].includes(answer) ? MET : UNMET) : UNKNOWN;
    }
    case 'has': {
      const answer = answerAt(env.profile, test[1]);
      if (!Array.isArray(answer)) return UNKNOWN;
      return answer.some((item) => typeof item === 'string' && test[2].includes(item)) ? MET : UNMET;
    }
    case 'industry':
      return truthful(industryWithin(answerAt(env.profile, 'industryCode'), test[1]));
    case 'size':
      return sizeWithin(env, test[1]);
    case 'holds':
      return truthful(holds(env, test[1]));
    case 'renewal':
      return truthful(dueForRenewal(env, test[1], test[2]));
    case 'exists':
      return yearExists(env, test[1]) === 'no'
        ? { state: 'unmet', from: firstDayWithYear(env, test[1]) }
        : truthful(yearExists(env, test[1]));
    case 'qualifies':
      return FROM_VERDICT[env.outcomeOf(test[1]).verdict];
    case 'and':
      return joined(
        test[1].map((each) => check(env, each)),
        'unmet',
        'met',
      );
    case 'or':
      return joined(
        test[1].map((each) => check(env, each)),
        'met',
        'unmet',
      );
    case 'not': {
      const { state } = check(env, test[1]);
      return state === 'met' ? UNMET : state === 'unmet' ? MET : { state };
    }
  }
}

const FROM_TRUTH: Record<Truth, Outcome> = { yes: MET, no: UNMET, open: UNKNOWN, undefined: JUDGEMENT };
/** What only an authority can settle there, only an authority can settle here. */
const FROM_VERDICT = {
  eligible: MET,
  review: JUDGEMENT,
  incomplete: UNKNOWN,
  ineligible: UNMET,
  'out-of-scope': UNMET,
} as const;

/**
 * How a test comes out for an estimate: a measure that only waits for an authority counts as enjoyed, so that a tax
 * saving is reckoned at the rate the firm files at.
 */
export function assumed(env: Env, test: Test): Outcome {
  return test[0] === 'qualifies' && env.outcomeOf(test[1]).verdict === 'review' ? MET : check(env, test);
}

/** What stays open although nothing is left to ask is for a person to judge. */
const decidable = (env: Env, test: Test, truth: Truth): Truth =>
  truth === 'open' && openInputs(env, test).length === 0 ? 'undefined' : truth;

function joined(outcomes: readonly Outcome[], deciding: 'met' | 'unmet', otherwise: 'met' | 'unmet'): Outcome {
  const states = outcomes.map(({ state }) => state);
  if (states.includes(deciding)) return { state: deciding };
  if (states.includes('unknown')) return UNKNOWN;
  return states.includes('judgement') ? JUDGEMENT : { state: otherwise };
}

/** Codes are prefixes of one another: `I65` lies within `I`; `K70` may or may not lie within `K7010`. */
export function industryWithin(code: unknown, prefixes: readonly string[]): 'yes' | 'no' | 'maybe' {
  if (typeof code !== 'string') return 'maybe';
  if (prefixes.some((prefix) => code.startsWith(prefix))) return 'yes';
  return prefixes.some((prefix) => prefix.startsWith(code)) ? 'maybe' : 'no';
}

function holds(env: Env, type: string): 'yes' | 'no' | 'maybe' {
  const list = holdings(env, type);
  if (list === undefined) return 'maybe';
  const states = list.map((holding) => validOn(holding, env.asOf));
  return states.includes('yes') ? 'yes' : states.includes('maybe') ? 'maybe' : 'no';
}

function dueForRenewal(env: Env, type: string, months: number): 'yes' | 'no' | 'maybe' {
  const held = holds(env, type);
  if (held !== 'yes') return held;
  const validTo = heldOn(env, type)?.validTo;
  if (!validTo) return 'no';
  const due = (last: Day): boolean => env.asOf >= addMonths(last, -months);
  return due(validTo.first) === due(validTo.last) ? (due(validTo.first) ? 'yes' : 'no') : 'maybe';
}

// ---- Size classes (中小企业划型) ------------------------------------------------

const CLASSES = ['large', 'medium', 'small'] as const;

/** The classes a firm can belong to; undefined for industries that the standard leaves out. */
export function possibleSizes(env: Env): readonly SizeClass[] | undefined {
  const table = inForceOrNearest(env.catalogue.rules.sizes.values, env.asOf);
  const code = answerAt(env.profile, 'industryCode');
  const rows = (table?.rows ?? []).filter((row) => industryWithin(code, row.codes) !== 'no');
  if (rows.length === 0) return undefined;
  const found = new Set(rows.flatMap((row) => sizesInRow(env, row)));
  return (['large', 'medium', 'small', 'micro'] as const).filter((size) => found.has(size));
}

/** Rows of the standard that can apply to the firm. */
export const sizeRows = (env: Env): readonly SizeRow[] =>
  (inForceOrNearest(env.catalogue.rules.sizes.values, env.asOf)?.rows ?? []).filter(
    (row) => industryWithin(answerAt(env.profile, 'industryCode'), row.codes) !== 'no',
  );

/** A class is reached only where all its lower limits are; one that is missed drops the firm a class. */
function sizesInRow(env: Env, row: SizeRow): SizeClass[] {
  const possible: SizeClass[] = [];
  for (const size of CLASSES) {
    const reached = reaches(env, row[size]);
    if (reached !== 'no') possible.push(size);
    if (reached === 'yes') return possible;
  }
  return [...possible, 'micro'];
}

function reaches(env: Env, limits: SizeLimits): 'yes' | 'no' | 'maybe' {
  const truths = Object.entries(limits).map(([indicator, limit]) =>
    compareIntervals('>=', figure(env, yearPath(env, indicator, 0)), point(limit)),
  );
  return truths.includes('no') ? 'no' : truths.every((truth) => truth === 'yes') ? 'yes' : 'maybe';
}

function sizeWithin(env: Env, wanted: readonly string[]): Outcome {
  if (yearExists(env, 0) === 'no') return { state: 'unmet', from: firstDayWithYear(env, 0) };
  const possible = possibleSizes(env);
  if (possible === undefined) return JUDGEMENT;
  // A finer code may turn out to belong to an industry that the standard leaves out.
  if (industryOpen(env)) return UNKNOWN;
  const inside = possible.filter((size) => wanted.includes(size));
  return inside.length === possible.length ? MET : inside.length === 0 ? UNMET : UNKNOWN;
}

/** Whether the firm's industry is unknown, or too coarse to say which row of the size standard applies. */
function industryOpen(env: Env): boolean {
  const code = answerAt(env.profile, 'industryCode');
  return typeof code !== 'string' || sizeRows(env).some((row) => industryWithin(code, row.codes) === 'maybe');
}

/** Size indicators that are not known exactly, for the rows that can apply. */
export function openSizeInputs(env: Env): string[] {
  const rows = sizeRows(env);
  const ambiguous = industryOpen(env);
  const indicators = new Set(rows.flatMap((row) => CLASSES.flatMap((size) => Object.keys(row[size]))));
  const paths = [...indicators].map((indicator) => `years.${fiscalYear(env, 0)}.${indicator}`);
  return [...(ambiguous ? ['industryCode'] : []), ...paths.filter((path) => !isExact(figure(env, path)))];
}
