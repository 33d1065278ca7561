/** What keeps a district’s firms out of a measure, as its staff read it. */
import { ORDER } from '#lib/check/row.ts';
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { day, figure, money } from '#lib/format.ts';
import { measureWords } from '#lib/wording/public/measure.ts';
import type { z } from 'zod';
import type { Blockers } from './api-shapes.ts';
import { ABOUT } from './few.ts';
import { unitNamed } from './units.ts';

type Counted = z.infer<typeof Blockers>['measures'][number];

/** The population as it was last evaluated; null before that. */
export function blockedOf(words: Words, { asOf, firms, measures: [counted] }: z.infer<typeof Blockers>) {
  if (asOf === null || !counted) return null;
  const { lang, say } = words;
  const counts = countsBy(counted);
  return {
    on: day(asOf, lang),
    firms,
    verdicts: ORDER.flatMap((id) => {
      const count = counts[id];
      return count === undefined ? [] : [{ id, name: say.verdicts[id].short, cells: [count] }];
    }),
    blockers: blockerRows(words, counted),
  };
}

export interface BlockerRow {
  readonly id: string;
  readonly name: string;
  readonly cells: readonly (number | null)[];
  readonly gap: string | null;
  /** One of the alternatives that the row above it counts together. */
  readonly within: boolean;
}

/** What blocks most stands first; conditions of which some are enough stand below one row for all of them. */
function blockerRows(words: Words, { blockers, choices }: Counted): BlockerRow[] {
  const { groupAny, groupAtLeast } = measureWords[words.lang];
  const rowsOf = (choice: string | null): BlockerRow[] =>
    blockers
      .filter((one) => one.choice === choice)
      .map((one) => ({
        id: one.condition,
        name: one.label,
        cells: [one.blocks, one.alone, one.near],
        gap: one.medianGap && gapOf(words, one.medianGap),
        within: choice !== null,
      }))
      .sort(byBlocked);
  const chosen = choices.map(({ id, enough, blocks, alone, near }): BlockerRow => ({
    id: `choice ${id}`,
    name: enough === 1 ? groupAny : groupAtLeast(enough),
    cells: [blocks, alone, near],
    gap: null,
    within: false,
  }));
  const inside = new Map(choices.map(({ id }) => [`choice ${id}`, rowsOf(id)]));
  return [...rowsOf(null), ...chosen].sort(byBlocked).flatMap((row) => [row, ...(inside.get(row.id) ?? [])]);
}

const byBlocked = ({ cells: [a, aloneA] }: BlockerRow, { cells: [b, aloneB] }: BlockerRow): number =>
  (b ?? ABOUT) - (a ?? ABOUT) || (aloneB ?? ABOUT) - (aloneA ?? ABOUT);

/** In which direction a figure would have to move, and by how much. */
function gapOf(words: Words, { field, delta, unit: name }: NonNullable<Counted['blockers'][number]['medianGap']>) {
  const { gapMore, gapLess } = words.say.measure;
  const [size, unit] = [Math.abs(delta), unitNamed(name)];
  const amount = unit === 'yuan' ? money(size, words.lang, true) : figure(size, unit, words.lang);
  return (delta < 0 ? gapLess : gapMore)(fieldLabel(words, field), amount);
}

/** Each firm under one verdict: who is near is not among the others that do not qualify, as on a firm’s own page. */
const countsBy = ({ verdicts, near, far }: Counted): Readonly<Record<string, number | null | undefined>> => ({
  ...verdicts,
  near,
  ineligible: far,
});
