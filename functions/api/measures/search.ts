import { findMeasures } from '#rules/engine/search.ts';
import type { LoadedCatalogue } from '../deps.ts';

/** How well each measure fits what was typed, by id: the more the better; measures that do not fit are left out. */
export const search = ({ texts }: LoadedCatalogue, query: string): ReadonlyMap<string, number> =>
  new Map(findMeasures([texts.zh, texts.en], query).map(({ measure, score }) => [measure, score]));
