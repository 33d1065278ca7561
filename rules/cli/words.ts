import type { Availability, Benefit, Gap, Lang, NumberRange, Shown, Texts, Unit } from '../engine/types.ts';

/** How figures, gaps and states read on the command line, in each language. */
const ZH = {
  heading: (asOf: string, count: number, checked: string) =>
    `按 ${asOf} 评估 ${count} 项措施；政策事实核验至 ${checked}。`,
  disclaimer: '不收费、不需中介；以主管部门认定为准。',
  groups: {
    eligible: '符合条件',
    review: '可核条件均符合，其余待主管部门认定',
    near: '差一点',
    incomplete: '需补充信息',
    ineligible: '暂不符合',
    'out-of-scope': '不适用',
    'not-in-force': '已失效或尚未施行（结论仅供参考）',
  },
  against: (actual: string, op: string, required: string) => `：${actual}，要求 ${op} ${required}`,
  authority: '主管部门',
  needed: '还需：',
  would: '按最近一版规定：',
  year: (year: string, label: string) => `${year} 年${label}`,
  currently: {
    future: '尚未施行',
    lapsed: '已失效',
    automatic: '自行申报或免申即享',
    rolling: '常年受理',
    open: '正在受理',
    upcoming: '即将受理',
    closed: '今年已截止',
    unlisted: '今年未列入',
    unannounced: '今年通知未见',
  },
  unofficial: '非行政认定，无申报',
  undated: '通知已发，截止日未载明',
  firstCome: '先到先得',
  until: (date: string) => `至 ${date}`,
  from: (date: string) => `${date} 起`,
  lastYear: (year: number, from: string, to: string) => `${year} 年为 ${from}${to === '' ? '' : ` 至 ${to}`}`,
  perYear: '/年',
  atMost: '最高 ',
  about: '约 ',
  increase: (label: string, by: string) => `${label}再增加 ${by}`,
  decrease: (label: string, by: string) => `${label}减少 ${by}`,
  good: (year: number) => `，最早可由 ${year} 年度补足`,
  turns: (date: string) => `${date} 起符合`,
  judged: (date: string) => `${date} 起可以判断`,
  yes: '是',
  no: '否',
};
type Wording = typeof ZH;
const EN: Wording = {
  heading: (asOf, count, checked) => `${count} measures as of ${asOf}; facts checked up to ${checked}.`,
  disclaimer: 'Applying costs nothing and needs no agent; only the authority decides.',
  groups: {
    eligible: 'Eligible',
    review: 'All checkable conditions met, the rest is for the authority',
    near: 'Nearly',
    incomplete: 'More information needed',
    ineligible: 'Not eligible now',
    'out-of-scope': 'Not applicable',
    'not-in-force': 'No longer or not yet in force (for reference only)',
  },
  against: (actual, op, required) => `: ${actual}, required ${op} ${required}`,
  authority: 'the authority',
  needed: 'needed: ',
  would: 'under its nearest version: ',
  year: (year, label) => `${label} ${year}`,
  currently: {
    future: 'not yet in force',
    lapsed: 'lapsed',
    automatic: 'claimed on filing or granted',
    rolling: 'any time',
    open: 'open',
    upcoming: 'opens soon',
    closed: 'over for this year',
    unlisted: 'not in this year’s call',
    unannounced: 'this year’s call not announced',
  },
  unofficial: 'not an official title, nothing to apply for',
  undated: 'announced, closing day not stated',
  firstCome: 'first come, first served',
  until: (date) => `until ${date}`,
  from: (date) => `from ${date}`,
  lastYear: (year, from, to) => `${year}: ${from}${to === '' ? '' : ` to ${to}`}`,
  perYear: ' a year',
  atMost: 'up to ',
  about: 'about ',
  increase: (label, by) => `${label}: ${by} more`,
  decrease: (label, by) => `${label}: ${by} less`,
  good: (year) => `, at the earliest with fiscal year ${year}`,
  turns: (date) => `met from ${date}`,
  judged: (date) => `can be judged from ${date}`,
  yes: 'yes',
  no: 'no',
};

export const wordsFor = (lang: Lang): Wording => (lang === 'zh' ? ZH : EN);

const UNITS: Record<Lang, Partial<Record<Unit, string>>> = {
  zh: {
    people: ' 人',
    count: ' 项',
    days: ' 天',
    months: ' 个月',
    years: ' 年',
    points: ' 分',
    sqm: ' 平方米',
    percent: '%',
    rank: ' 名',
    usd: ' 美元',
  },
  en: {
    people: ' people',
    count: '',
    days: ' days',
    months: ' months',
    years: ' years',
    points: ' points',
    sqm: ' m²',
    percent: ' %',
    rank: '',
    usd: ' US dollars',
  },
};

const trimmed = (value: number, decimals: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: decimals });

/** A figure in its unit: 324,000 yuan is “32.4 万元” or “RMB 324,000”; 0.047 is “4.7%”. */
export function showNumber(value: number, unit: Unit | null, lang: Lang): string {
  if (unit === 'yuan') return showAmount(value, lang);
  if (unit === 'ratio') return `${trimmed(value * 100, 2)}%`;
  return `${trimmed(value, 2)}${(unit && UNITS[lang][unit]) ?? ''}`;
}

