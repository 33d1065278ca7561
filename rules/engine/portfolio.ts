import type { Catalogue } from './load.ts';
import type { EvaluatedMeasure, NumberRange } from './types.ts';

/** The combination of measures with the highest total benefit that a firm can have at once (最优组合). */
export interface Portfolio {
  readonly chosen: readonly Choice[];
  /** Yearly and one-off amounts of the chosen measures together, in yuan. */
  readonly total: { readonly min: number; readonly max: number };
  /** Chosen measures whose benefit is known only in words. */
  readonly wordless: readonly string[];
  readonly givenUp: readonly GivenUp[];
}
export interface Choice {
  readonly measure: string;
  readonly amount: NumberRange | null;
}
export interface GivenUp extends Choice {
  /** The chosen measures that exclude it. */
  readonly excludedBy: readonly string[];
  /** How much the best combination with it is worth less, by midpoints in yuan. */
  readonly costs: number;
}

const OVER = ['lapsed', 'unlisted', 'closed'];

/**
 * Of measures that exclude one another the combination with the highest sum of midpoints; ties go to more measures,
 * then to the first ids. Exact: the measures in conflict are searched through completely.
 */
export function bestPortfolio(catalogue: Catalogue, results: readonly EvaluatedMeasure[]): Portfolio {
  const candidates = results.filter(
    ({ verdict, availability }) =>
      (verdict === 'eligible' || verdict === 'review') && !OVER.includes(availability.state),
  );
  const items = candidates
    .map((result): Item => ({ id: result.measure, amount: amountOf(result), rivals: new Set() }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const byId = new Map(items.map((item) => [item.id, item]));
  for (const item of items)
    for (const other of catalogue.measures.get(item.id)?.relations.excludes ?? []) {
      const rival = byId.get(other);
      if (!rival || rival === item) continue;
      item.rivals.add(rival);
      rival.rivals.add(item);
    }
  const chosen = components(items).flatMap((component) => best(component).items);
  const taken = new Set(chosen);
  const givenUp = items
    .filter((item) => !taken.has(item))
    .map((item): GivenUp => {
      const component = components(items).find((each) => each.includes(item)) ?? [];
      const rest = component.filter((other) => other !== item && !item.rivals.has(other));
      const without = best(component).value;
      const withIt = worth(item) + best(rest).value;
      return {
        measure: item.id,
        amount: item.amount,
        excludedBy: [...item.rivals]
          .filter((rival) => taken.has(rival))
          .map(({ id }) => id)
          .sort(),
        costs: (without - withIt) / 2,
      };
    });
  const sum = (end: 'min' | 'max'): number =>
    chosen.reduce((total, { amount }) => total + (amount?.[end] ?? amount?.min ?? 0), 0);
  const sorted = [...chosen].sort((a, b) => (a.id < b.id ? -1 : 1));
  return {
    chosen: sorted.map(({ id, amount }) => ({ measure: id, amount })),
    total: { min: sum('min'), max: sum('max') },
    wordless: sorted.filter(({ amount }) => amount === null).map(({ id }) => id),
    givenUp,
  };
}

interface Item {
  readonly id: string;
  readonly amount: NumberRange | null;
  readonly rivals: Set<Item>;
}
interface Combination {
  readonly items: readonly Item[];
  /** Twice the sum of midpoints, so that it stays a sum of the ends. */
  readonly value: number;
}

/** What the measure brings in a year and once, in yuan; null where only words say it. */
function amountOf({ benefit }: EvaluatedMeasure): NumberRange | null {
  const parts = [benefit?.yearly, benefit?.oneOff].filter((part) => part !== null && part !== undefined);
  if (parts.length === 0) return null;
  const min = parts.reduce((total, part) => total + (part.min ?? 0), 0);
  const open = parts.some((part) => part.max === undefined);
  return open ? { min } : { min, max: parts.reduce((total, part) => total + (part.max ?? 0), 0) };
}

const worth = ({ amount }: Item): number => (amount ? (amount.min ?? 0) + (amount.max ?? amount.min ?? 0) : 0);

/** Groups of measures that are connected by exclusions. */
function components(items: readonly Item[]): Item[][] {
  const seen = new Set<Item>();
  return items.flatMap((item) => {
    if (seen.has(item)) return [];
    const group: Item[] = [];
    const queue = [item];
    seen.add(item);
    for (let next = queue.pop(); next; next = queue.pop()) {
      group.push(next);
      for (const rival of next.rivals)
        if (!seen.has(rival)) {
          seen.add(rival);
          queue.push(rival);
        }
    }
    return [group.sort((a, b) => (a.id < b.id ? -1 : 1))];
  });
}

/** The best independent set: the measure with most rivals is taken or left, until no conflict remains. */
function best(items: readonly Item[]): Combination {
  const inside = new Set(items);
  const rivals = (item: Item): number => [...item.rivals].filter((rival) => inside.has(rival)).length;
  const pivot = items.reduce<Item | undefined>(
    (most, item) => (rivals(item) > (most ? rivals(most) : 0) ? item : most),
    undefined,
  );
  if (!pivot) return { items, value: items.reduce((total, item) => total + worth(item), 0) };
  const without = items.filter((item) => item !== pivot);
  const rest = best(without.filter((item) => !pivot.rivals.has(item)));
  const taken = { items: [...rest.items, pivot], value: rest.value + worth(pivot) };
  const left = best(without);
  return better(taken, left) ? taken : left;
}

function better(a: Combination, b: Combination): boolean {
  if (a.value !== b.value) return a.value > b.value;
  if (a.items.length !== b.items.length) return a.items.length > b.items.length;
  const ids = ({ items }: Combination): string =>
    items
      .map(({ id }) => id)
      .sort()
      .join();
  return ids(a) < ids(b);
}
