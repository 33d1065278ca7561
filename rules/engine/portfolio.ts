import type { Catalogue } from './load.ts';
import { bestPacking, componentsOf, type Packing, worthWith } from './packing.ts';
import { prerequisites, stillNeeded } from './relations.ts';
import type { BenefitFigures, EvaluatedMeasure, NumberRange } from './types.ts';

/** The combination of measures with the highest total benefit that a firm can have at once (最优组合). */
export interface Portfolio {
  readonly chosen: readonly Choice[];
  /** Yearly and one-off amounts of the chosen measures together, in yuan. */
  readonly total: { readonly min: number; readonly max: number };
  /** Chosen measures whose benefit is known only in words. */
  readonly wordless: readonly string[];
  readonly givenUp: readonly GivenUp[];
  readonly unreachable: readonly Unreachable[];
  /** For each knot of measures that rule one another out, the best choice that takes something given up. */
  readonly alternatives: readonly Alternative[];
}
export interface Choice {
  readonly measure: string;
  readonly amount: NumberRange | null;
  /** The most one firm can receive, where the measure says so; it never counts as an amount. */
  readonly ceiling: BenefitFigures['ceiling'];
}
export interface GivenUp extends Choice {
  /** The chosen measures that stand against it. */
  readonly excludedBy: readonly string[];
  /** The groups of the catalogue that those have used up. */
  readonly groups: readonly string[];
  /** Measures whose title would have to come first, any one of them; empty where that is not what is missing. */
  readonly needs: readonly string[];
  /** How much the best combination with it is worth less, by midpoints in yuan. */
  readonly costs: number;
}
/** A measure that the firm qualifies for but for a title that must come first and that nothing here can bring. */
export interface Unreachable extends Choice {
  readonly needs: readonly string[];
}
export interface Alternative {
  /** Chosen measures that it goes without. */
  readonly without: readonly string[];
  /** Measures given up that it takes instead. */
  readonly with: readonly string[];
  /** How much it is worth less, by midpoints in yuan. */
  readonly costs: number;
}

/**
 * Of measures that exclude one another, by pairs or as members of a group, the combination with the highest sum of
 * midpoints; ties go to more measures, then to the first ids. A measure for which a title must come first is taken only
 * together with one that gives the title, unless that is held. Exact.
 */
export function bestPortfolio(catalogue: Catalogue, results: readonly EvaluatedMeasure[]): Portfolio {
  const { items, unreachable } = candidates(catalogue, results);
  const packing = packingOf(catalogue, items);
  const decisions = componentsOf(packing).map((members) => decide(packing, members));
  const taken = new Set(decisions.flatMap(({ best }) => best));
  const chosen = items.filter((_, index) => taken.has(index));
  const costs = new Map(decisions.flatMap((decision) => [...decision.costs]));
  const left = [...items.entries()].filter(([index]) => !taken.has(index));
  const sum = (end: 'min' | 'max'): number =>
    chosen.reduce((total, { amount }) => total + (amount?.[end] ?? amount?.min ?? 0), 0);
  return {
    chosen: chosen.map(choice),
    total: { min: sum('min'), max: sum('max') },
    wordless: chosen.filter(({ amount }) => amount === null).map(({ id }) => id),
    givenUp: left.flatMap(([index, item]) => {
      const cost = costs.get(index);
      return cost === undefined
        ? []
        : [{ ...choice(item), ...against(packing, catalogue, items, taken, index), costs: cost }];
    }),
    unreachable: [...unreachable, ...left.flatMap(([index, item]) => (costs.has(index) ? [] : [item]))].map((item) => ({
      ...choice(item),
      needs: item.needs,
    })),
    alternatives: decisions.flatMap(({ best, next }) => (next ? [alternative(items, best, next)] : [])),
  };
}

// ---- What can be taken ------------------------------------------------------------------

interface Item {
  readonly id: string;
  readonly amount: NumberRange | null;
  readonly ceiling: BenefitFigures['ceiling'];
  readonly groups: readonly string[];
  readonly excludes: readonly string[];
  /** Measures of which one must be taken with it; empty where it needs none. */
  readonly needs: readonly string[];
}

const choice = ({ id, amount, ceiling }: Item): Choice => ({ measure: id, amount, ceiling });

const OVER = ['lapsed', 'unlisted', 'closed'];

