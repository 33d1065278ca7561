/** How figures, money and days are written, in either language. The only module that does. */
import type { IsoDate, Lang, NumberRange, Unit } from '#rules/engine/types.ts';

const locales = { zh: 'zh-CN', en: 'en-GB' } as const satisfies Record<Lang, string>;

/** A number with thousands separators and no more decimals than asked for. */
export function plain(value: number, lang: Lang, digits = 4): string {
  return formatter(lang, digits).format(value).replace('-', '−');
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Making a formatter takes far longer than using it. */
function formatter(lang: Lang, digits: number): Intl.NumberFormat {
  const key = `${lang}${digits}`;
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locales[lang], { maximumFractionDigits: digits, signDisplay: 'negative' });
  formatters.set(key, made);
  return made;
}

const HUNDRED_MILLION = 1e8;
const TEN_THOUSAND = 1e4;
const MILLION = 1e6;

/**
 * Yuan as people say it: 万元 and 亿元, or RMB and million. Exact to the yuan unless `rounded`, so that a figure just
 * below a threshold never reads like the threshold. Currency, figure and “million” stay in one line.
 */
export function money(yuan: number, lang: Lang, rounded = false): string {
  return lang === 'zh' ? moneyZh(yuan, rounded) : moneyEn(yuan, rounded);
}

function moneyZh(yuan: number, rounded: boolean): string {
  const size = Math.abs(yuan);
  if (size >= HUNDRED_MILLION && (rounded || hasDecimals(yuan / HUNDRED_MILLION, 4))) {
    return `${plain(yuan / HUNDRED_MILLION, 'zh', rounded ? 2 : 4)} 亿元`;
  }
  if (size >= TEN_THOUSAND || yuan === 0) return `${plain(yuan / TEN_THOUSAND, 'zh', rounded ? 2 : 4)} 万元`;
  return `${plain(yuan, 'zh', 2)} 元`;
}

function moneyEn(yuan: number, rounded: boolean): string {
  if (Math.abs(yuan) >= MILLION && (rounded || hasDecimals(yuan / MILLION, 3))) {
    return `RMB\u00a0${plain(yuan / MILLION, 'en', rounded ? 2 : 3)}\u00a0million`;
  }
  return `RMB\u00a0${plain(yuan, 'en', rounded ? 0 : 2)}`;
}

/** A large number as English says it: 1.2 trillion, 148.4 billion, 20 million; a smaller one in full. */
export function large(value: number): string {
  const size = LARGE.find(([from]) => Math.abs(value) >= from);
  return size ? `${plain(value / size[0], 'en')} ${size[1]}` : plain(value, 'en');
}
const LARGE = [
  [1e12, 'trillion'],
  [1e9, 'billion'],
  [MILLION, 'million'],
] as const;

/** Whether so many decimals write the value exactly. */
const hasDecimals = (value: number, digits: number): boolean => Math.abs(value - Number(value.toFixed(digits))) < 1e-9;

const suffixes = {
  zh: { people: ' 人', count: '', days: ' 天', months: ' 个月', years: ' 年', points: ' 分', sqm: ' 平方米' },
  en: {
    people: ' people',
    count: '',
    days: ' days',
    months: ' months',
    years: ' years',
    points: ' points',
    sqm: ' m²',
  },
} as const;

/** A figure in its unit; `digits` is the most decimals of a share or plain number. */
export function figure(value: number, unit: Unit | null, lang: Lang, digits = 2): string {
  switch (unit) {
    case 'yuan':
      return money(value, lang);
    case 'usd':
      return lang === 'zh'
        ? `${plain(value / TEN_THOUSAND, lang)} 万美元`
        : `USD\u00a0${plain(value / MILLION, lang)}\u00a0million`;
    case 'ratio':
      return `${plain(value * 100, lang, digits)}%`;
    case 'percent':
      return `${plain(value, lang, digits)}%`;
    case 'rank':
      return lang === 'zh' ? `第 ${plain(value, lang)} 名` : `No. ${plain(value, lang)}`;
    case 'date':
    case null:
      return plain(value, lang, digits);
    case 'months':
    case 'years':
      return counted(plain(value, lang, digits), suffixes[lang][unit]);
    default:
      return counted(plain(value, lang), suffixes[lang][unit]);
  }
}

/** English counts one person and one month, but no month and half a month as several. */
const counted = (text: string, suffix: string): string =>
  text + (text === '1' ? suffix.replace('people', 'person').replace(/s$/, '') : suffix);

/**
 * A figure beside the one it is compared with: enough decimals that two different figures never read the same.
 */
export function figureBeside(value: number, other: number | undefined, unit: Unit | null, lang: Lang): string {
  for (const digits of [2, 4]) {
    const text = figure(value, unit, lang, digits);
    if (other === undefined || other === value || text !== figure(other, unit, lang, digits)) return text;
  }
  return figure(value, unit, lang, 8);
}

/** A range; `one` writes a single figure. Open ends read as “at least” and “at most”. */
export function range(value: NumberRange, lang: Lang, one: (value: number) => string): string {
  const { min, max } = value;
  if (min !== undefined && max !== undefined) return min === max ? one(min) : joined(one(min), one(max));
  if (min !== undefined) return lang === 'zh' ? `${one(min)} 以上` : `at least ${one(min)}`;
  if (max !== undefined) return lang === 'zh' ? `${one(max)} 以下` : `at most ${one(max)}`;
  return lang === 'zh' ? '不限' : 'any';
}

/** “290–310 万元” rather than “290 万元–310 万元”: the unit once where both ends share it. */
function joined(from: string, to: string): string {
  if (/^1 [a-z]+$/.test(from)) return `1–${to}`;
  const before = /^((?:RMB|USD)\u00a0)?/.exec(from)?.[0] ?? '';
  const after = /( ?[^\d.,−]*)$/.exec(from)?.[0] ?? '';
  if (!to.startsWith(before) || !to.endsWith(after) || after === '') {
    return before !== '' && to.startsWith(before) ? `${from}–${to.slice(before.length)}` : `${from}–${to}`;
  }
  return `${from.slice(0, from.length - after.length)}–${to.slice(before.length)}`;
}

/** A month (`2024-05`) that stands alone. */
export const monthOf = (month: string, lang: Lang): string =>
  lang === 'zh'
    ? month
    : new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${month}-01T00:00:00Z`),
      );

/** A day; a month alone (`2024-05`) stays a month. */
export function day(date: IsoDate, lang: Lang): string {
  const [whole, dayOfMonth] = /^\d{4}-\d{2}(-\d{2})?$/.exec(date) ?? [];
  if (lang === 'zh' || whole === undefined) return date;
  if (dayOfMonth === undefined) return monthOf(date, lang);
  return englishDay.format(new Date(`${date}T00:00:00Z`));
}

const englishDay = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** How long it is, by its two largest units: `2 天 3 小时`, `1 h 50 min`; at least a minute. */
export function lasting(ms: number, lang: Lang): string {
  const minutes = Math.max(1, Math.floor(ms / 60_000));
  const [d, h, m] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const words = {
    zh: { d: `${d} 天`, h: `${h} 小时`, m: h === 0 ? `${m} 分钟` : `${m} 分` },
    en: { d: d === 1 ? '1 day' : `${d} days`, h: `${h} h`, m: `${m} min` },
  }[lang];
  const parts = d > 0 ? [words.d, h > 0 ? words.h : ''] : [h > 0 ? words.h : '', m > 0 ? words.m : ''];
  return parts.filter(Boolean).join(' ');
}
