/** A district’s demand as its staff see it: the filter of the address, the table it gives. */
import type { RequestEvent } from '@sveltejs/kit';
import { day, monthOf } from '#lib/format.ts';
import { isOnlyJudged } from '#lib/catalogue/judged.ts';
import { begun, pathIn } from '#lib/lang.ts';
import { wordings } from '#lib/wording/both.ts';
import { indicatorWords } from '#lib/wording/rooms/indicators.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import { regionName } from '#rules/engine/sets.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Lang, Texts } from '#rules/engine/types.ts';
import { askedOf } from './asked.ts';
import { read } from './api-session.server.ts';
import { Blockers, type ByStep, Funnel, Summary } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';
import { ABOUT } from './few.ts';

export const staffPages = (lang: Lang) => [
  { href: pathIn(lang, '/demand'), name: staffWords[lang].demand },
  { href: pathIn(lang, '/demand/indicators'), name: indicatorWords[lang].title },
];

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** The steps of the funnel in order; of each, the firms that came at least so far. */
export const FUNNEL = ['looked', 'interested', 'asked', 'preparing', 'applied', 'refused', 'granted'] as const;
/** What can happen in a month. */
export const STEPS = [
  'looked',
  'interested',
  'asked',
  'preparing',
  'applied',
  'granted',
  'refused',
  'withdrawn',
] as const;
export const SIZES = ['large', 'medium', 'small', 'micro', 'unknown'] as const;

export interface Column {
  readonly key: string;
  readonly name: string;
  readonly help: string;
}
export interface DemandTable {
  readonly month: string | null;
  readonly exact: boolean;
  readonly few: string;
  readonly columns: readonly Column[];
  /** The district’s firms, as they were last evaluated; null where the table is not of all of them, or was not yet. */
  readonly district: { readonly firms: number | null; readonly on: string } | null;
  /** Null: fewer than five, or a number that would tell of fewer. */
  readonly rows: readonly {
    readonly id: string;
    readonly name: string;
    readonly cells: readonly (number | null)[];
    /** That an authority alone judges its conditions, so that verdicts tell nothing of firms. */
    readonly note: string | null;
  }[];
}

export interface Filter {
  readonly month: string;
  readonly place: string;
  readonly industry: string;
  readonly size: string;
  readonly search: string;
}

export function filterOf(
  { url, locals }: Pick<Event, 'url' | 'locals'>,
  { places, industries, sizes }: ReturnType<typeof choices>,
): {
  readonly filter: Filter;
  /** Whether something is asked that the form does not offer. */
  readonly unknown: boolean;
  /** Whether a cut is asked that takes the right to see single firms. */
  readonly barred: boolean;
} {
  const asked = (name: string): string => url.searchParams.get(name)?.trim() ?? '';
  const ids = (options: readonly Option[]): string[] => options.map(({ id }) => id);
  // Cuts across the whole table are for those who may see single firms.
  const mayCut = locals.person?.firmLevel === true;
  const cut = (name: string, options: readonly Option[]): string | null =>
    mayCut ? askedOf(url, name, ids(options)) : '';
  const [place, industry, size] = [cut('place', places), cut('industry', industries), cut('size', sizes)];
  const month = /^20\d{2}-(0[1-9]|1[0-2])$/.test(asked('month')) ? asked('month') : '';
  return {
    filter: {
      month,
      place: place ?? '',
      industry: industry ?? '',
      size: size ?? '',
      search: asked('q').slice(0, 100),
    },
    unknown: asked('month') !== month || [place, industry, size].includes(null),
    barred: !mayCut && ['place', 'industry', 'size'].some((name) => asked(name) !== ''),
  };
}

export async function demandTable(event: Event, filter: Filter, lang: Lang): Promise<DemandTable> {
  const { month, place, industry, size } = filter;
  const query = new URLSearchParams(
    Object.entries({ by: 'measure', month, place, industry, size }).filter(([, value]) => value !== ''),
  ).toString();
  const [words, { measures }] = await Promise.all([texts(lang), rules()]);
  const asOf = todayInBeijing(new Date());
  const judged = new Set(measures.flatMap((one) => (isOnlyJudged(one, asOf) ? [one.id] : [])));
  // Firms that could get a measure are counted for the district as a whole only.
  const isWhole = [place, industry, size].every((cut) => cut === '');
  if (month !== '') {
    const { rows, exact } = await read(event, Summary, `/v1/demand/summary?${query}`);
    return {
      month,
      exact,
      few: FEW_OF.month,
      columns: stepColumns(lang),
      district: null,
      rows: rowsOf(rows.map(({ key, steps }) => ({ id: key, first: steps.looked, cells: cellsOf(steps, STEPS) }))),
    };
  }
  const [{ rows, exact }, today] = await Promise.all([
    read(event, Funnel, `/v1/demand/funnel?${query}`),
    isWhole ? standingToday(event) : null,
  ]);
  return {
    month: null,
    exact,
    few: FEW_OF.ever,
    columns: [...(today ? standingColumns(lang) : []), ...funnelColumns(lang)],
    district: today && { firms: today.firms, on: day(today.on, lang) },
    rows: rowsOf(
      rows.map(({ key, reached }) => ({
        id: key,
        first: reached.looked,
        cells: [...(today ? cellsOf(today.verdicts.get(key) ?? {}, STANDING) : []), ...cellsOf(reached, FUNNEL)],
      })),
    ),
  };

  function rowsOf(
    found: readonly {
      readonly id: string;
      readonly first: number | null | undefined;
      readonly cells: (number | null)[];
    }[],
  ): DemandTable['rows'] {
    return found
      .map(({ id, first, cells }) => ({ id, first: first ?? ABOUT, name: words.measures[id]?.name ?? id, cells }))
      .filter(({ name }) => name.toLowerCase().includes(filter.search.toLowerCase()))
      .sort((a, b) => b.first - a.first || a.name.localeCompare(b.name, lang))
      .map(({ id, name, cells }) => ({
        id,
        name,
        cells,
        note: month === '' && isWhole && judged.has(id) ? begun(indicatorWords[lang].judged) : null,
      }));
  }
}

