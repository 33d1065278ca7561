/** The ladders of titles (成长路径): which title leads to which, where that is written, and a drawing of it. */
import type { Condition, Lang, Measure, Rules, Test, Version } from '#rules/engine/types.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { clauseView, type ClauseView } from './conditions.ts';
import type { MeasureLink } from './measure.ts';
import type { Reader } from './rule.ts';
import { versionOn } from './standing.ts';

export interface LadderView {
  readonly key: string;
  /** The titles that no other stands above. */
  readonly tops: readonly string[];
  readonly rungs: readonly RungView[];
  readonly steps: readonly StepView[];
  readonly drawing: Drawing;
}
export interface RungView extends MeasureLink {
  readonly level: string;
  /** From 0, the lowest rung. */
  readonly rank: number;
  /** Measures that hold no title but are opened by this one. */
  readonly opens: readonly MeasureLink[];
}
/** One title before another, with the clauses where the later measure asks for it, or where else the order stands. */
export interface StepView {
  readonly from: MeasureLink;
  readonly to: MeasureLink;
  readonly condition: string | null;
  /** Whether the later measure also accepts something else instead. */
  readonly alternative: boolean;
  /** A plan names the order; the later measure does not ask for the title. */
  readonly byPlan: boolean;
  readonly clauses: readonly ClauseView[];
}
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly {
    readonly id: string;
    readonly lines: readonly string[];
    readonly note: string;
    readonly x: number;
    readonly y: number;
  }[];
  readonly arrows: readonly {
    readonly key: string;
    readonly path: string;
    /** One of several ways only, or an order that only a plan names. */
    readonly alternative: boolean;
  }[];
}

export function ladderViews(rules: Rules, reader: Reader, say: Wording): LadderView[] {
  const titled = rules.measures.filter(({ title }) => title !== undefined);
  const ids = new Set(titled.map(({ id }) => id));
  const edges = titled.flatMap(({ id, relations }) =>
    (relations.prerequisiteOf ?? []).filter((next) => ids.has(next)).map((next) => [id, next] as const),
  );
  return groupsOf(titled, edges).map((group) => {
    const own = edges.filter(([from]) => group.some(({ id }) => id === from));
    const rank = (id: string): number =>
      Math.max(0, ...own.filter(([, to]) => to === id).map(([from]) => rank(from) + 1));
    const rungs = group
      .map((measure): RungView => ({
        ...linkOf(reader, measure.id),
        level: say.levels[measure.level],
        rank: rank(measure.id),
        opens: (measure.relations.prerequisiteOf ?? [])
          .filter((next) => !ids.has(next))
          .map((next) => linkOf(reader, next)),
      }))
      .toSorted((a, b) => a.rank - b.rank || (a.id < b.id ? -1 : 1));
    const steps = own
      .map(([from, to]) => stepView(rules, reader, from, to))
      .toSorted((a, b) => rank(a.from.id) - rank(b.from.id) || rank(a.to.id) - rank(b.to.id));
    const tops = rungs.filter(({ id }) => !own.some(([from]) => from === id)).map(({ name }) => name);
    return { key: rungs[0]?.id ?? '', tops, rungs, steps, drawing: drawn(rungs, steps, reader.texts.lang) };
  });
}

/** Titles without a neighbour, by name: each is a goal of its own. */
export const loneTitles = (rules: Rules, reader: Reader): MeasureLink[] => {
  const titled = rules.measures.filter(({ title }) => title !== undefined);
  const linked = (id: string): boolean =>
    titled.some(
      (other) =>
        (other.id === id &&
          (other.relations.prerequisiteOf ?? []).some((next) => titled.some((one) => one.id === next))) ||
        other.relations.prerequisiteOf?.includes(id) === true,
    );
  return titled.filter(({ id }) => !linked(id)).map(({ id }) => linkOf(reader, id));
};

const linkOf = ({ texts }: Reader, id: string): MeasureLink => ({ id, name: texts.measures[id]?.name ?? id });

function groupsOf(titled: readonly Measure[], edges: readonly (readonly [string, string])[]): Measure[][] {
  const group = new Map(titled.map(({ id }) => [id, id]));
  for (const [from, to] of edges) {
    const [keep, gone] = [group.get(from), group.get(to)];
    for (const [id, name] of group) if (name === gone && keep !== undefined) group.set(id, keep);
  }
  const names = [...new Set(group.values())];
  return names
    .map((name) => titled.filter(({ id }) => group.get(id) === name))
    .filter(({ length }) => length > 1)
    .toSorted((a, b) => b.length - a.length);
}

// ---- Where a relation is written ----------------------------------------------------------------

