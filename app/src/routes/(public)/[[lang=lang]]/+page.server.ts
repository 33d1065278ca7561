import { langOf } from '#lib/lang.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import type { Measure } from '#rules/engine/types.ts';
import type { PageServerLoad } from './$types';

const LEVELS: readonly Measure['level'][] = ['national', 'beijing', 'zhongguancun', 'chaoyang', 'dongcheng'];

export const load: PageServerLoad = async ({ url }) => {
  const { measures } = await rules();
  const words = await texts(langOf(url));
  const covered = LEVELS.map((level) => ({
    level,
    measures: measures
      .filter((measure) => measure.level === level)
      .map(({ id }) => ({
        id,
        name: words.measures[id]?.name ?? id,
        department: words.measures[id]?.department ?? '',
      })),
  })).filter((group) => group.measures.length > 0);
  return { count: measures.length, covered };
};
