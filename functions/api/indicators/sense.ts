/** Whether a figure can be right for its indicator, before it stands on the board. */
import type { IsoDate, Lang } from '#rules/engine/types.ts';
import type { Indicator } from '#rules/language/sources.ts';

export interface FigureFault {
  readonly path: string;
  readonly words: Readonly<Record<Lang, string>>;
}

interface Said {
  readonly on: string;
  readonly value: number | null;
  /** That a figure of another size than the plan's is meant. */
  readonly sure: boolean;
}
type Entry = Omit<Said, 'sure'>;

/** Everything wrong with a figure, as of today in Beijing; empty where it may be kept. */
export function figureFaults(
  indicator: Indicator,
  said: Said,
  entered: readonly Entry[],
  today: IsoDate,
): FigureFault[] {
  return [...dayFaults(indicator, said, entered, today), ...valueFaults(indicator, said)];
}

const fault = (path: string, zh: string, en: string): FigureFault => ({ path, words: { zh, en } });

function dayFaults(indicator: Indicator, { on, value }: Said, entered: readonly Entry[], today: IsoDate) {
  if (on > today) return [fault('on', '日期不能在今天之后', 'must not be after today')];
  if (value === null) {
    const standing = entered.findLast((one) => one.on === on);
    return typeof standing?.value === 'number'
      ? []
      : [fault('on', '这一天没有数值可以撤回', 'there is no figure of this day to take back')];
  }
  const first = firstDay(indicator);
  return first !== null && on < first
    ? [fault('on', `不能早于规划的基期：${first} 或以后`, `must not be before the plan’s baseline: ${first} or later`)]
    : [];
}

/** Plans are for five years, and measured from the year before. */
const YEARS_OF_PLAN = 5;
function firstDay({ baseline, target }: Indicator): IsoDate | null {
  const year = baseline.year ?? (target.year === null ? null : target.year - YEARS_OF_PLAN);
  return year === null ? null : `${year}-01-01`;
}

/** Units of what comes in whole pieces. */
const WHOLE: ReadonlySet<string> = new Set(
  ['家', '个', '项', '件', '位', '人', '名', '场', '站', '类', '处', '人次'].flatMap((unit) => [unit, `${unit}/年`]),
);
/** What may shrink: rates of growth are below zero in a bad year. */
const RATES: ReadonlySet<string> = new Set(['%', '个百分点']);

function valueFaults(indicator: Indicator, { value, sure }: Said): FigureFault[] {
  if (value === null) return [];
  const { unit, name } = indicator;
  const mayShrink = RATES.has(unit) && /增|速/.test(name.zh);
  if (value < 0 && !mayShrink) return [fault('value', '不能小于 0', 'must not be below 0')];
  const known = planned(indicator);
  if (WHOLE.has(unit) && known.every(Number.isInteger) && !Number.isInteger(value)) {
    return [fault('value', '应为整数', 'must be a whole number')];
  }
  return sure ? [] : sizeFaults(value, known);
}

const planned = ({ baseline, target }: Indicator): number[] =>
  [target.value, baseline.value].filter((one) => typeof one === 'number');

/** How far a figure may be from the plan's before it is asked about. */
const TIMES_MORE = 10;
const TIMES_LESS = 100;

function sizeFaults(value: number, planned: readonly number[]): FigureFault[] {
  const sizes = planned.map(Math.abs).filter((one) => one > 0);
  if (sizes.length === 0 || value === 0) return [];
  const most = Math.max(...sizes);
  const least = Math.min(...sizes);
  const size = Math.abs(value);
  const ask = (zh: string, en: string): FigureFault[] => [
    fault('sure', `${zh}；确实如此，请勾选`, `${en}; tick the box if it is so`),
  ];
  if (size > most * TIMES_MORE) {
    const times = Math.round(size / most);
    return ask(`是规划数值 ${most} 的 ${times} 倍`, `is ${times} times the plan’s ${most}`);
  }
  return size < least / TIMES_LESS
    ? ask(`不到规划数值 ${least} 的百分之一`, `is less than a hundredth of the plan’s ${least}`)
    : [];
}
