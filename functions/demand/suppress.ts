/**
 * What of a table of firms may be shown so that nobody can tell fewer than five of them apart (小单元抑制): not from a
 * single number, and not from the difference of several.
 */

/** The fewest firms that a number, or a difference of numbers, may be about. */
export const FEWEST = 5;

const small = (firms: number): boolean => firms > 0 && firms < FEWEST;

/** A number to the nearest five; null for one to four. What is rounded gives no exact difference with anything. */
export const rounded = (firms: number): number | null => (small(firms) ? null : Math.round(firms / FEWEST) * FEWEST);

/** Firms by group, each counted at every step that it has reached: numbers never rise along a row. */
export type Chain = readonly number[];
export interface Row {
  readonly key: string;
  readonly reached: Chain;
}
export type Shown = readonly (number | null)[];
export interface ShownTable {
  readonly total: Shown;
  /** Only groups of which something can be shown. */
  readonly rows: readonly { readonly key: string; readonly reached: Shown }[];
  /** Whether groups or numbers are left out. */
  readonly withheld: boolean;
}

/**
 * A table of groups that add up to a total. Along a row numbers are shown up to the first that would tell of fewer than
 * five firms at a step; further ones are left out until what remains of each step, as the difference to the total, is
 * no small group either.
 */
export function suppressed(rows: readonly Row[]): ShownTable {
  const columns = rows[0]?.reached.length ?? 0;
  const total = Array.from({ length: columns }, (_, step) => sum(rows, step));
  const kept = keptOf(total);
  const table = rows.map(({ key, reached }) => {
    const chain = kept.map((step) => reached[step] ?? 0);
    return { key, chain, shown: prefixOf(chain) };
  });
  for (let row = nextToHide(table); row; row = nextToHide(table)) row.entry.shown = row.at;

  const spread = (chain: Chain, shown: number): Shown => {
    const at = new Map(kept.slice(0, shown).map((step, index) => [step, chain[index] ?? 0]));
    return Array.from({ length: columns }, (_, step) => at.get(step) ?? null);
  };
  return {
    total: spread(
      kept.map((step) => total[step] ?? 0),
      kept.length,
    ),
    rows: table
      .filter(({ shown }) => shown > 0)
      .map(({ key, chain, shown }) => ({ key, reached: spread(chain, shown) })),
    withheld: kept.length < columns || table.some(({ shown }) => shown < kept.length),
  };
}

/** A row on its own: steps that differ from the last one shown by nobody, or by five or more. */
export function shownChain(chain: Chain): Shown {
  const kept = new Set(keptOf(chain));
  return chain.map((firms, step) => (kept.has(step) ? firms : null));
}

function keptOf(chain: Chain): number[] {
  const kept: number[] = [];
  for (const [step, firms] of chain.entries()) {
    const before = kept.length === 0 ? undefined : chain[kept.at(-1) ?? 0];
    if (!small(firms) && (before === undefined || !small(before - firms))) kept.push(step);
  }
  return kept;
}

function prefixOf(chain: Chain): number {
  const end = chain.findIndex((firms, at) => small(firms) || (at > 0 && small((chain[at - 1] ?? 0) - firms)));
  return end < 0 ? chain.length : end;
}

interface Entry {
  readonly chain: Chain;
  /** So many numbers are shown, from the first. */
  shown: number;
}

/** The row to be cut, and where, so that a remainder is no small group any more; undefined once none is. */
function nextToHide(table: readonly Entry[]): { readonly entry: Entry; readonly at: number } | undefined {
  const columns = table[0]?.chain.length ?? 0;
  for (let at = 0; at < columns; at += 1) {
    const hidden = table.filter(({ shown }) => shown <= at);
    const open = table.filter(({ shown }) => shown > at);
    const stopped = ({ chain }: Entry): number => (at === 0 ? 0 : (chain[at - 1] ?? 0) - (chain[at] ?? 0));
    const reached = ({ chain }: Entry): number => chain[at] ?? 0;
    for (const firms of [reached, stopped]) {
      if (!small(hidden.reduce((all, entry) => all + firms(entry), 0))) continue;
      // The total is no small group, so that there is another row to hide with these.
      const [smallest] = open.filter((entry) => firms(entry) > 0).sort((a, b) => reached(a) - reached(b));
      if (smallest) return { entry: smallest, at };
    }
  }
  return undefined;
}

const sum = (rows: readonly Row[], step: number): number =>
  rows.reduce((all, { reached }) => all + (reached[step] ?? 0), 0);
