import { toDay, toIso } from '../engine/calendar.ts';
import { isList, isRecord } from '../engine/json.ts';
import type { Json, Measure, Parameter, Unit } from '../engine/types.ts';
import { NO_FIGURE } from '../language/expression.ts';

/** One deliberate mistake in a rule; `make` gives the rule with the mistake in it. */
export interface Mutant<T> {
  readonly where: string;
  readonly what: string;
  readonly make: () => T;
}

type Step = string | number;
type Tree = { [key: string]: Json } | Json[];
const STEPS: Partial<Record<Unit, number>> = { ratio: 0.0001, percent: 0.01 };
const FLIPPED: Record<string, string> = { '>=': '>', '>': '>=', '<=': '<', '<': '<=' };
const COMPARISONS = Object.keys(FLIPPED);
/** Longer lists of choices are shared sets such as the districts of Beijing. */
const LONGEST_LIST = 8;

/**
 * Every mistake that a case must catch: each number nudged by its smallest step in both directions, each
 * comparison's strictness flipped, each date moved by a day, each rate, cap and point changed, each choice,
 * guard and condition dropped.
 */
export function measureMutants(measure: Measure): Mutant<Measure>[] {
  return mutantsOf(measure, ['versions', 'calls']);
}

export const parameterMutants = (parameter: Parameter): Mutant<Parameter>[] =>
  mutantsOf(parameter, ['values'], parameter.unit);

function mutantsOf<T extends object>(whole: T, parts: readonly string[], unit?: Unit): Mutant<T>[] {
  const mutants: Mutant<T>[] = [];
  const add = (path: readonly Step[], where: string, what: string, change: (parent: Tree, key: Step) => void): void => {
    mutants.push({
      where,
      what,
      make: () => {
        const copy = structuredClone(whole);
        const parent = path
          .slice(0, -1)
          .reduce<unknown>(
            (node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined),
            copy,
          );
        const key = path.at(-1);
        if (typeof parent === 'object' && parent !== null && key !== undefined) change(parent as Tree, key);
        return copy;
      },
    });
  };
  for (const part of parts) walk(Reflect.get(whole, part), [part], part, unit, add);
  const unseen = indistinguishable(whole, parts);
  return mutants.filter(({ where, what }) => !unseen.has(`${where}: ${what}`));
}

/**
 * Mistakes that change no answer on any day: a hole of one day between two versions is filled by the nearer one,
 * which is the same (and the compiler refuses the hole); after its last value a parameter keeps it; a window opens no
 * earlier than its call was published.
 */
function indistinguishable(whole: object, parts: readonly string[]): Set<string> {
  const found = new Set<string>();
  for (const part of parts) {
    const list: unknown = Reflect.get(whole, part);
    const entries = isList(list) ? list.filter(isRecord) : [];
    const begins = entries.map((entry) => dateOf(entry.from));
    for (const entry of entries) {
      const [from, to, publishedOn] = [dateOf(entry.from), dateOf(entry.to), dateOf(entry.publishedOn)];
      if (to !== '' && begins.includes(to)) found.add(`${part} ${from}: to ${to} −1 day`);
      if (to !== '' && part === 'values' && entry === entries.at(-1))
        for (const change of ['−1', '+1']) found.add(`values ${from}: to ${to} ${change} day`);
      for (const window of isList(entry.windows) ? entry.windows.filter(isRecord) : [])
        if (publishedOn !== '' && window.opensOn === publishedOn) found.add(`${part}: opensOn ${publishedOn} −1 day`);
    }
  }
  return found;
}

const dateOf = (value: unknown): string => (typeof value === 'string' ? value : '');

type Add = (path: readonly Step[], where: string, what: string, change: (parent: Tree, key: Step) => void) => void;
const set =
  (value: Json) =>
  (parent: Tree, key: Step): void =>
    void Reflect.set(parent, key, value);
const drop = (parent: Tree, key: Step): void => {
  if (Array.isArray(parent) && typeof key === 'number') parent.splice(key, 1);
  else Reflect.deleteProperty(parent, key);
};

function walk(node: unknown, path: readonly Step[], where: string, unit: Unit | undefined, add: Add): void {
  if (Array.isArray(node)) walkTuple(node, path, where, unit, add);
  else if (typeof node === 'object' && node !== null) walkObject(node, path, where, unit, add);
}

const DATES = ['from', 'to', 'publishedOn', 'opensOn', 'closesOn'];
const NUMBERS = ['pass', 'tolerance', 'n', 'otherwise', 'most'];
const IGNORED = ['bases', 'basis', 'grade', 'doc', 'checked', 'id', 'unit', 'levers', 'year', 'kind'];

