import { fail, redirect } from '@sveltejs/kit';
import { change } from '#lib/server/api-session.server.ts';
import { Anything, VERDICTS } from '#lib/server/api-shapes.ts';
import { CORE, isStale, managerPages, MOST_MEASURES, portfolioOf } from '#lib/server/api-portfolio.server.ts';
import { firmPath } from '#lib/server/api-firm.server.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { wordings } from '#lib/wording/both.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Actions, PageServerLoad } from './$types';

/** So many are evaluated at a time. */
const AT_ONCE = 40;

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const [{ measures: all }, words] = await Promise.all([rules(), texts(lang)]);
  const { searchParams } = event.url;
  const known = new Set(all.map(({ id }) => id));
  const asked = searchParams.getAll('m').filter((id) => known.has(id));
  const chosen = (asked.length > 0 ? asked : CORE.filter((id) => known.has(id))).slice(0, MOST_MEASURES);
  const filter = {
    search: searchParams.get('q')?.trim().slice(0, 100) ?? '',
    verdict: searchParams.get('verdict') ?? '',
    window: searchParams.get('window') ?? '',
  };
  const firms = await portfolioOf(event, chosen);
  const { verdicts } = wordings[lang];
  const { windows } = roomWords[lang];

  const rows = firms.map(({ uscc, name, evaluation }) => {
    const findings = new Map(evaluation?.findings.map((finding) => [finding.measure, finding]));
    return {
      uscc,
      name: name ?? uscc,
      cells: chosen.map((measure) => {
        const found = findings.get(measure);
        if (!found) return null;
        const verdict = found.near && found.verdict === 'ineligible' ? ('near' as const) : found.verdict;
        return {
          verdict,
          word: verdicts[verdict].short,
          window: found.availability,
          windowWord: windows[found.availability] ?? found.availability,
          held: found.held,
        };
      }),
    };
  });
  const shown = rows.filter(
    ({ name, cells }) =>
      name.toLowerCase().includes(filter.search.toLowerCase()) &&
      ((filter.verdict === '' && filter.window === '') ||
        cells.some(
          (cell) =>
            cell !== null &&
            (filter.verdict === '' || cell.verdict === filter.verdict) &&
            (filter.window === '' || cell.window === filter.window),
        )),
  );
  const stale = firms.filter(isStale).length;
  return {
    pages: managerPages(lang),
    filter,
    chosen: chosen.map((id) => ({ id, name: words.measures[id]?.name ?? id })),
    options: [...new Set([...CORE, ...chosen])]
      .filter((id) => known.has(id))
      .map((id) => ({ id, name: words.measures[id]?.name ?? id })),
    verdictOptions: [...VERDICTS, 'near' as const].map((id) => ({ id, name: verdicts[id].short })),
    windowOptions: Object.entries(windows).map(([id, name]) => ({ id, name })),
    total: firms.length,
    stale,
    atOnce: Math.min(stale, AT_ONCE),
    evaluated: Number(searchParams.get('evaluated') ?? 0),
    rows: shown,
  };
};

export const actions: Actions = {
  default: async (event) => {
    const stale = (await portfolioOf(event, [])).filter(isStale).slice(0, AT_ONCE);
    let count = 0;
    for (const { uscc } of stale) {
      const done = await change(event, Anything, `${firmPath(uscc)}/evaluations`, { method: 'POST', body: {} });
      if (!done.ok) return fail(done.refused.status, done.refused);
      count += 1;
    }
    redirect(303, `${event.url.pathname}?evaluated=${count}`);
  },
};
