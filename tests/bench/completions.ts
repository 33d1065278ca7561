import { judgeOne } from './oracle.ts';
import { type Firm, makeProfiles, random } from './profiles.ts';
import { CHOICES, DERIVED, FACTS, type NeutralMeasure, type RuleNode, type Value } from './ruleset.ts';

/** Complete firms from which missing answers are drawn. */
const donors: readonly Firm[] = makeProfiles(2000, { seed: 7, missing: 0 });

/** Fills a firm's missing answers, each from a firm drawn at random. */
export function completed(firm: Firm, next: () => number): Firm {
  const full: Record<string, Value> = { ...firm };
  for (const name of Object.keys(FACTS)) {
    const answer = donors[Math.floor(next() * donors.length)]?.[name];
    if (!(name in full) && answer !== undefined) full[name] = answer;
  }
  return full;
}

/**
 * Looks for answers in place of the missing ones that make the measure come out the other way: half drawn from other
 * firms, half put together from the values where something can turn (bounds, thresholds and one to either side of them).
 * All combinations of the latter are tried where there are no more than `tries`. Undefined where none breaks it.
 */
export function counterexample(firm: Firm, measure: NeutralMeasure, said: boolean, tries: number): Firm | undefined {
  const next = random(99);
  const breaks = (full: Firm): boolean => judgeOne(full, measure) !== said;
  for (let draw = 0; draw < tries / 2; draw += 1) {
    const full = completed(firm, next);
    if (breaks(full)) return full;
  }
  for (const full of turning(firm, measure, tries, next)) if (breaks(full)) return full;
  return undefined;
}

function* turning(firm: Firm, measure: NeutralMeasure, tries: number, next: () => number): Generator<Firm> {
  const nodes = readBy(measure);
  const facts = new Set(nodes.flatMap((node) => ('fact' in node && node.fact in FACTS ? [node.fact] : [])));
  const open = [...facts]
    .filter((fact) => !(fact in firm))
    .map((fact) => [fact, candidates(fact, nodes, firm)] as const);
  const combinations = open.reduce((product, [, values]) => product * values.length, 1);
  const all = combinations <= tries;
  for (let index = 0; index < (all ? combinations : tries); index += 1) {
    const full: Record<string, Value> = { ...firm };
    let rest = index;
    for (const [fact, values] of open) {
      const at = all ? rest % values.length : Math.floor(next() * values.length);
      rest = Math.floor(rest / values.length);
      full[fact] = values[at] ?? 0;
    }
    yield full;
  }
}

/** All nodes that the measure's outcome can rest on, those of derived values among them. */
function readBy(measure: NeutralMeasure): readonly RuleNode[] {
  const found = new Set<RuleNode>();
  const visit = (node: RuleNode): void => {
    if (found.has(node)) return;
    found.add(node);
    const derived = 'fact' in node ? DERIVED[node.fact] : undefined;
    if (derived) visit(derived);
    childrenOf(node).forEach(visit);
  };
  measure.criteria.forEach(visit);
  return [...found];
}

function childrenOf(node: RuleNode): readonly RuleNode[] {
  if ('div' in node) return node.div;
  if ('add' in node) return node.add;
  if ('if' in node) return node.if;
  if ('cmp' in node) return [node.cmp[1], node.cmp[2]];
  if ('in' in node) return [node.in[0]];
  if ('and' in node) return node.and;
  return 'or' in node ? node.or : [];
}

const LOWEST = 0;
const HUGE = 1e9;

/** The values of a fact at which an outcome can turn. */
function candidates(fact: string, nodes: readonly RuleNode[], firm: Firm): readonly Value[] {
  if (FACTS[fact] === 'flag') return [true, false];
  if (FACTS[fact] === 'text') return CHOICES[fact] ?? [];
  const turns = nodes.flatMap((node) => {
    if (!('cmp' in node)) return [];
    const [left, right] = [figureOf(node.cmp[1]), node.cmp[2]];
    if ('fact' in left) return left.fact === fact ? constants(right) : [];
    if (!('div' in left)) return [];
    const [above, under] = left.div.map((part) => ('fact' in part ? part.fact : ''));
    const known = (name: string | undefined): number => Number(firm[name ?? ''] ?? 100);
    if (above === fact) return constants(right).map((share) => share * known(under));
    return under === fact ? constants(right).map((share) => known(above) / share) : [];
  });
  const around = turns.flatMap((turn) => [
    Math.floor(turn) - 1,
    Math.floor(turn),
    Math.ceil(turn),
    Math.ceil(turn) + 1,
  ]);
  return [...new Set([LOWEST, HUGE, ...around.filter((value) => value >= LOWEST)])];
}

/** A derived value that is a plain ratio, in place of its name. */
const figureOf = (node: RuleNode): RuleNode => {
  const derived = 'fact' in node ? DERIVED[node.fact] : undefined;
  return derived && 'div' in derived ? derived : node;
};

/** Every number that a figure can take, read through the names of derived values. */
function constants(node: RuleNode): number[] {
  if ('const' in node) return typeof node.const === 'number' ? [node.const] : [];
  if ('fact' in node) return DERIVED[node.fact] ? constants(DERIVED[node.fact] ?? node) : [];
  return 'if' in node ? [...constants(node.if[1]), ...constants(node.if[2])] : [];
}
