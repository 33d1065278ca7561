import { error } from '@sveltejs/kit';
import { isOnlyJudged } from '#lib/catalogue/judged.ts';
import {
  cellsOf,
  choices,
  districtName,
  FUNNEL,
  funnelColumns,
  stepColumns,
  STEPS,
} from '#lib/server/api-demand.server.ts';
import { read } from '#lib/server/api-session.server.ts';
import { Blockers, Funnel, Series } from '#lib/server/api-shapes.ts';
import { blockedOf } from '#lib/server/blockers.ts';
import { monthOf } from '#lib/format.ts';
import { wordings } from '#lib/wording/both.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { callDone, callRows, mayCall } from '#lib/server/api-calls.server.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { PageServerLoad } from './$types';

const GROUPS = ['place', 'industry', 'size'] as const;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { district = null } = event.locals.person ?? {};
  const words = await texts(lang);
  const measure = (await rules()).measures.find(({ id }) => id === event.params.measure);
  const text = measure && words.measures[measure.id];
  if (!measure || !text) error(404, roomWords[lang].gone);

  const { places, industries, sizes } = choices(words, district);
  const names = new Map([...places, ...industries, ...sizes].map(({ id, name }) => [id, name]));
  const query = `measure=${measure.id}`;
  const [series, calls, blocked, ...funnels] = await Promise.all([
    read(event, Series, `/v1/demand/series?${query}`),
    callRows(event, measure.id, lang),
    read(event, Blockers, `/v1/population/blockers?${query}`),
    ...GROUPS.map((by) => read(event, Funnel, `/v1/demand/funnel?${query}&by=${by}`)),
  ]);
  return {
    measure: { id: measure.id, name: text.name },
    /** No figure of a firm could tell: that all are in review says nothing. */
    judged: isOnlyJudged(measure, todayInBeijing(new Date())),
    mayCall: mayCall(measure, event.locals.person),
    done: callDone(event),
    district: districtName(words, district),
    columns: { funnel: funnelColumns(lang), steps: stepColumns(lang) },
    groups: GROUPS.flatMap((by, index) => {
      const found = funnels[index];
      if (!found) return [];
      return [
        {
          by,
          withheld: found.withheld,
          total: found.total && cellsOf(found.total, FUNNEL),
          rows: found.rows.map(({ key, reached }) => ({
            id: key,
            name: names.get(key) ?? key,
            cells: cellsOf(reached, FUNNEL),
          })),
        },
      ];
    }),
    blocked: blockedOf({ lang, texts: words, say: wordings[lang] }, blocked),
    exact: series.exact,
    months: series.months
      .map(({ month, steps }) => ({ id: month, name: monthOf(month, lang), cells: cellsOf(steps, STEPS) }))
      .reverse(),
    calls,
  };
};
