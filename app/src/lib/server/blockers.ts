/** What keeps a district’s firms out of a measure, as its staff read it. */
import { ORDER } from '#lib/check/row.ts';
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { day, figure } from '#lib/format.ts';
import type { z } from 'zod';
import type { Blockers } from './api-shapes.ts';
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
    blockers: counted.blockers.map(({ condition, label, blocks, alone, near, medianGap }) => ({
      id: condition,
      name: label,
      cells: [blocks, alone, near],
      gap:
        medianGap &&
        `${fieldLabel(words, medianGap.field)} ${figure(medianGap.delta, unitNamed(medianGap.unit), lang)}`,
    })),
  };
}

/** Each firm under one verdict: who is near is not among the others that do not qualify, as on a firm’s own page. */
const countsBy = ({ verdicts, near, far }: Counted): Readonly<Record<string, number | null | undefined>> => ({
  ...verdicts,
  near,
  ineligible: far,
});
