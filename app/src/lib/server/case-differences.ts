/** How a worked example of a rule (用例) comes out differently, in words: the compiler names it by ids and JSON. */
import { fieldLabel, type Words } from '#lib/check/words.ts';
import { day, figure, money, plain, range } from '#lib/format.ts';
import { exampleWords } from '#lib/wording/rooms/example.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { regionName } from '#rules/engine/sets.ts';
import { isRecord } from '#rules/engine/json.ts';
import type { Condition, Measure, Rules, State, Unit, Verdict } from '#rules/engine/types.ts';
import { unitNamed } from './units.ts';

/** What the example is of: its measure, the rules that know its units, the words to say it in. */
export interface Told {
  readonly words: Words;
  readonly rules: Rules;
  readonly measure: string;
}

/** One difference as a sentence; as the compiler put it where it is of no known kind. */
export function differenceWords(told: Told, difference: string): string {
  const say = exampleWords[told.words.lang];
  const absent = /^condition (\S+): not in the result$/.exec(difference)?.[1];
  if (absent !== undefined) return say.noCondition(conditionLabel(told, absent));
  const [, part = '', id = '', wanted = '', got = ''] = DIFFERENCE.exec(difference) ?? [];
  const known = HEADS[part];
  return known
    ? say.differs(known(told, id), valueAt(told, part, id, wanted), valueAt(told, part, id, got))
    : difference;
}

const DIFFERENCE = /^(\w+)(?: (\S+))?: expected (.+), got (.+)$/s;

const HEADS: Readonly<Record<string, (told: Told, id: string) => string>> = {
  ...Object.fromEntries(
    ['verdict', 'near', 'track', 'version', 'held', 'benefit', 'parameters', 'availability', 'missing', 'gaps'].map(
      (part) => [part, (told: Told) => partName(told, part)],
    ),
  ),
  condition: (told, id) => exampleWords[told.words.lang].condition(conditionLabel(told, id)),
  points: (told, id) => exampleWords[told.words.lang].points(itemLabel(told, id)),
  gap: (told, id) => exampleWords[told.words.lang].gap(id),
};

const partName = ({ words }: Told, part: string): string => exampleWords[words.lang].parts[part] ?? part;

/** One side of a difference. Nothing at all is written as a dash; of gaps their number is what differs. */
function valueAt(told: Told, part: string, id: string, written: string): string {
  const say = exampleWords[told.words.lang];
  if (written === '—') return say.nothing;
  const value: unknown = JSON.parse(written);
  if (part === 'gaps') return say.count(Array.isArray(value) ? value.length : Number(value));
  const unit = part === 'points' ? 'points' : part === 'condition' ? unitOf(told, id) : gapUnit(value);
  return valueWords(told, part, unit, value);
}

/** A value by the name it stands under, in the unit of its condition or gap. */
function valueWords(told: Told, key: string, unit: Unit | null, value: unknown): string {
  const { words } = told;
  const { say, lang } = words;
  if (value === null) return say.answers.none;
  if (typeof value === 'boolean') return value ? say.answers.yes : say.answers.no;
  if (typeof value === 'number') return numberWords(told, key, unit, value);
  if (typeof value === 'string') return textWords(told, key, value);
  if (Array.isArray(value)) {
    const each = value.map((one) => valueWords(told, key, unit, one));
    return each.length === 0 ? say.answers.none : each.join(say.answers.list);
  }
  if (!isRecord(value)) return say.answers.nothing;
  const { min, max } = value;
  if (typeof min === 'number' && typeof max === 'number') {
    return range({ min, max }, lang, (end) => numberWords(told, key, unit, end));
  }
  return Object.entries(value)
    .filter(([name]) => name !== 'unit')
    .map(([name, one]) => {
      const text = valueWords(told, name === 'state' ? `${key}.state` : name, unit, one);
      return name === 'state' ? text : exampleWords[lang].named(nameOf(told, name), text);
    })
    .join(lang === 'zh' ? '，' : ', ');
}

const nameOf = (told: Told, name: string): string => told.words.texts.parameters[name] ?? partName(told, name);

function numberWords({ words: { lang } }: Told, key: string, unit: Unit | null, value: number): string {
  if (key === 'year' || key === 'forYear') return String(value);
  if (key === 'yearly' || key === 'oneOff' || key === 'ceiling') return money(value, lang);
  return unit === null ? plain(value, lang) : figure(value, unit, lang, 4);
}

function textWords(told: Told, key: string, text: string): string {
  const { say, lang, texts } = told.words;
  switch (key) {
    case 'verdict':
      return say.verdicts[text as Verdict].long;
    case 'condition.state':
      return say.states[text as State];
    case 'availability.state':
      return roomWords[lang].windows[text] ?? text;
    case 'track':
      return text === 'renewal' ? say.measure.trackRenewal : say.measure.trackNew;
    case 'missing':
    case 'used':
    case 'field':
      return fieldLabel(told.words, text);
    case 'condition':
      return conditionLabel(told, text);
    case 'successor':
      return texts.measures[text]?.name ?? text;
    case 'doc':
      return texts.documents[text]?.title ?? text;
    case 'region':
      return regionName(texts, text);
    default:
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text, lang) : text;
  }
}

/** As the newest provisions that have the condition call it. */
function conditionLabel({ words, measure }: Told, id: string): string {
  const versions = Object.values(words.texts.measures[measure]?.versions ?? {});
  return versions.findLast(({ conditions }) => conditions[id])?.conditions[id]?.label ?? id;
}

function itemLabel({ words, measure }: Told, id: string): string {
  const versions = Object.values(words.texts.measures[measure]?.versions ?? {});
  return versions.findLast(({ items }) => items[id] !== undefined)?.items[id] ?? id;
}

const gapUnit = (value: unknown): Unit | null => unitNamed(isRecord(value) ? value.unit : undefined);

function unitOf({ rules, measure }: Told, id: string): Unit | null {
  const versions = rules.measures.find((one) => one.id === measure)?.versions ?? [];
  return versions.flatMap(unitsIn(id)).at(-1) ?? null;
}

const unitsIn =
  (id: string) =>
  ({ scope, require }: Measure['versions'][number]): Unit[] => {
    const search = (node: Condition): Unit[] => {
      if ('of' in node) return node.of.flatMap(search);
      if (node.id !== id) return [];
      return node.kind === 'score' ? ['points'] : node.kind === 'test' && node.unit ? [node.unit] : [];
    };
    return [...(scope ? search(scope) : []), ...search(require)];
  };
