import type { Lang, MeasureText, Texts } from '../engine/types.ts';
import type { IndustryTexts } from '../profile/industries.ts';
import { fieldText } from './fields.ts';
import { groupTexts, type GroupsFile, type SynonymsFile } from './groups.ts';
import type { CompiledMeasure } from './measure.ts';
import type { DocumentsFile, FieldsFile, IndustriesFile, ParametersFile, SharedFile } from './schema.ts';
import { type IndustryWords, industryWordsIn } from './vocabularies.ts';

/** The files whose words people read. */
export interface Worded {
  readonly fields: FieldsFile;
  readonly industries: IndustriesFile;
  readonly industryWords: IndustryWords;
  readonly documents: DocumentsFile;
  readonly shared: SharedFile;
  readonly groups: GroupsFile;
  readonly synonyms: SynonymsFile;
  readonly parameters: ParametersFile;
}

/** What the catalogue says in one language; without the hash, which is taken over all languages. */
export function wordsIn(
  lang: Lang,
  { fields, industries, industryWords, documents, shared, groups, synonyms, parameters }: Worded,
  measures: readonly CompiledMeasure[],
): Omit<Texts & IndustryTexts, 'hash'> {
  return {
    lang,
    documents: Object.fromEntries(
      documents.map(({ id, title, number, issuer, issuedOn, url }) => [
        id,
        { title: title[lang], number, issuer: issuer[lang], issuedOn, url },
      ]),
    ),
    fields: Object.fromEntries(fields.map((field) => [field.path, fieldText(field, lang)])),
    sizes: {
      large: shared.sizes.large[lang],
      medium: shared.sizes.medium[lang],
      small: shared.sizes.small[lang],
      micro: shared.sizes.micro[lang],
    },
    sets: Object.fromEntries(Object.entries(shared.sets).map(([id, { name }]) => [id, name[lang]])),
    parameters: Object.fromEntries(parameters.map(({ id, label }) => [id, label[lang]])),
    industries: Object.fromEntries(
      [...industries.sections, ...industries.divisions].map((industry) => [industry.code, industry[lang]]),
    ),
    industryWords: industryWordsIn(industryWords, lang),
    groups: groupTexts(groups, lang),
    synonyms,
    measures: Object.fromEntries(
      measures.map(({ measure, texts }): [string, MeasureText] => [measure.id, texts[lang]]),
    ),
  };
}
