/** An indicator's figure on a day (指标进展值), as staff enter it. */
import { z } from 'zod';
import type { Item, Key, Store, Write } from '#functions/store/port.ts';
import { ActorSchema } from '../audit/chain.ts';

export const StoredFigure = z.object({
  indicator: z.string(),
  /** The day it is of. */
  on: z.string(),
  /** In the indicator's unit; null takes back what was entered for the day. */
  value: z.number().nullable(),
  source: z.object({ title: z.string(), url: z.string().nullable() }),
  saved: z.object({ at: z.string(), by: ActorSchema }),
});
export type StoredFigure = z.infer<typeof StoredFigure>;
export interface KeptFigure extends StoredFigure {
  readonly id: string;
}

/** All indicators' entries lie together: they are few, and the board needs all of them. */
const FIGURES = 'INDICATORS';
const keyOf = ({ indicator, on, saved: { at } }: StoredFigure, id: string): Key => ({
  pk: FIGURES,
  sk: `${indicator}#${on}#${at}#${id}`,
});

export const figureWrite = (figure: StoredFigure, id: string): Write => ({
  put: { ...keyOf(figure, id), body: figure },
  if: 'absent',
});

/** Every entry, or those of one indicator: by day, of one day as they were entered. */
export async function figuresOf(store: Store, indicator?: string): Promise<KeptFigure[]> {
  const found: KeptFigure[] = [];
  let after: string | undefined;
  do {
    const prefix = indicator === undefined ? '' : `${indicator}#`;
    const page = await store.query(FIGURES, { prefix, limit: 1000, ...(after === undefined ? {} : { after }) });
    found.push(...page.items.map(keptOf));
    after = page.next;
  } while (after !== undefined);
  return found;
}

const keptOf = ({ sk, body }: Item): KeptFigure => ({
  ...StoredFigure.parse(body),
  id: sk.slice(sk.lastIndexOf('#') + 1),
});

/** Of each indicator the figure of its latest day that has one. */
export function latestOf(figures: readonly KeptFigure[]): KeptFigure[] {
  const byDay = new Map(figures.map((figure) => [`${figure.indicator}#${figure.on}`, figure]));
  const latest = new Map<string, KeptFigure>();
  for (const figure of byDay.values()) if (figure.value !== null) latest.set(figure.indicator, figure);
  return [...latest.values()];
}
