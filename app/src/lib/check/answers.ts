/** Answers as a page repeats them: one line each, in words. */
import { day, figure, range } from '#lib/format.ts';
import type { FieldDictionary, Json, Profile, Unit } from '#rules/engine/types.ts';
import { answeredPaths, answerIn, entryOfPath, isObject, rangeIn, yearOfPath } from './profile.ts';
import { fieldLabel, type Words } from './words.ts';

export interface AnswerLine {
  readonly path: string;
  readonly entry: string;
  readonly label: string;
  readonly text: string;
}

/** What is answered, in the dictionary's order, the newest year first; the first `most` of it. */
export function answerLines(words: Words, fields: FieldDictionary, profile: Profile, most = Infinity): AnswerLine[] {
  const order = new Map(Object.keys(fields).map((entry, index) => [entry, index]));
  return answeredPaths(profile)
    .map((path) => ({
      path,
      entry: entryOfPath(path),
      place: order.get(entryOfPath(path)),
      year: yearOfPath(path) ?? 0,
    }))
    .filter(({ place }) => place !== undefined)
    .sort((a, b) => (a.place ?? 0) - (b.place ?? 0) || b.year - a.year)
    .slice(0, most)
    .map(({ path, entry }) => ({
      path,
      entry,
      label: fieldLabel(words, path),
      text: answerText(words, path, answerIn(profile, path), fields[entry]?.unit),
    }));
}

/** One answer in words, a figure in its unit. */
export function answerText({ texts, say, lang }: Words, path: string, answer: Json | undefined, unit?: Unit): string {
  const entry = entryOfPath(path);
  const label = (id: string): string => texts.fields[entry]?.values?.[id] ?? id;
  if (answer === undefined || answer === null) return say.answers.missing;
  if (typeof answer === 'boolean') return answer ? say.answers.yes : say.answers.no;
  if (typeof answer === 'string') {
    if (entry === 'industryCode') return `${answer} ${industryName(texts.industries, answer)}`.trim();
    return /^\d{4}-\d{2}(-\d{2})?$/.test(answer) ? day(answer, lang) : label(answer);
  }
  if (typeof answer === 'number' || isObject(answer))
    return range(rangeIn(answer) ?? {}, lang, (value) => figure(value, unit ?? null, lang, 4));
  if (answer.length === 0) return say.answers.none;
  return answer.map((item) => (typeof item === 'string' ? label(item) : certificate(item))).join(say.answers.list);

  function certificate(item: Json): string {
    if (!isObject(item)) return '';
    const { type, validTo } = item;
    const name = typeof type === 'string' ? label(type) : '';
    return typeof validTo === 'string' ? name + say.answers.validTo(day(validTo, lang)) : name;
  }
}

/** Where an answer comes from and as of which day; empty where that is not said. */
export function originText({ say, lang }: Words, provenance: Json | undefined): string {
  if (!isObject(provenance)) return '';
  const { source, asOf } = provenance;
  return [
    typeof source === 'string' ? (say.origins[source] ?? source) : '',
    typeof asOf === 'string' ? day(asOf, lang) : '',
  ]
    .filter(Boolean)
    .join(say.answers.list);
}

function industryName(names: Readonly<Record<string, string>>, code: string): string {
  for (let length = code.length; length > 0; length -= 1) {
    const name = names[code.slice(0, length)];
    if (name !== undefined) return name;
  }
  return '';
}
