/** The vocabularies beside the field dictionary: industries with the words people use for them, and priority fields. */
import { z } from 'zod';
import type { Lang } from '../engine/types.ts';
import { suggestion } from './names.ts';
import type { Source } from './problems.ts';
import type { FieldsFile, industriesSchema } from './schema.ts';

type Industries = z.infer<typeof industriesSchema>;

/** GB/T 4754-2017 has divisions 01 to 97 and every one belongs to one section. */
const DIVISIONS = 97;

export function checkIndustries(source: Source, { sections, divisions }: Industries): void {
  const numbers = divisions.map(({ code }) => Number(code.slice(1)));
  for (let number = 1; number <= DIVISIONS; number += 1) {
    if (numbers.filter((each) => each === number).length !== 1)
      source.problem(['divisions'], `division ${String(number).padStart(2, '0')} is not entered exactly once`);
  }
  divisions.forEach(({ code, section }, index) => {
    const home = sections.find((each) => each.code === section);
    const number = Number(code.slice(1));
    if (!home || !code.startsWith(section) || number < home.from || number > home.to)
      source.problem([index, 'code'], `division “${code}” does not lie in section “${section}”`);
  });
}

const spoken = z.array(z.string().min(1)).min(1);
export const industryWordsSchema = z.array(z.strictObject({ zh: spoken, en: spoken, codes: spoken }));
export type IndustryWords = z.infer<typeof industryWordsSchema>;

export function checkIndustryWords(source: Source, entries: IndustryWords, { divisions }: Industries): void {
  const known = divisions.map(({ code }) => code);
  const seen = new Set<string>();
  entries.forEach((entry, index) => {
    entry.codes.forEach((code, at) => {
      if (!known.includes(code))
        source.problem([index, 'codes', at], `no division has the code “${code}”${suggestion(code, known)}`);
    });
    for (const lang of ['zh', 'en'] as const) {
      entry[lang].forEach((word, at) => {
        const key = `${lang} ${word.toLowerCase()}`;
        if (seen.has(key)) source.problem([index, lang, at], `“${word}” is entered twice`);
        if (word.includes('|')) source.problem([index, lang, at], 'a word has no “|” in it');
        seen.add(key);
      });
    }
  });
}

/** As the artefact carries them: the words of one language, joined by “|”, under their divisions, the likeliest first. */
export function industryWordsIn(entries: IndustryWords, lang: Lang): Record<string, string> {
  const words = new Map<string, string[]>();
  for (const entry of entries) {
    const key = entry.codes.join(' ');
    words.set(key, [...(words.get(key) ?? []), ...entry[lang]]);
  }
  return Object.fromEntries([...words].map(([key, list]) => [key, list.join('|')]));
}

// ---- Priority fields ------------------------------------------------------------------------

const words = z.strictObject({ zh: z.string().min(1), en: z.string().min(1) });
export const focusSchema = z.strictObject({
  plans: z.array(
    z.strictObject({
      doc: z.string(),
      groups: z.array(
        z.strictObject({
          label: words,
          /** Stands once in the plan, before the terms. */
          anchor: z.string().min(4),
          terms: z
            .array(
              z.strictObject({
                zh: z.string().min(1),
                en: z.string().min(1),
                fields: z.array(z.string()).min(1).optional(),
                outside: words.optional(),
              }),
            )
            .min(1),
        }),
      ),
    }),
  ),
  unnamed: z.array(z.strictObject({ field: z.string(), reason: words })),
});
export type FocusFile = z.infer<typeof focusSchema>;
export type FocusTerm = FocusFile['plans'][number]['groups'][number]['terms'][number];

/** Every term of a plan stands for answers or says why for none; every answer is named by a plan or says why by none. */
export function checkFocusFields(
  source: Source,
  file: FocusFile,
  fields: FieldsFile,
  documents: ReadonlySet<string>,
): void {
  const known = (fields.find(({ path }) => path === 'focusFields')?.values ?? []).map(({ id }) => id);
  const check = (value: string, path: readonly (string | number)[]): void => {
    if (!known.includes(value))
      source.problem(path, `“${value}” is not one of the priority fields${suggestion(value, known)}`);
  };
  file.plans.forEach(({ doc, groups }, plan) => {
    if (!documents.has(doc))
      source.problem(
        ['plans', plan, 'doc'],
        `the bibliography has no document “${doc}”${suggestion(doc, [...documents])}`,
      );
    groups.forEach(({ terms }, group) => {
      terms.forEach((term, at) => {
        const path = ['plans', plan, 'groups', group, 'terms', at];
        if ((term.fields === undefined) === (term.outside === undefined))
          source.problem(path, `“${term.zh}” names either its priority fields or, under “outside”, why there are none`);
        term.fields?.forEach((value, index) => {
          check(value, [...path, 'fields', index]);
        });
      });
    });
  });
  const named = new Set(termsOf(file).flatMap(({ term }) => term.fields ?? []));
  file.unnamed.forEach(({ field }, index) => {
    check(field, ['unnamed', index, 'field']);
    if (named.has(field)) source.problem(['unnamed', index], `“${field}” is named by a plan, so it needs no reason`);
  });
  for (const value of known) {
    if (!named.has(value) && !file.unnamed.some(({ field }) => field === value))
      source.problem(['unnamed'], `no plan names the priority field “${value}”: give a term, or say here why`);
  }
}

/** Every term with its plan. */
export const termsOf = (file: FocusFile): readonly { readonly doc: string; readonly term: FocusTerm }[] =>
  file.plans.flatMap(({ doc, groups }) => groups.flatMap(({ terms }) => terms.map((term) => ({ doc, term }))));
