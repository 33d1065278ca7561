/** Answering questions for firms of the synthetic district, to compare orders of asking. */
import { answerAt, fieldAt } from '#rules/engine/facts.ts';
import { isList } from '#rules/engine/json.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import type { FieldDictionary, Json, Profile } from '#rules/engine/types.ts';
import { patched } from '#rules/cli/cases.ts';
import { DISTRICT_DAY } from '../../seeds/district/make.ts';

/** How many questions it takes, in an order, until no core verdict is open. */
export function asked(answers: (path: string) => Json, next: (profile: Profile) => string | undefined): number {
  let profile: Profile = {};
  for (let count = 0; count < 400; count += 1) {
    const path = next(profile);
    if (path === undefined) return count;
    profile = answered(profile, path, answers(path));
  }
  throw new Error('the questions never end');
}

export const answered = (profile: Profile, path: string, value: Json): Profile =>
  patched({ ...profile }, { [path]: value });

/** Fields one after the other as the dictionary lists them, each only where some core measure still waits for it. */
export function inDictionaryOrder(
  catalogue: Catalogue,
  core: readonly string[],
): () => (profile: Profile) => string | undefined {
  const dictionary = Object.keys(catalogue.rules.fields);
  const order = new Map(dictionary.map((entry, index) => [entry, index]));
  const place = (path: string): number =>
    order.get(path.replace(/^(years|platformScore)\.\d{4}/, '$1.*')) ?? dictionary.length;
  const paths = [...new Set(core.flatMap((id) => fieldsRead(catalogue, id)))];
  const read = paths.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
  const judge = verdictsOn(catalogue, DISTRICT_DAY, core);
  return () => {
    let at = 0;
    return (profile) => {
      if (!judge(profile).includes('incomplete')) return undefined;
      while (at < read.length && answerAt(profile, read[at] ?? '') !== undefined) at += 1;
      return read[at++];
    };
  };
}

/** Every path that a measure could ever wait for: what it reads on the day, with all its years. */
function fieldsRead(catalogue: Catalogue, id: string): string[] {
  const text = JSON.stringify(catalogue.measures.get(id)?.versions);
  const year = Number(DISTRICT_DAY.slice(0, 4));
  return Object.keys(catalogue.rules.fields).flatMap((entry) => {
    const name = entry.replace(/^years\.\*\./, '');
    if (
      !new RegExp(`"${name.replace(/[.*]/g, '\\$&')}"`).test(text) &&
      entry !== 'industryCode' &&
      entry !== 'registeredOn'
    )
      return [];
    if (entry.startsWith('years.*.')) return [1, 2, 3].map((back) => `years.${year - back}.${name}`);
    return entry.includes('*') ? [] : [entry];
  });
}

/** The firm's own answers, and made-up ones where it has none; the same each time. */
export function answersOf(fields: FieldDictionary, firm: Profile, seed: number): (path: string) => Json {
  return (path) => {
    const own = answerAt(firm, path);
    if (own !== undefined && typeof own !== 'object') return own;
    if (isList(own)) return path === 'certificates' ? [] : own.filter((each) => typeof each === 'string');
    const options = candidates(fields, path);
    return options[hash(`${seed} ${path}`) % options.length] ?? null;
  };
}

/** Answers that differ as much as answers to a field can. */
export function candidates(fields: FieldDictionary, path: string): readonly Json[] {
  const field = fieldAt(fields, path);
  switch (field?.type) {
    case 'flag':
      return [true, false];
    case 'enum':
      return field.values ?? [];
    case 'enums':
      return [[], ...(field.values ?? []).map((value) => [value]), [...(field.values ?? [])]];
    case 'date':
      return ['2026-09-01', '2024-11-01', '2023-01-15', '2016-05-05', '2009-05-05'];
    case 'industry':
      return ['I6510', 'C3562', 'M7320', 'F5191', 'K7010', 'A0111', 'J6920'];
    case 'certificates':
      return [[], ...(field.values ?? []).map((type) => [{ type, grantedOn: '2025-12-01', validTo: '2028-11-30' }])];
    case 'number':
      return field.unit === 'ratio' || field.max === 1
        ? [0, 0.03, 0.05, 0.1, 0.3, 0.5, 0.65, 0.8, 1]
        : [0, 1, 3, 8, 15, 60, 120, 350, 900, 3e5, 4e6, 1.1e7, 2.5e7, 1e8, 6e8, 5e9].filter(
            (value) => value <= (field.max ?? Infinity),
          );
    default:
      return ['2026-01-01'];
  }
}

function hash(text: string): number {
  let value = 2166136261;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 16777619) >>> 0;
  return value;
}
