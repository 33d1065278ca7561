/** Whether a call can be right, before it counts for anyone. */
import { toDay } from '#rules/engine/calendar.ts';
import type { IsoDate, Lang, Measure, Rules } from '#rules/engine/types.ts';
import type { CallFacts } from './call.ts';

export interface CallFault {
  readonly path: string;
  readonly words: Readonly<Record<Lang, string>>;
}

/** The first year of which a call can be entered. */
const FIRST_YEAR = 2015;

/** Everything wrong with a call for the measure, as of today in Beijing; empty where it may be kept. */
export function checkCall(rules: Rules, measure: Measure, call: CallFacts, today: IsoDate): CallFault[] {
  return [
    ...measureFaults(measure),
    ...regionFaults(rules, measure, call.region),
    ...yearFaults(call, today),
    ...dayFaults(call, today),
    ...listedFaults(call),
    ...windowFaults(call),
  ];
}

/** The names a call's region can have: districts, and sets of nothing but districts. */
export function callRegions({ fields, regions }: Rules): readonly string[] {
  const districts = fields.region?.values ?? [];
  const sets = Object.entries(regions).filter(([, members]) => members.every((member) => districts.includes(member)));
  return [...districts, ...sets.map(([name]) => name)];
}

const fault = (path: string, zh: string, en: string): CallFault => ({ path, words: { zh, en } });

const measureFaults = ({ availability }: Measure): CallFault[] =>
  availability === 'calls'
    ? []
    : [fault('measure', '这项政策不按年度通知申报', 'This measure is not applied for by yearly calls')];

function regionFaults(rules: Rules, { level }: Measure, region: string | null): CallFault[] {
  if (region !== null && !callRegions(rules).includes(region)) {
    return [fault('region', '没有这个地区', 'is not a region we know')];
  }
  if ((level === 'chaoyang' || level === 'dongcheng') && region !== level) {
    return [fault('region', '区级政策的通知只能是本区的', `must be ${level}: this is that district’s measure`)];
  }
  return [];
}

function yearFaults({ year }: CallFacts, today: IsoDate): CallFault[] {
  const next = Number(today.slice(0, 4)) + 1;
  return year >= FIRST_YEAR && year <= next
    ? []
    : [fault('year', `应在 ${FIRST_YEAR} 到 ${next} 之间`, `must be from ${FIRST_YEAR} to ${next}`)];
}

function dayFaults({ publishedOn, checked, year, acrossYears }: CallFacts, today: IsoDate): CallFault[] {
  const found: CallFault[] = [];
  if (publishedOn !== null && publishedOn > today) {
    found.push(fault('publishedOn', '不能晚于今天', 'must not be after today'));
  } else if (publishedOn !== null && !acrossYears && yearOf(publishedOn) !== year) {
    found.push(fault('publishedOn', ...outside(year)));
  }
  if (checked > today) found.push(fault('checked', '不能晚于今天', 'must not be after today'));
  if (publishedOn !== null && checked < publishedOn) {
    found.push(fault('checked', '不能早于发布日', 'must not be before the day of publication'));
  }
  return found;
}

function listedFaults({ listed, windows, firstCome, directions }: CallFacts): CallFault[] {
  if (listed || (windows.length === 0 && !firstCome && directions.length === 0)) return [];
  return [
    fault(
      'listed',
      '今年未列入的政策没有方向、申报时间和先到先得',
      'a call that does not list the measure names no direction, window or first come, first served',
    ),
  ];
}

function windowFaults({ windows, year, acrossYears, publishedOn, firstCome }: CallFacts): CallFault[] {
  return windows.flatMap(({ opensOn, closesOn }, index) => {
    const found: CallFault[] = [];
    const at = (part: string): string => `windows.${index}.${part}`;
    const before = windows[index - 1];
    const lastBefore = before && (before.closesOn ?? before.opensOn);
    if (closesOn === null && !(firstCome && opensOn !== null)) {
      found.push(
        fault(
          at('closesOn'),
          '要有截止日；只有写明先到先得的可以不写，但要有开始日',
          'is needed; only first come, first served may go without, and then needs the day it opens',
        ),
      );
    }
    if (opensOn !== null && closesOn !== null && closesOn < opensOn) {
      found.push(fault(at('closesOn'), '早于开始日', 'is before the day it opens'));
    }
    if (publishedOn !== null && closesOn !== null && closesOn < publishedOn) {
      found.push(fault(at('closesOn'), '早于通知发布日', 'is before the day of publication'));
    }
    if (before && (lastBefore ?? '') >= (opensOn ?? closesOn ?? '')) {
      found.push(fault(`windows.${index}`, '与上一段重叠或次序不对', 'overlaps the one before, or is out of order'));
    }
    if (before?.closesOn === null) {
      found.push(fault(`windows.${index}`, '上一段没有截止日，后面不能再有一段', 'follows a window that has no end'));
    }
    for (const [part, day] of [
      ['opensOn', opensOn],
      ['closesOn', closesOn],
    ] as const) {
      if (day === null || acrossYears || yearOf(day) === year) continue;
      found.push(fault(at(part), ...outside(year)));
    }
    if (opensOn !== null && closesOn !== null && toDay(closesOn) - toDay(opensOn) > LONGEST_DAYS) {
      found.push(fault(at('closesOn'), '一段申报时间超过两年', 'makes a window of more than two years'));
    }
    return found;
  });
}
const LONGEST_DAYS = 731;

const yearOf = (day: IsoDate): number => Number(day.slice(0, 4));
const outside = (year: number): [zh: string, en: string] => [
  `不在 ${year} 年内；时间确实跨年的，请注明跨年`,
  `is not in ${year}; where the window really runs into the next year, say so`,
];
