import { findMeasures } from '#rules/engine/search.ts';
import type { Lang, Texts } from '#rules/engine/types.ts';

/** One measure out of hundreds, as people name it in a form. */
export interface NamedMeasure {
  readonly id: string;
  readonly name: string;
}

/** The words for every measure, in each language. */
type Worded = Readonly<Record<Lang, Pick<Texts, 'measures' | 'synonyms'>>>;

/** What the name of a certification leaves out where people speak of the title. */
const CERTIFYING = /(认定| certification)$/;

/**
 * The id of the measure that was typed: its id, its whole name in either language, or another word for exactly that
 * title (高企). Null for anything less: what only resembles a name is for the person to choose.
 */
export function measureNamed(typed: string, { zh, en }: Worded): string | null {
  const wanted = plain(typed);
  if (wanted === '') return null;
  const named = (id: string): string[] => [id, ...[zh, en].map(({ measures }) => plain(measures[id]?.name ?? id))];
  const ids = Object.keys(zh.measures);
  const exact = ids.find((id) => named(id).includes(wanted));
  if (exact !== undefined) return exact;
  const alike = zh.synonyms.find((words) => words.includes(wanted)) ?? [];
  const [only, ...others] = ids.filter((id) =>
    named(id).some((name) => CERTIFYING.test(name) && alike.includes(name.replace(CERTIFYING, ''))),
  );
  return only !== undefined && others.length === 0 ? only : null;
}

/** So many are offered to choose from. */
const MOST_OFFERED = 8;

/** The measures that what was typed may mean, best first, named in this language. */
export const measuresLike = (typed: string, texts: Readonly<Record<Lang, Texts>>, lang: Lang): NamedMeasure[] =>
  findMeasures([texts.zh, texts.en], typed)
    .slice(0, MOST_OFFERED)
    .map(({ measure: id }) => ({ id, name: texts[lang].measures[id]?.name ?? id }));

const plain = (text: string): string => text.normalize('NFKC').trim().toLowerCase();
