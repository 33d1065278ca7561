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

export const MOST_MEASURES = 1000;
/** Characters of a measure's id. */
export const LONGEST_ID = 100;

const KEYS = ['profile', 'asOf', 'measures', 'lang'];

/** The words of the API for the same faults. */
const SAY = {
  object: { zh: '缺少，或应为对象（{ … }）', en: 'is missing or must be an object ({ … })' },
  key: { zh: '没有这一项', en: 'is not known' },
  profile: { zh: '缺少企业资料', en: 'is missing: the company profile' },
  text: { zh: '缺少，或应为文字', en: 'is missing or must be text' },
  day: { zh: '应为日期，如 2026-07-01', en: 'must be a date such as 2026-07-01' },
  list: { zh: '缺少，或应为列表', en: 'is missing or must be a list' },
  entries: { zh: `最多 ${MOST_MEASURES} 项`, en: `must have at most ${MOST_MEASURES} entries` },
  characters: { zh: `最多 ${LONGEST_ID} 个字`, en: `must have at most ${LONGEST_ID} characters` },
  lang: { zh: '应为其中之一：zh, en', en: 'must be one of: zh, en' },
} as const;

type Fault = readonly [path: string, kind: keyof typeof SAY];

/** The language asked for, as far as it can be told from a body that may have faults; else the one given. */
export const langOf = (value: unknown, otherwise: Lang): Lang =>
  isRecord(value) && (value.lang === 'zh' || value.lang === 'en') ? value.lang : otherwise;

/**
 * The request, in the language given where it names none, or everything wrong with its shape, in that language; the
 * profile is not looked into.
 */
export function requestOf(
  value: unknown,
  otherwise: Lang,
): { ok: true; request: MatchRequest } | { ok: false; faults: readonly RequestFault[] } {
  const faults = faultsIn(value);
  if (faults.length > 0 || !isRecord(value)) {
    return { ok: false, faults: faults.map(([path, kind]) => ({ path, message: SAY[kind][otherwise] })) };
  }
  const { profile, asOf, measures } = value;
  return {
    ok: true,
    request: {
      profile,
      asOf: typeof asOf === 'string' ? asOf : undefined,
      measures: isList(measures) ? measures.filter((id) => typeof id === 'string') : undefined,
      lang: langOf(value, otherwise),
    },
  };
}

function faultsIn(value: unknown): Fault[] {
  if (!isRecord(value)) return [['', 'object']];
  const { profile, asOf, measures, lang } = value;
  return [
    ...(profile === undefined ? [['profile', 'profile'] as const] : []),
    ...dayFaults(asOf),
    ...measureFaults(measures),
    ...(lang === undefined || lang === 'zh' || lang === 'en' ? [] : [['lang', 'lang'] as const]),
    ...Object.keys(value)
      .filter((key) => !KEYS.includes(key))
      .map((key) => [key.slice(0, 200), 'key'] as const),
  ];
}

function dayFaults(asOf: unknown): Fault[] {
  if (asOf === undefined) return [];
  if (typeof asOf !== 'string') return [['asOf', 'text']];
  return isIsoDate(asOf) ? [] : [['asOf', 'day']];
}

function measureFaults(measures: unknown): Fault[] {
  if (measures === undefined) return [];
  if (!isList(measures)) return [['measures', 'list']];
  const wrong = measures.flatMap((id, index): Fault[] => {
    if (typeof id !== 'string') return [[`measures.${index}`, 'text']];
    return id.length > LONGEST_ID ? [[`measures.${index}`, 'characters']] : [];
  });
  return [...wrong, ...(measures.length > MOST_MEASURES ? [['measures', 'entries'] as const] : [])];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value: unknown): value is unknown[] => Array.isArray(value);