/** How the district’s firms stand to each measure, before they do anything about it; null before the first count. */
async function standingToday(event: Event) {
  const { asOf, firms, measures } = await read(event, Blockers, '/v1/population/blockers');
  return asOf === null
    ? null
    : { on: asOf, firms, verdicts: new Map(measures.map(({ measure, verdicts }) => [measure, verdicts])) };
}

/** Where the funnel begins: firms that could get a measure. */
const STANDING = ['eligible', 'review'] as const;
const standingColumns = (lang: Lang): Column[] =>
  STANDING.map((key) => ({ key, name: wordings[lang].verdicts[key].short, help: staffWords[lang].help[key] ?? '' }));

export const cellsOf = (counts: ByStep, steps: readonly string[]): (number | null)[] =>
  steps.map((step) => counts[step] ?? null);

export function funnelColumns(lang: Lang): Column[] {
  const { help, decided } = staffWords[lang];
  return FUNNEL.map((key) =>
    key === 'refused'
      ? { key: 'decided', name: decided, help: help.decided ?? '' }
      : { key, name: roomWords[lang].steps[key] ?? key, help: help[key] ?? '' },
  );
}
export const stepColumns = (lang: Lang): Column[] =>
  STEPS.map((key) => ({ key, name: roomWords[lang].steps[key] ?? key, help: staffWords[lang].help[key] ?? '' }));

/**
 * What stands for a number that is not shown. A month's are fewer than five; in a funnel it may be a larger one that
 * would tell, by its difference to the step before, of fewer than five.
 */
export const FEW_OF = { month: '<5', ever: '*' } as const;

interface Option {
  readonly id: string;
  readonly name: string;
}
/** The first six digits of a subdistrict’s code are its district’s. */
const DISTRICT_CODES: Readonly<Record<string, string>> = { dongcheng: '110101', chaoyang: '110105' };

export function choices(
  words: Texts,
  district: string | null,
): { places: Option[]; industries: Option[]; sizes: Option[]; months: Option[] } {
  const { unknown, sizes } = roomWords[words.lang];
  const nobody = { id: 'unknown', name: unknown };
  const code = DISTRICT_CODES[district ?? ''] ?? '-';
  return {
    places: [
      ...Object.entries(words.fields.subdistrict?.values ?? {}).flatMap(([id, name]) =>
        id.startsWith(code) ? [{ id, name }] : [],
      ),
      nobody,
    ],
    industries: [
      ...Object.entries(words.industries).flatMap(([id, name]) =>
        /^[A-T]$/.test(id) ? [{ id, name: `${id} ${name}` }] : [],
      ),
      nobody,
    ],
    sizes: SIZES.map((id) => ({ id, name: sizes[id] ?? id })),
    months: lastMonths().map((id) => ({ id, name: monthOf(id, words.lang) })),
  };
}

/** What the table is narrowed by, each by its label and as the form names it. */
export function filtersNamed(
  filter: Filter,
  { months, places, industries, sizes }: ReturnType<typeof choices>,
  lang: Lang,
): { readonly label: string; readonly id: string; readonly name: string }[] {
  const words = staffWords[lang];
  const chosen = (label: string, id: string, options: readonly Option[]) =>
    id === '' ? [] : [{ label, id, name: options.find((option) => option.id === id)?.name ?? id }];
  return [
    ...chosen(words.month, filter.month, months),
    ...chosen(words.place, filter.place, places),
    ...chosen(words.industry, filter.industry, industries),
    ...chosen(words.size, filter.size, sizes),
    ...chosen(words.search, filter.search, []),
  ];
}

const MONTHS = 24;
function lastMonths(): string[] {
  const [year = 0, month = 0] = todayInBeijing(new Date()).split('-').map(Number);
  return Array.from({ length: MONTHS }, (_, back) => {
    const at = year * 12 + month - 1 - back;
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  });
}

export const districtName = (words: Texts, district: string | null): string =>
  district === null ? '' : regionName(words, district);
