import { fail, redirect } from '@sveltejs/kit';
import { firstForManager } from '#lib/server/api-first.server.ts';
import { markSeen, newsOf } from '#lib/server/api-notices.server.ts';
import { VERDICTS } from '#lib/server/api-shapes.ts';
import { CORE, managerPages, MOST_FIRMS, MOST_MEASURES, firmsOf } from '#lib/server/api-portfolio.server.ts';
import { askedOf } from '#lib/server/asked.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { wordings } from '#lib/wording/both.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const [{ measures }, words] = await Promise.all([rules(), texts(lang)]);
  const { searchParams } = event.url;
  const known = new Set(measures.map(({ id }) => id));
  const asked = searchParams.getAll('m').filter((id) => known.has(id));
  const chosen = (asked.length > 0 ? asked : CORE.filter((id) => known.has(id))).slice(0, MOST_MEASURES);
  const { verdicts } = wordings[lang];
  const { windows } = roomWords[lang];
  const verdict = askedOf(event.url, 'verdict', VERDICTS_SHOWN);
  const window = askedOf(event.url, 'window', Object.keys(windows));
  const region = askedOf(event.url, 'region', Object.keys(words.fields.region?.values ?? {}));
  const industry = askedOf(event.url, 'industry', Object.keys(words.industries));
  const filter = {
    search: searchParams.get('q')?.trim().slice(0, 100) ?? '',
    verdict: verdict ?? '',
    window: window ?? '',
    region: region ?? '',
    industry: industry ?? '',
  };
  const [all, news, first] = await Promise.all([
    firmsOf(event, chosen),
    newsOf(event, lang),
    firstForManager(event, lang),
  ]);

  // Who has more firms than are listed finds the others by name or code.
  const { firms, more } = all.more && filter.search !== '' ? await firmsOf(event, chosen, filter.search) : all;
  const rows = firms.map(({ uscc, name, region, industryCode, today }) => {
    const findings = new Map(today.map((finding) => [finding.measure, finding]));
    return {
      uscc,
      name: name ?? uscc,
      region: region ?? '',
      industry: sectionOf(industryCode),
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
    ({ uscc, name, region, industry, cells }) =>
      [uscc, name].some((each) => each.toLowerCase().includes(filter.search.toLowerCase())) &&
      (filter.region === '' || region === filter.region) &&
      (filter.industry === '' || industry === filter.industry) &&
      ((filter.verdict === '' && filter.window === '') ||
        cells.some(
          (cell) =>
            cell !== null &&
            (filter.verdict === '' || cell.verdict === filter.verdict) &&
            (filter.window === '' || cell.window === filter.window),
        )),
  );
  return {
    pages: managerPages(lang),
    news,
    first,
    filter,
    unknown: [verdict, window, region, industry].includes(null) || searchParams.getAll('m').length > asked.length,
    narrowed: asked.length > 0 || Object.values(filter).some((value) => value !== ''),
    chosen: chosen.map((id) => ({ id, name: words.measures[id]?.name ?? id })),
    options: [...new Set([...CORE, ...chosen])]
      .filter((id) => known.has(id))
      .map((id) => ({ id, name: words.measures[id]?.name ?? id })),
    verdictOptions: VERDICTS_SHOWN.map((id) => ({ id, name: verdicts[id].short })),
    windowOptions: Object.entries(windows).map(([id, name]) => ({ id, name })),
    regionOptions: optionsOf(
      all.firms.map(({ region }) => region ?? ''),
      words.fields.region?.values,
    ),
    industryOptions: optionsOf(
      all.firms.map(({ industryCode }) => sectionOf(industryCode)),
      words.industries,
    ),
    total: all.firms.length,
    /** So many are listed of more. */
    most: more ? MOST_FIRMS : null,
    found: shown.length,
    ...pageOf(
      shown.sort((a, b) => urgency(b.cells) - urgency(a.cells)),
      event.url,
    ),
  };
};

const VERDICTS_SHOWN = [...VERDICTS, 'near'] as const;

/** The section (门类) of an industry code: its letter. */
const sectionOf = (code: string | null): string => code?.slice(0, 1) ?? '';

/** What the firms have, to choose from; nothing where they all have the same. */
function optionsOf(found: readonly string[], names: Readonly<Record<string, string>> = {}) {
  const ids = [...new Set(found)].filter((id) => id !== '').sort();
  return ids.length < 2 ? [] : ids.map((id) => ({ id, name: names[id] ?? id }));
}

/** So many firms stand on a page. */
const PER_PAGE = 50;

/** The rows of the page that the address names, and the addresses of the pages beside it. */
function pageOf<Row>(all: readonly Row[], { pathname, searchParams }: URL) {
  const last = Math.max(1, Math.ceil(all.length / PER_PAGE));
  const number = Math.min(last, Math.max(1, Math.trunc(Number(searchParams.get('page'))) || 1));
  const address = (page: number): string | null => {
    if (page < 1 || page > last) return null;
    const query = new URLSearchParams(searchParams);
    query.set('page', String(page));
    return `${pathname}?${query.toString()}#table`;
  };
  return {
    rows: all.slice((number - 1) * PER_PAGE, number * PER_PAGE),
    number,
    last,
    before: address(number - 1),
    after: address(number + 1),
  };
}

interface Cell {
  readonly verdict: string;
  readonly window: string;
  readonly held: boolean;
}
/** How much there is to do for a firm now: what it can apply for weighs more than what opens soon or is near. */
const urgency = (cells: readonly (Cell | null)[]): number =>
  cells.reduce((sum, cell) => sum + (cell === null || cell.held ? 0 : weight(cell)), 0);
const weight = ({ verdict, window }: Cell): number => {
  if (verdict !== 'eligible' && verdict !== 'review' && verdict !== 'near') return 0;
  const time = window === 'open' ? 100 : window === 'upcoming' ? 30 : window === 'rolling' ? 10 : 1;
  return verdict === 'near' ? time / 2 : time;
};

export const actions: Actions = {
  seen: async (event) => {
    const ids = (await event.request.formData()).getAll('id').filter((id) => typeof id === 'string');
    const done = await markSeen(event, ids);
    if (!done.ok) return fail(done.refused.status, done.refused);
    redirect(303, event.url.pathname);
  },
};