/** An amount of yuan the way people of that language say it, never rounded by more than a hundredth of what is shown. */
export function showAmount(yuan: number, lang: Lang): string {
  const size = Math.abs(yuan);
  if (lang === 'zh')
    return size >= 1e8
      ? `${trimmed(yuan / 1e8, 4)} 亿元`
      : size >= 1e4
        ? `${trimmed(yuan / 1e4, 4)} 万元`
        : `${trimmed(yuan, 2)} 元`;
  return size >= 1e6 ? `RMB ${trimmed(yuan / 1e6, 4)} million` : `RMB ${trimmed(yuan, 2)}`;
}

const isList = (value: Shown): value is readonly string[] => Array.isArray(value);

/** What a condition compares, in words; an empty text where nothing is known. */
export function showShown(value: Shown, unit: Unit | null, texts: Texts): string {
  const { lang } = texts;
  const words = wordsFor(lang);
  if (value === null) return '';
  if (typeof value === 'number') return showNumber(value, unit, lang);
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') return value;
  if (isList(value)) return value.join(lang === 'zh' ? '、' : ', ');
  const { min, max } = value;
  const show = (end: number | string): string => (typeof end === 'number' ? showNumber(end, unit, lang) : end);
  if (min !== undefined && max !== undefined) return `${show(min)} – ${show(max)}`;
  return min !== undefined ? `≥ ${show(min)}` : max !== undefined ? `≤ ${show(max)}` : '';
}

/** The dictionary's label of a profile path, with its year: “2025 年研发费用”. */
export function labelOfPath(path: string, texts: Texts): string {
  const year = /^(?:years|platformScore)\.(\d{4})/.exec(path)?.[1];
  const entry = path.replace(/^(years|platformScore)\.\d{4}/, '$1.*').replace(/^certificates\..*/, 'certificates');
  const label = texts.fields[entry]?.label ?? path;
  return year === undefined ? label : wordsFor(texts.lang).year(year, label);
}

/** What closes a gap, in words; `judged` where a day is only the first on which the condition can be judged. */
export function showGap(gap: Gap, texts: Texts, judged = false): string {
  const { lang } = texts;
  const words = wordsFor(lang);
  if ('on' in gap) return judged ? words.judged(gap.on) : words.turns(gap.on);
  const label = labelOfPath(gap.field, texts);
  const down = typeof gap.delta === 'number' ? gap.delta < 0 : (gap.delta.max ?? 0) < 0;
  const size: Shown = typeof gap.delta === 'number' ? Math.abs(gap.delta) : absolute(gap.delta);
  const said = (down ? words.decrease : words.increase)(label, showShown(size, gap.unit, texts));
  return gap.forYear === null ? said : said + words.good(gap.forYear);
}

function absolute({ min = 0, max = 0 }: NumberRange): NumberRange {
  const ends = [Math.abs(min), Math.abs(max)];
  return { min: Math.min(...ends), max: Math.max(...ends) };
}

export function showAvailability(availability: Availability, { lang }: Texts): string {
  const words = wordsFor(lang);
  const { state, opensOn, closesOn, expected, firstCome, call } = availability;
  const said = state === 'unannounced' && call !== null ? words.undated : words.currently[state];
  const more =
    state === 'open' && firstCome
      ? words.firstCome
      : state === 'open' && closesOn !== null
        ? words.until(closesOn)
        : state === 'upcoming' && opensOn !== null
          ? words.from(opensOn)
          : expected?.opensOn
            ? words.lastYear(expected.year, expected.opensOn, expected.closesOn ?? '')
            : undefined;
  return more === undefined ? said : `${said}${lang === 'zh' ? '，' : ', '}${more}`;
}

/** The figures of a benefit in one line; an empty text where there are none. */
export function showBenefit(benefit: Benefit | null, lang: Lang): string {
  if (!benefit) return '';
  const words = wordsFor(lang);
  const range = ({ min, max }: NumberRange): string =>
    min !== undefined && max !== undefined
      ? min === max
        ? showAmount(min, lang)
        : `${showAmount(min, lang)} – ${showAmount(max, lang)}`
      : min !== undefined
        ? `≥ ${showAmount(min, lang)}`
        : `≤ ${showAmount(max ?? 0, lang)}`;
  const ceiling =
    benefit.ceiling === null ? undefined : typeof benefit.ceiling === 'number' ? benefit.ceiling : benefit.ceiling.max;
  // An amount that equals the ceiling is laid down, not estimated.
  const isFixed = ({ min, max }: NumberRange): boolean => min === max && (max === ceiling || ceiling === undefined);
  const parts = [
    ...(benefit.yearly ? [`${words.about}${range(benefit.yearly)}${words.perYear}`] : []),
    ...(benefit.oneOff ? [`${isFixed(benefit.oneOff) ? '' : words.about}${range(benefit.oneOff)}`] : []),
    ...(ceiling === undefined || benefit.yearly || benefit.oneOff
      ? []
      : [`${words.atMost}${showAmount(ceiling, lang)}`]),
  ];
  return parts.join(lang === 'zh' ? '，' : ', ');
}
