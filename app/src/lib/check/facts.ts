/** The answers that a condition looks at: which they are, what they say, of which year and from where. */
import { colon } from '#lib/lang.ts';
import { assess } from '#rules/engine/evaluate.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { known } from '#rules/engine/memory.ts';
import type { ConditionResult, IsoDate, Profile } from '#rules/engine/types.ts';
import { answerText, originText } from './answers.ts';
import { answerIn, entryOfPath, isObject, pathInYear, yearOfPath } from './profile.ts';
import type { Words } from './words.ts';

/** The answers that may be looked at, and which of them a condition of a measure reads. */
export interface Facts {
  readonly asOf: IsoDate;
  readonly profile: Profile;
  readonly fields: Catalogue['rules']['fields'];
  readonly regions: Catalogue['rules']['regions'];
  readonly readBy: (measure: string, condition: string) => readonly string[];
}

/** What a condition reads is what it would ask of a firm that has answered nothing. */
export const factsOn = (catalogue: Catalogue, profile: Profile, asOf: IsoDate): Facts => ({
  asOf,
  profile,
  fields: catalogue.rules.fields,
  regions: catalogue.rules.regions,
  readBy: readingsOn(catalogue, asOf),
});

/**
 * The answers that a condition rests on in words, a figure's years together; none where its own value, as shown, says
 * it all already.
 */
export function factLines(
  words: Words,
  facts: Facts,
  measure: string,
  condition: ConditionResult,
  own: string,
): string[] {
  const { profile, fields } = facts;
  const lines = new Map<string, string[]>();
  for (const path of pathsOf(facts, measure, condition)) {
    const answer = answerIn(profile, path);
    if (answer === undefined) continue;
    const entry = entryOfPath(path);
    const year = yearOfPath(path);
    const text = answerText(words, path, answer, fields[entry]?.unit);
    const said = `${year === undefined ? '' : `${year}${colon(words.lang)}`}${text}${originOf(words, profile, path)}`;
    lines.set(entry, [...(lines.get(entry) ?? []), said]);
  }
  const labelled = [...lines].map(([entry, said]) =>
    [words.texts.fields[entry]?.label ?? entry, said.join(words.say.answers.list)].join(' '),
  );
  const [only] = lines.size === 1 ? [...lines.values()].flat() : [];
  return only === own ? [] : labelled;
}

/** What was looked at, the newest year first: of two figures for one thing the more exact. */
function pathsOf({ readBy, fields }: Facts, measure: string, { id, state, used }: ConditionResult): string[] {
  if (state === 'skipped') return [];
  const instead = new Set(
    used.flatMap((path) => {
      const rough = fields[entryOfPath(path)]?.fallback;
      return rough === undefined ? [] : [pathInYear(rough, yearOfPath(path) ?? 0)];
    }),
  );
  const read = [...new Set([...used, ...readBy(measure, id)])].filter((path) => !instead.has(path));
  // The founding day says which years there are; it is worth telling only where it is what counts.
  const telling = read.length > 1 ? read.filter((path) => path !== 'registeredOn') : read;
  return telling.sort((a, b) => (yearOfPath(b) ?? 0) - (yearOfPath(a) ?? 0));
}

/** Who says so and as of when, where it is not simply what the firm has typed. */
function originOf(words: Words, { provenance }: Profile, path: string): string {
  const origin = originText(words, isObject(provenance) ? provenance[path] : undefined);
  return origin === '' ? '' : words.say.answers.from(origin);
}

/** The readings of the days asked for last. */
const kept = new WeakMap<Catalogue, Map<IsoDate, Facts['readBy']>>();
const MOST_DAYS = 4;

function readingsOn(catalogue: Catalogue, asOf: IsoDate): Facts['readBy'] {
  const days = known(kept, catalogue, () => new Map<IsoDate, Facts['readBy']>());
  if (days.size >= MOST_DAYS && !days.has(asOf)) days.clear();
  return known(days, asOf, () => readings(catalogue, asOf));
}

function readings(catalogue: Catalogue, asOf: IsoDate): Facts['readBy'] {
  const assessed = assess(catalogue, {}, asOf);
  const found = new Map<string, ReadonlyMap<string, readonly string[]>>();
  return (id, condition) => {
    const measure = catalogue.measures.get(id);
    if (!measure) return [];
    const read = known(found, id, () => new Map(assessed(measure).conditions.map((one) => [one.id, one.missing])));
    return read.get(condition) ?? [];
  };
}