function stepView(rules: Rules, reader: Reader, from: string, to: string): StepView {
  const [before, after] = [from, to].map((id) => rules.measures.find((measure) => measure.id === id));
  const found = before && after ? askingFor(before, versionOn(after, reader.on)) : [];
  const labels = after ? reader.texts.measures[to]?.versions[versionOn(after, reader.on).from]?.conditions : undefined;
  const [first] = found;
  const step = before?.relations.steps?.[to];
  // Where the later measure does not ask for the title, the step rests on what the catalogue says of it.
  const basis = first ? found.flatMap((each) => each.basis) : (step?.basis ?? []);
  return {
    from: linkOf(reader, from),
    to: linkOf(reader, to),
    condition: first ? (labels?.[first.id]?.label ?? first.id) : null,
    alternative: found.some(({ alternative }) => alternative),
    byPlan: !first && step?.origin === 'plan',
    clauses: basis.map(({ doc, article }) => clauseView(reader.texts, doc, article)),
  };
}

interface Asking {
  readonly id: string;
  readonly alternative: boolean;
  readonly basis: readonly { readonly doc: string; readonly article?: string }[];
}

/** The conditions of a version that ask for a title, or for qualifying for the measure that grants it. */
function askingFor({ id, title }: Measure, { scope, require }: Version): Asking[] {
  const asks = (test: Test): boolean => {
    if (test[0] === 'holds') return test[1] === title;
    if (test[0] === 'qualifies') return test[1] === id;
    return (test[0] === 'and' || test[0] === 'or') && test[1].some(asks);
  };
  const search = (node: Condition | undefined, alternative: boolean): Asking[] => {
    if (!node) return [];
    if ('of' in node) return node.of.flatMap((inner) => search(inner, alternative || node.kind === 'any'));
    if (node.kind !== 'test' || !asks(node.test)) return [];
    return [{ id: node.id, alternative: alternative || node.test[0] === 'or', basis: node.basis }];
  };
  return [...search(scope, false), ...search(require, false)];
}

// ---- The drawing --------------------------------------------------------------------------------

const BOX = { width: 240, height: 80, gapX: 60, gapY: 22 } as const;
/** Below the boxes: the way of arrows that skip a rank. */
const LANE = 20;

/** Ranks from left to right, boxes of a rank one below the other, arrows between them. */
function drawn(rungs: readonly RungView[], steps: readonly StepView[], lang: Lang): Drawing {
  const ranks = Math.max(...rungs.map(({ rank }) => rank)) + 1;
  const tallest = Math.max(
    ...Array.from({ length: ranks }, (_, rank) => rungs.filter((one) => one.rank === rank).length),
  );
  const height = tallest * (BOX.height + BOX.gapY) - BOX.gapY;
  const places = new Map(
    rungs.map((rung) => {
      const column = rungs.filter(({ rank }) => rank === rung.rank);
      const used = column.length * (BOX.height + BOX.gapY) - BOX.gapY;
      const y = (height - used) / 2 + column.indexOf(rung) * (BOX.height + BOX.gapY);
      return [rung.id, { x: rung.rank * (BOX.width + BOX.gapX), y }];
    }),
  );
  const skipping = steps.some(
    ({ from, to }) => (places.get(to.id)?.x ?? 0) - (places.get(from.id)?.x ?? 0) > BOX.width + BOX.gapX,
  );
  return {
    width: ranks * (BOX.width + BOX.gapX) - BOX.gapX,
    height: height + (skipping ? LANE + 4 : 0),
    boxes: rungs.map(({ id, name, level }) => ({
      id,
      lines: wrapped(name, lang === 'zh' ? 13 : 26),
      note: level,
      ...(places.get(id) ?? { x: 0, y: 0 }),
    })),
    arrows: steps.flatMap(({ from, to, alternative, byPlan }) => {
      const [a, b] = [places.get(from.id), places.get(to.id)];
      if (!a || !b) return [];
      const [x1, y1, x2, y2] = [a.x + BOX.width, a.y + BOX.height / 2, b.x - 7, b.y + BOX.height / 2];
      const bend = BOX.gapX * 0.6;
      const curve = `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
      // Arrows that skip a rank pass below the boxes between.
      const skips = b.x - a.x > BOX.width + BOX.gapX;
      const low = height + LANE;
      const [down, up] = [x1 + BOX.gapX - 10, x2 - BOX.gapX + 17];
      const detour = `M${x1} ${y1} C${x1 + bend} ${y1} ${x1 + 12} ${low} ${down} ${low} L${up} ${low} C${x2 - 12} ${low} ${x2 - bend} ${y2} ${x2} ${y2}`;
      return [{ key: `${from.id} ${to.id}`, path: skips ? detour : curve, alternative: alternative || byPlan }];
    }),
  };
}

export const BOX_SIZE = { width: BOX.width, height: BOX.height } as const;

/** The most lines that a box has room for. */
const MOST_LINES = 3;

/** A name in as few lines as it needs. */
function wrapped(name: string, most: number, left = MOST_LINES): string[] {
  if (name.length <= most) return [name];
  if (left === 1) return [`${name.slice(0, most - 1)}…`];
  const space = name.lastIndexOf(' ', most);
  const at = space > 0 ? space : most;
  return [name.slice(0, at).trim(), ...wrapped(name.slice(at).trim(), most, left - 1)];
}
