import { standingsOn } from '#lib/catalogue/standing.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import { rowOf } from '#lib/check/row.ts';
import type { Words } from '#lib/check/words.ts';
import { wordings } from '#lib/wording/both.ts';
import type { PageServerLoad } from './$types';

const MOST = 30;

/** The measures a park names, with what can be said of them without knowing the firm. */
export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const catalogue = loadCatalogue(await rules());
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  const named = (url.searchParams.get('measures') ?? '').split(',').slice(0, MOST);
  const measures = named.filter((id) => catalogue.measures.has(id));
  const region = url.searchParams.get('region');
  const known = region !== null && catalogue.rules.fields.region?.values?.includes(region) ? { region } : null;
  const asOf = todayInBeijing(new Date());
  const { results } = match(catalogue, words.texts, known ?? {}, { asOf, measures });
  // Without a region a call for one is no reason to say that there is none.
  const standings = known === null ? standingsOn(catalogue, asOf) : null;
  return {
    bare: true,
    measures: results.flatMap((one) => {
      const measure = catalogue.measures.get(one.measure);
      if (!measure) return [];
      const { id, name, place, availability, isOpen } = rowOf(
        words,
        { ...one, availability: standings?.get(one.measure) ?? one.availability },
        measure,
      );
      return [{ id, name, place, availability, isOpen, summary: words.texts.measures[id]?.summary ?? '' }];
    }),
  };
};
