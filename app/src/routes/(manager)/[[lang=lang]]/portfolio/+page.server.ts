import { fail, redirect } from '@sveltejs/kit';
import { day } from '#lib/format.ts';
import { inOrder, isPossible, ORDERS } from '#lib/portfolio.ts';
import { ENDING_DAYS, firstForManager } from '#lib/server/api-first.server.ts';
import { markSeen, newsOf } from '#lib/server/api-notices.server.ts';
import { VERDICTS } from '#lib/server/api-shapes.ts';
import {
  cellOf,
  CORE,
  firmsOf,
  managerPages,
  MOST_FIRMS,
  MOST_MEASURES,
  possibleOf,
} from '#lib/server/api-portfolio.server.ts';
import { askedOf } from '#lib/server/asked.ts';
import { measuresByName, rules, texts } from '#lib/server/catalogue.server.ts';
import { measureTyped } from '#lib/server/measure-typed.server.ts';
import { wordings } from '#lib/wording/both.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const [{ measures }, words] = await Promise.all([rules(), texts(lang)]);
  const { searchParams } = event.url;
  const known = new Set(measures.map(({ id }) => id));
  const asked = searchParams.getAll('m').filter((id) => known.has(id));
  // A form that was sent without any means none; an address that says nothing of them means the core measures.
  const none = asked.length === 0 && searchParams.has('q');
  const wanted = asked.length > 0 || none ? asked : CORE.filter((id) => known.has(id));
  const chosen = [...new Set(wanted)].slice(-MOST_MEASURES);
  const added = await measureTyped((name) => searchParams.get(name) ?? '', lang);
  if (added.ok && added.id !== null) redirect(303, withMeasure(event.url, [...chosen, added.id]));
  const { verdicts } = wordings[lang];
  const { windows } = roomWords[lang];
  const verdict = askedOf(event.url, 'verdict', VERDICTS_SHOWN);
  const window = askedOf(event.url, 'window', [NOW, ...Object.keys(windows)]);
  const region = askedOf(event.url, 'region', Object.keys(words.fields.region?.values ?? {}));
  const industry = askedOf(event.url, 'industry', Object.keys(words.industries));
  const sort = askedOf(event.url, 'sort', ORDERS);
  const order = ORDERS.find((one) => one === sort) ?? 'urgent';
  const filter = {
    search: searchParams.get('q')?.trim().slice(0, 100) ?? '',
    verdict: verdict ?? '',
    window: window ?? '',
    region: region ?? '',
    industry: industry ?? '',
  };
  const asking = { measures: chosen, ending: ENDING_DAYS };
  const everyone = firmsOf(event, asking);
  const [all, news, first, options, possible] = await Promise.all([
    everyone,
    newsOf(event, lang),
    firstForManager(
      event,
      everyone.then(({ firms }) => firms),
      lang,
    ),
    measuresByName(lang),
    searchParams.has('now') ? possibleOf(event, lang) : null,
  ]);

  // Who has more firms than are listed finds the others by name or code.
  const { firms, more } =
    all.more && filter.search !== '' ? await firmsOf(event, { ...asking, search: filter.search }) : all;
  const rows = firms.map(({ uscc, name, region, industryCode, savedAt, today, ending }) => {
    const findings = new Map(today.map((finding) => [finding.measure, finding]));
    return {
      uscc,
      name: name ?? uscc,
      region: region ?? '',
      industry: sectionOf(industryCode),
      savedAt,
      ending: ending[0]?.left ?? null,
      cells: chosen.map((measure) => {
        const found = findings.get(measure);
        if (!found) return null;
        const cell = cellOf(found);
        const until = cell.heldUntil === null ? null : day(cell.heldUntil, lang);
        return { ...cell, word: verdicts[cell.verdict].short, note: noteOf(cell, lang), until };
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
            (filter.window === '' || (filter.window === NOW ? isPossible(cell) : cell.window === filter.window)),
        )),
  );
  return {
    pages: managerPages(lang),
    news,
    first,
    filter,
    order,
    orders: ORDERS,
    possible,
    none,
    tooMany: wanted.length > MOST_MEASURES,
    measures: options,
    typed: searchParams.get('measure') ?? '',
    fault: added.ok ? null : added.fault,
    choices: added.ok ? [] : added.choices,
    unknown: [verdict, window, region, industry, sort].includes(null) || searchParams.getAll('m').length > asked.length,
    narrowed: asked.length > 0 || none || Object.values(filter).some((value) => value !== ''),
    chosen: chosen.map((id) => ({ id, name: words.measures[id]?.name ?? id })),
    options: [...new Set([...CORE, ...chosen])]
      .filter((id) => known.has(id))
      .map((id) => ({ id, name: words.measures[id]?.name ?? id })),
    verdictOptions: VERDICTS_SHOWN.map((id) => ({ id, name: verdicts[id].short })),
    windowOptions: [
      { id: NOW, name: managerWords[lang].now },
      ...Object.entries(windows).map(([id, name]) => ({ id, name })),
    ],
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
    ...pageOf(shown.sort(inOrder(order)), event.url),
  };
};

/** In place of a window: whatever can be done now. */
const NOW = 'now';

/** The address with these measures, and without the one that was typed. */
function withMeasure({ pathname, searchParams }: URL, measures: readonly string[]): string {
  const query = new URLSearchParams([...searchParams].filter(([name]) => !['m', 'measure', 'chosen'].includes(name)));
  for (const id of measures) query.append('m', id);
  return `${pathname}?${query.toString()}`;
}

/** What stands below a verdict: that the title is held, or when one can apply. */
function noteOf({ held, heldUntil, window }: ReturnType<typeof cellOf>, lang: Lang): string {
  const words = managerWords[lang];
  if (!held) return roomWords[lang].windows[window] ?? window;
  return heldUntil === null ? words.held : words.heldUntil;
}

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

export const actions: Actions = {
  seen: async (event) => {
    const ids = (await event.request.formData()).getAll('id').filter((id) => typeof id === 'string');
    const done = await markSeen(event, ids);
    if (!done.ok) return fail(done.refused.status, done.refused);
    redirect(303, event.url.pathname);
  },
};
