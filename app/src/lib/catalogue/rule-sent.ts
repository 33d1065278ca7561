/** What a draft has at the places of a rule, and what a form makes of them. */
import { type NoThreshold, typedThreshold } from '#lib/check/threshold.ts';
import { figure } from '#lib/format.ts';
import type { Lang, Unit } from '#rules/engine/types.ts';
import type { Both, RuleItem, WordsPlace } from './rule-items.ts';
import type { Place } from './source.ts';

/** A change as the interface takes it, at a place of one measure or parameter. */
export interface Change {
  readonly path: string;
  readonly op: 'add' | 'replace' | 'remove';
  readonly value?: unknown;
}

/** What stands at a place in the draft: what it changes it to, or what is in force. */
export function ruleIn({ path, source }: Place, changes: readonly Change[]): string {
  const value = changes.findLast((one) => one.path === path && one.op !== 'remove')?.value;
  return value === undefined ? source : typeof value === 'string' ? value : JSON.stringify(value);
}

export function wordsIn({ path, inForce }: WordsPlace, changes: readonly Change[]): Both {
  const said = { ...inForce };
  for (const change of changes) {
    if (change.path === path && isBoth(change.value)) Object.assign(said, change.value);
    for (const lang of LANGS) {
      if (change.path === `${path}/${lang}` && typeof change.value === 'string') said[lang] = change.value;
    }
  }
  return said;
}
const LANGS = ['zh', 'en'] as const;

export const isBoth = (value: unknown): value is Both =>
  typeof value === 'object' &&
  value !== null &&
  'zh' in value &&
  'en' in value &&
  typeof value.zh === 'string' &&
  typeof value.en === 'string';

/**
 * The figure of a place as a person writes it; null where the place holds something else. What a draft has is taken for
 * a figure only where writing that figure gives the very same.
 */
export function figureIn(place: Place, changes: readonly Change[], lang: Lang): string | null {
  const own = place.figure;
  if (!own) return null;
  const text = ruleIn(place, changes);
  const numbers = [own.value, ...[...text.matchAll(NUMBER)].map(([, power, number]) => scaled(power, number))];
  const value = numbers.find((one) => own.write(one) === text);
  return value === undefined ? null : writtenFigure(value, own.unit, lang);
}
const NUMBER = /(?:(wan|yi|yuan)\()?(\d+(?:\.\d+)?)/g;
const POWERS: Readonly<Record<string, number>> = { wan: 4, yi: 8 };
const scaled = (power = '', number = ''): number => Number(`${number}e${POWERS[power] ?? 0}`);

/** A figure as it is shown elsewhere where that can be read back, else as a bare number. */
function writtenFigure(value: number, unit: Unit | null, lang: Lang): string {
  const text = figure(value, unit, lang, 4).replace('RMB\u00a0', '');
  const read = typedThreshold(text, { id: '', figure: value, unit });
  return read.ok && read.value === value ? text : String(value);
}

/** The field of a place’s figure, beside that of its text. */
export const figureField = (path: string): string => `figure:${path}`;

/** A field of an item’s form, unlike those of the other forms of the page. */
export const fieldId = (item: string, field: string): string => `${item}_${field}`;

/** What is wrong with what was sent, by its field. */
export type SentFault = NoThreshold | 'missing' | 'both';

/**
 * The draft’s changes of this measure or parameter once the form is put in, in their order. What is as in force is no
 * change. Null where the form says nothing new.
 */
export function changesSent(
  item: RuleItem,
  changes: readonly Change[],
  sent: (field: string) => string,
  lang: Lang,
):
  | { readonly ok: true; readonly changes: readonly Change[] | null }
  | { readonly ok: false; readonly faults: Readonly<Record<string, SentFault>> } {
  const faults: Record<string, SentFault> = {};
  let after = changes;
  for (const place of item.rules) {
    const read = ruleSent(place, changes, sent, lang);
    if (read === null) continue;
    if (read.ok) after = withChange(after, place.path, read.text === place.source ? undefined : valueOf(read.text));
    else faults[read.field] = read.fault;
  }
  for (const place of item.words) {
    const before = wordsIn(place, changes);
    const now = { zh: plain(sent(`${place.path}/zh`)), en: plain(sent(`${place.path}/en`)) };
    for (const each of LANGS) if (now[each] === '') faults[`${place.path}/${each}`] = 'missing';
    if (isSame(before, now)) continue;
    after = withChange(after, place.path, isSame(place.inForce, now) ? undefined : now);
  }
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  return { ok: true, changes: after === changes ? null : after };
}

const isSame = (a: Both, b: Both): boolean => a.zh === b.zh && a.en === b.en;

type RuleSent =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly field: string; readonly fault: SentFault }
  | null;

function ruleSent(place: Place, changes: readonly Change[], sent: (field: string) => string, lang: Lang): RuleSent {
  const before = { text: ruleIn(place, changes), figure: figureIn(place, changes, lang) };
  const now = { text: plain(sent(place.path)), figure: plain(sent(figureField(place.path))) };
  const isWritten = now.text !== plain(before.text);
  const isTyped = place.figure !== null && now.figure !== (before.figure ?? '');
  if (!isWritten && !isTyped) return null;
  if (isWritten && isTyped) return { ok: false, field: figureField(place.path), fault: 'both' };
  if (isWritten)
    return now.text === '' ? { ok: false, field: place.path, fault: 'missing' } : { ok: true, text: now.text };
  const { figure: own } = place;
  const typed = typedThreshold(now.figure, { id: '', figure: own?.value ?? 0, unit: own?.unit ?? null });
  if (!typed.ok) return { ok: false, field: figureField(place.path), fault: typed.why };
  return { ok: true, text: own?.write(typed.value) ?? '' };
}

/** The same place is changed once, with everything below it; without a value the change is taken out. */
const withChange = (changes: readonly Change[], path: string, value: unknown): readonly Change[] =>
  value === undefined ? aside(changes, path) : put(changes, { path, op: 'add', value });

/**
 * A change in the place of those of the same place before. Its `add` puts a value where one stands, too: a shared
 * condition has no test or words of its own to replace.
 */
export const put = (changes: readonly Change[], change: Change): readonly Change[] => [
  ...aside(changes, change.path),
  change,
];

const aside = (changes: readonly Change[], path: string): Change[] =>
  changes.filter((one) => one.path !== path && !one.path.startsWith(`${path}/`));

/** Line ends as browsers send them, and blanks at either end, are no change. */
const plain = (text: string): string => text.replaceAll('\r\n', '\n').trim();

/** Numbers, lists and maps as JSON writes them; anything else is a text. */
export function valueOf(text: string): unknown {
  if (!/^(-?\d|[[{]|true$|false$|null$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
