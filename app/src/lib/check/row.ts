/** What a list shows of a measure before it is opened. */
import { dotted } from '#lib/lang.ts';
import type { Availability, Measure, Shown } from '#rules/engine/types.ts';
import type { Result } from './incremental.ts';
import type { GroupKey, RowView } from './view.ts';
import { availabilityWords } from './when.ts';
import type { Words } from './words.ts';
import { moneyView } from './worth.ts';

/** The groups in the order they are read. */
export const ORDER: readonly GroupKey[] = [
  'eligible',
  'review',
  'near',
  'incomplete',
  'ineligible',
  'out-of-scope',
  'not-in-force',
];

export function groupOf({ availability, verdict, near }: Result): GroupKey {
  if (availability.state === 'lapsed' || availability.state === 'future') return 'not-in-force';
  return verdict === 'ineligible' && near ? 'near' : verdict;
}

export function rowOf(words: Words, one: Result, measure: Measure): RowView {
  const { texts, say } = words;
  const verdict = one.verdict === 'ineligible' && one.near ? 'near' : one.verdict;
  return {
    id: one.measure,
    name: texts.measures[one.measure]?.name ?? one.measure,
    group: groupOf(one),
    verdict,
    word: say.verdicts[verdict].short,
    level: measure.level,
    instrument: measure.instrument,
    place: dotted(say.levels[measure.level], say.instruments[measure.instrument]),
    availability: availabilityWords(words, one.availability, measure),
    isOpen: one.availability.state === 'open',
    aside: isAside(one),
    remark: isUnchecked(one) ? say.measure.noFigures : '',
    money:
      one.benefit && moneyView(words, one.benefit, measure.versions.find(({ from }) => from === one.version)?.benefit),
  };
}

/**
 * What has a window stands first, then what is there at any time, then the rest; of these what brings most. Of those
 * that an authority judges the ones stand ahead of which figures of the firm could be checked.
 */
export const byUrgency = (a: Result, b: Result): number =>
  Number(isUnchecked(a)) - Number(isUnchecked(b)) ||
  urgency(a) - urgency(b) ||
  estimateOf(b) - estimateOf(a) ||
  ceilingOf(b) - ceilingOf(a);

/** An authority judges it, and of what is published no figure of the firm and no title it holds could be checked. */
export const isUnchecked = ({ verdict, conditions }: Result): boolean =>
  verdict === 'review' &&
  !conditions.some(({ state, unit, actual }) => state === 'met' && (unit !== null || isValidity(actual)));

/** From when to when a title is held. */
const isValidity = (actual: Shown): boolean => typeof actual === 'object' && actual !== null && !Array.isArray(actual);

/**
 * What lists tell by its number only until it is asked for: nothing of it could be checked, and no window is open or
 * announced. There are many such measures, and they hide the few that answer to the firm's figures.
 */
export const isAside = (one: Result): boolean => isUnchecked(one) && !HAS_WINDOW.has(one.availability.state);
const HAS_WINDOW: ReadonlySet<Availability['state']> = new Set<Availability['state']>(['open', 'upcoming']);

const URGENCY: Readonly<Record<Availability['state'], number>> = {
  open: 0,
  upcoming: 1,
  rolling: 2,
  automatic: 2,
  unannounced: 3,
  closed: 4,
  unlisted: 5,
  future: 6,
  lapsed: 6,
};
const urgency = ({ availability }: Result): number => URGENCY[availability.state];

/** The most that the firm's own figures bring in yuan, a year's and a one-off amount together; 0 where none is known. */
export const estimateOf = ({ benefit }: Result): number =>
  [benefit?.yearly, benefit?.oneOff].reduce((total, amount) => total + (amount?.max ?? amount?.min ?? 0), 0);

/** The ceiling a document names, in yuan; 0 where it names none. */
export function ceilingOf({ benefit }: Result): number {
  const ceiling = benefit?.ceiling ?? null;
  return typeof ceiling === 'number' ? ceiling : (ceiling?.max ?? 0);
}