function walkObject(node: object, path: readonly Step[], above: string, outer: Unit | undefined, add: Add): void {
  const id: unknown = Reflect.get(node, 'id');
  const named: unknown = Reflect.get(node, 'from');
  const where =
    typeof id === 'string' ? id : typeof named === 'string' && path.length === 2 ? `${above} ${named}` : above;
  const unit = unitOf(Reflect.get(node, 'unit')) ?? outer;
  for (const [key, value] of Object.entries(node)) {
    const here = [...path, key];
    if (IGNORED.includes(key)) continue;
    if (DATES.includes(key) && typeof value === 'string') {
      for (const days of [-1, 1])
        add(here, where, `${key} ${value} ${days > 0 ? '+' : '−'}1 day`, set(toIso(toDay(value) + days)));
    } else if (NUMBERS.includes(key) && typeof value === 'number') {
      nudge(value, key === 'tolerance' ? unit : 'points', here, where, key, add);
    } else if (key === 'op' && typeof value === 'string') {
      add(here, where, `${value} → ${FLIPPED[value] ?? ''}`, set(FLIPPED[value] ?? ''));
    } else if (key === 'listed' && typeof value === 'boolean') {
      add(here, where, `listed → ${!value}`, set(!value));
    } else if (key === 'region' || key === 'firstCome' || key === 'when') {
      add(here, where, `drop ${key}`, drop);
      walk(value, here, `${where} ${key}`, undefined, add);
    } else if (key === 'of' && Array.isArray(value) && value.every((child) => typeof child === 'object')) {
      value.forEach((child: unknown, index) => {
        if (value.length > 1) add([...here, index], labelOf(child), 'drop the condition', drop);
        walk(child, [...here, index], where, unit, add);
      });
    } else if (key === 'items' || key === 'windows' || key === 'caps' || key === 'versions' || key === 'values') {
      const list: readonly unknown[] = Array.isArray(value) ? value : [];
      list.forEach((child, index) => {
        walk(child, [...here, index], where, unit, add);
      });
    } else if (key === 'steps') {
      walkSteps(value, here, where, add);
    } else {
      walk(value, here, where, key === 'yearly' || key === 'oneOff' || key === 'ceiling' ? 'yuan' : unit, add);
    }
  }
}

const unitOf = (value: unknown): Unit | undefined => (typeof value === 'string' ? (value as Unit) : undefined);

function labelOf(child: unknown): string {
  if (typeof child !== 'object' || child === null) return '';
  const id: unknown = Reflect.get(child, 'id');
  return typeof id === 'string' ? id : `(${String(Reflect.get(child, 'kind'))})`;
}

/** Steps of a score item: the test, and the points it gives. */
function walkSteps(value: unknown, path: readonly Step[], where: string, add: Add): void {
  const steps = isList(value) ? value : [];
  steps.forEach((step, index) => {
    const [test, points] = isList(step) ? step : [];
    walk(test, [...path, index, 0], where, undefined, add);
    if (typeof points === 'number') nudge(points, 'points', [...path, index, 1], where, 'points', add);
    else if (Array.isArray(points))
      points.forEach(
        (end: unknown, at) =>
          typeof end === 'number' && nudge(end, 'points', [...path, index, 1, at], where, 'points', add),
      );
  });
}

function walkTuple(
  node: readonly unknown[],
  path: readonly Step[],
  where: string,
  unit: Unit | undefined,
  add: Add,
): void {
  if (isNoFigure(node)) return;
  const [kind, first, second] = node;
  if (kind === 'num' && typeof first === 'number') {
    nudge(first, unit, [...path, 1], where, 'number', add);
  } else if (kind === 'date' && typeof first === 'string') {
    for (const days of [-1, 1])
      add([...path, 1], where, `date ${first} ${days > 0 ? '+' : '−'}1 day`, set(toIso(toDay(first) + days)));
  } else if (
    (kind === 'year' || kind === 'sum' || kind === 'mean' || kind === 'growth') &&
    typeof second === 'number'
  ) {
    for (const change of [-1, 1]) {
      const moved = second + change;
      if (kind === 'year' ? moved <= 1 : moved >= (kind === 'growth' ? 2 : 1))
        add([...path, 2], where, `${kind} ${String(first)} ${second} → ${moved}`, set(moved));
    }
  } else if (kind === 'exists' && typeof first === 'number') {
    for (const change of [-1, 1]) add([...path, 1], where, `exists ${first} → ${first + change}`, set(first + change));
  } else if (kind === 'renewal' && typeof second === 'number') {
    for (const change of [-1, 1])
      add([...path, 2], where, `renewal months ${second} → ${second + change}`, set(second + change));
  } else if (typeof kind === 'string' && COMPARISONS.includes(kind)) {
    add([...path, 0], where, `${kind} → ${FLIPPED[kind] ?? ''}`, set(FLIPPED[kind] ?? ''));
    walk(first, [...path, 1], where, unit, add);
    walk(second, [...path, 2], where, unit, add);
  } else if (kind === 'in' || kind === 'has' || kind === 'industry' || kind === 'size') {
    const at = kind === 'in' || kind === 'has' ? 2 : 1;
    const list: readonly unknown[] = Array.isArray(node[at]) ? node[at] : [];
    if (list.length > 1 && list.length <= LONGEST_LIST)
      list.forEach((value, index) => add([...path, at, index], where, `drop “${String(value)}”`, drop));
  } else {
    node.forEach((child, index) => {
      walk(
        child,
        [...path, index],
        where,
        Array.isArray(child) && kind !== '*' && kind !== '/' ? unit : undefined,
        add,
      );
    });
  }
}

/** An amount that is not stated has no number to get wrong. */
const isNoFigure = (node: readonly unknown[]): boolean => JSON.stringify(node) === JSON.stringify(NO_FIGURE);

function nudge(
  value: number,
  unit: Unit | undefined,
  path: readonly Step[],
  where: string,
  what: string,
  add: Add,
): void {
  const step = (unit && STEPS[unit]) ?? (unit === undefined && !Number.isInteger(value) ? 0.0001 : 1);
  for (const change of [-step, step]) {
    const moved = Number((value + change).toFixed(6));
    add(path, where, `${what} ${value} → ${moved}`, set(moved));
  }
}