/** The measures to choose from, by id, and those that wait for a title that none of these gives. */
function candidates(
  catalogue: Catalogue,
  results: readonly EvaluatedMeasure[],
): { items: readonly Item[]; unreachable: readonly Item[] } {
  const resultOf = new Map(results.map((result) => [result.measure, result]));
  const before = prerequisites(catalogue);
  const open = results
    .filter(
      ({ verdict, availability }) =>
        (verdict === 'eligible' || verdict === 'review') && !OVER.includes(availability.state),
    )
    .map((result): Item => {
      const relations = catalogue.measures.get(result.measure)?.relations;
      return {
        id: result.measure,
        amount: amountOf(result),
        ceiling: result.benefit?.ceiling ?? null,
        groups: relations?.groups ?? [],
        excludes: relations?.excludes ?? [],
        needs: stillNeeded(catalogue, before.get(result.measure) ?? [], result, (id) => resultOf.get(id)),
      };
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const ids = new Set(open.map(({ id }) => id));
  const isReachable = ({ needs }: Item): boolean => needs.length === 0 || needs.some((id) => ids.has(id));
  for (let lost = open.filter((item) => !isReachable(item)); lost.some(({ id }) => ids.has(id));) {
    for (const { id } of lost) ids.delete(id);
    lost = open.filter((item) => !isReachable(item));
  }
  return { items: open.filter(({ id }) => ids.has(id)), unreachable: open.filter(({ id }) => !ids.has(id)) };
}

/** What the measure brings in a year and once, in yuan; null where only words say it. */
function amountOf({ benefit }: EvaluatedMeasure): NumberRange | null {
  const parts = [benefit?.yearly, benefit?.oneOff].filter((part) => part !== null && part !== undefined);
  if (parts.length === 0) return null;
  const min = parts.reduce((total, part) => total + (part.min ?? 0), 0);
  const open = parts.some((part) => part.max === undefined);
  return open ? { min } : { min, max: parts.reduce((total, part) => total + (part.max ?? 0), 0) };
}

/** Twice the midpoint in fen, which is a whole number. */
const worthOf = ({ amount }: Item): number =>
  amount ? Math.round(((amount.min ?? 0) + (amount.max ?? amount.min ?? 0)) * 100) : 0;
const yuanOf = (worth: number): number => worth / 200;

// ---- The choice ----------------------------------------------------------------------------

function packingOf({ rules }: Catalogue, items: readonly Item[]): Packing {
  const indexOf = new Map(items.map(({ id }, index) => [id, index]));
  const known = (ids: readonly string[]): number[] => ids.flatMap((id) => indexOf.get(id) ?? []);
  return {
    worth: items.map(worthOf),
    rivals: items.flatMap(({ excludes }, index) =>
      known(excludes).flatMap((rival) => (rival === index ? [] : [[index, rival] as const])),
    ),
    limits: rules.groups.map(({ id, most }) => ({
      of: items.flatMap(({ groups }, index) => (groups.includes(id) ? [index] : [])),
      most,
    })),
    needs: items.map(({ needs }) => known(needs)),
  };
}

interface Decision {
  readonly best: readonly number[];
  /** The best choice that takes something given up. */
  readonly next: readonly number[] | undefined;
  /** What each item given up would cost, where it can be had. */
  readonly costs: ReadonlyMap<number, number>;
}

/** Decides among items that hang together; indices are those of the whole packing. */
function decide(packing: Packing, members: readonly number[]): Decision {
  const part = within(packing, members);
  const whole = (indices: readonly number[]): number[] => indices.map((index) => members[index] ?? index);
  const best = bestPacking(part) ?? [];
  const left = members.map((_, index) => index).filter((index) => !best.includes(index));
  if (left.length === 0) return { best: whole(best), next: undefined, costs: new Map() };
  const worth = best.reduce((sum, index) => sum + (part.worth[index] ?? 0), 0);
  const withEach = worthWith(part);
  const next = bestPacking(part, [left]);
  return {
    best: whole(best),
    next: next && whole(next),
    costs: new Map(
      left.flatMap((index) => {
        const other = withEach[index];
        return other === undefined ? [] : [[members[index] ?? index, yuanOf(worth - other)] as const];
      }),
    ),
  };
}

/** The packing of some of its items, which nothing ties to the others. */
function within({ worth, rivals, limits, needs }: Packing, members: readonly number[]): Packing {
  const at = new Map(members.map((member, index) => [member, index]));
  const inside = (list: readonly number[]): number[] => list.flatMap((member) => at.get(member) ?? []);
  return {
    worth: members.map((member) => worth[member] ?? 0),
    rivals: rivals.flatMap(([a, b]) => {
      const [one, other] = [at.get(a), at.get(b)];
      return one === undefined || other === undefined ? [] : [[one, other] as const];
    }),
    limits: limits.map(({ of, most }) => ({ of: inside(of), most })).filter(({ of, most }) => of.length > most),
    needs: members.map((member) => inside(needs[member] ?? [])),
  };
}

// ---- What is said about it -----------------------------------------------------------------

function against(
  packing: Packing,
  { rules }: Catalogue,
  items: readonly Item[],
  taken: ReadonlySet<number>,
  index: number,
): Pick<GivenUp, 'excludedBy' | 'groups' | 'needs'> {
  const full = packing.limits.flatMap(({ of, most }, at) => {
    const used = of.filter((member) => taken.has(member));
    return of.includes(index) && used.length >= most ? [{ group: rules.groups[at]?.id ?? '', used }] : [];
  });
  const rivals = packing.rivals.flatMap(([a, b]) => (a === index ? [b] : b === index ? [a] : []));
  const against = new Set([...rivals.filter((rival) => taken.has(rival)), ...full.flatMap(({ used }) => used)]);
  const needed = packing.needs[index] ?? [];
  return {
    excludedBy: idsOf(items, [...against]),
    groups: full.map(({ group }) => group),
    needs: needed.some((other) => taken.has(other)) ? [] : (items[index]?.needs ?? []),
  };
}

const idsOf = (items: readonly Item[], indices: readonly number[]): string[] =>
  indices.flatMap((index) => items[index]?.id ?? []).sort();

function alternative(items: readonly Item[], best: readonly number[], next: readonly number[]): Alternative {
  const worth = (indices: readonly number[]): number =>
    items.reduce((sum, item, index) => (indices.includes(index) ? sum + worthOf(item) : sum), 0);
  return {
    without: idsOf(
      items,
      best.filter((index) => !next.includes(index)),
    ),
    with: idsOf(
      items,
      next.filter((index) => !best.includes(index)),
    ),
    costs: yuanOf(worth(best) - worth(next)),
  };
}
