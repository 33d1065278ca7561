import { isIsoDate } from '#rules/engine/calendar.ts';
import type { IsoDate, Lang } from '#rules/engine/types.ts';
import type { RequestFault } from '../problem.ts';

/** What `POST /v1/match` is asked. */
export interface MatchRequest {
  readonly profile: unknown;
  readonly asOf: IsoDate | undefined;
  readonly measures: readonly string[] | undefined;
  readonly lang: Lang;
}

const KEYS = ['profile', 'asOf', 'measures', 'lang'];
const MOST_MEASURES = 1000;

const SAY = {
  object: { zh: '应为一个对象（{ … }）', en: 'must be an object ({ … })' },
  key: {
    zh: '没有这一项；可用的是 profile、asOf、measures、lang',
    en: 'is not known; use profile, asOf, measures, lang',
  },
  profile: { zh: '缺少企业资料', en: 'is missing: the company profile' },
  asOf: { zh: '应为日期，如 2026-07-01', en: 'must be a date such as 2026-07-01' },
  measures: { zh: '应为政策编号的列表', en: 'must be a list of measure ids' },
  lang: { zh: '应为 zh 或 en', en: 'must be zh or en' },
} as const;

/** The language asked for, as far as it can be told from a body that may have faults. */
export const langOf = (value: unknown): Lang => (isRecord(value) && value.lang === 'en' ? 'en' : 'zh');

/** The request, or everything that is wrong with its shape; the profile is not looked into. */
export function requestOf(
  value: unknown,
): { ok: true; request: MatchRequest } | { ok: false; faults: readonly RequestFault[] } {
  const lang = langOf(value);
  const fault = (path: string, kind: keyof typeof SAY): RequestFault => ({ path, message: SAY[kind][lang] });
  if (!isRecord(value)) return { ok: false, faults: [fault('', 'object')] };

  const { profile, asOf, measures } = value;
  const faults = Object.keys(value)
    .filter((key) => !KEYS.includes(key))
    .map((key) => fault(key.slice(0, 100), 'key'));
  if (profile === undefined) faults.push(fault('profile', 'profile'));
  if (asOf !== undefined && !isDay(asOf)) faults.push(fault('asOf', 'asOf'));
  if (measures !== undefined && !isListOfTexts(measures)) faults.push(fault('measures', 'measures'));
  if (value.lang !== undefined && value.lang !== 'zh' && value.lang !== 'en') faults.push(fault('lang', 'lang'));
  if (faults.length > 0) return { ok: false, faults };

  return {
    ok: true,
    request: {
      profile,
      asOf: isDay(asOf) ? asOf : undefined,
      measures: isListOfTexts(measures) ? measures : undefined,
      lang,
    },
  };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isDay = (value: unknown): value is IsoDate => typeof value === 'string' && isIsoDate(value);
const isListOfTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= MOST_MEASURES && value.every((item) => typeof item === 'string');
