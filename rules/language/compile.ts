import { createHash } from 'node:crypto';
import type { Lang, Rules, Texts } from '../engine/types.ts';
import type { IndustryTexts } from '../profile/industries.ts';
import { checkCycles, checkFieldNames, checkMeasureIds, checkUnique, idOf, planIds, provisionIds } from './among.ts';
import type { Names } from './names.ts';
import { dictionary, sizeTable } from './fields.ts';
import { checkSteps, checkSynonyms, compileGroups, groupsSchema, synonymsSchema } from './groups.ts';
import { checkPeriods, compileMeasure, type CompiledMeasure } from './measure.ts';
import { compileParameters } from './parameters.ts';
import type { Problem, Source } from './problems.ts';
import {
  documentsSchema,
  fieldsSchema,
  industriesSchema,
  type ParametersFile,
  parametersSchema,
  sharedSchema,
  type SizesFile,
  sizesSchema,
} from './schema.ts';
import { checked } from './shape.ts';
import {
  checkFocusFields,
  checkIndustries,
  checkIndustryWords,
  type FocusFile,
  focusSchema,
  industryWordsSchema,
} from './vocabularies.ts';
import { type Worded, wordsIn } from './words.ts';

/** The catalogue as text: file name and content. */
export interface CatalogueFiles {
  readonly fields: Source;
  readonly industries: Source;
  readonly industryWords: Source;
  readonly focusFields: Source;
  readonly documents: Source;
  readonly provisions: Source;
  readonly shared: Source;
  readonly groups: Source;
  readonly synonyms: Source;
  readonly sizes: Source;
  readonly parameters: readonly Source[];
  readonly measures: readonly Source[];
}
export interface Compiled {
  readonly rules: Rules;
  readonly texts: Readonly<Record<Lang, Texts & IndustryTexts>>;
}
export type Compilation = { ok: true; compiled: Compiled } | { ok: false; problems: readonly Problem[] };

const LEVELS = ['national', 'beijing', 'zhongguancun', 'chaoyang', 'dongcheng'];

/** Compiles the whole catalogue, or gives all of its faults; does not stop at the first. */
export function compile(files: CatalogueFiles): Compilation {
  const shapes = shapesOf(files);
  const made = shapes && rulesOf(files, shapes);
  const problems = Object.values(files)
    .flat()
    .flatMap((source: Source) => source.problems)
    .sort(byPlace);
  if (!made || problems.length > 0) return { ok: false, problems };

  const { rules, measures } = made;
  const [zh, en] = [wordsIn('zh', shapes, measures), wordsIn('en', shapes, measures)];
  const hash = createHash('sha256')
    .update(JSON.stringify([rules, zh, en]))
    .digest('hex');
  return { ok: true, compiled: { rules: { hash, ...rules }, texts: { zh: { hash, ...zh }, en: { hash, ...en } } } };
}

const byPlace = (a: Problem, b: Problem): number =>
  a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;

interface Shapes extends Worded {
  readonly focus: FocusFile;
  readonly sizes: SizesFile;
  readonly parameterFiles: readonly { readonly source: Source; readonly entries: ParametersFile }[];
}

/** What the files hold; undefined where one of those that the measures need has another shape. */
function shapesOf(files: CatalogueFiles): Shapes | undefined {
  const fields = checked(files.fields, fieldsSchema);
  const industries = checked(files.industries, industriesSchema);
  const industryWords = checked(files.industryWords, industryWordsSchema);
  const focus = checked(files.focusFields, focusSchema);
  const documents = checked(files.documents, documentsSchema);
  const shared = checked(files.shared, sharedSchema);
  const groups = checked(files.groups, groupsSchema);
  const synonyms = checked(files.synonyms, synonymsSchema);
  const sizes = checked(files.sizes, sizesSchema);
  const parameterFiles = files.parameters.map((source) => ({
    source,
    entries: checked(source, parametersSchema) ?? [],
  }));
  const parameters = parameterFiles.flatMap(({ entries }) => entries);
  if (!fields || !industries || !industryWords || !focus || !documents || !shared || !groups || !synonyms || !sizes)
    return undefined;
  return {
    fields,
    industries,
    industryWords,
    focus,
    documents,
    shared,
    groups,
    synonyms,
    sizes,
    parameterFiles,
    parameters,
  };
}

/** The rules and the measures in the catalogue's order; faults are noted on their sources. */
function rulesOf(
  files: CatalogueFiles,
  shapes: Shapes,
): { rules: Omit<Rules, 'hash'>; measures: readonly CompiledMeasure[] } {
  const { fields: fieldsFile, industries, industryWords, focus, documents, shared, groups, synonyms, sizes } = shapes;
  checkUnique(
    files.fields,
    fieldsFile.map((field) => field.path),
  );
  checkFieldNames(files.fields, fieldsFile);
  checkUnique(
    files.documents,
    documents.map((document) => document.id),
  );
  checkPeriods(files.sizes, sizes.values, ['values']);
  checkIndustries(files.industries, industries);
  checkIndustryWords(files.industryWords, industryWords, industries);
  checkSynonyms(files.synonyms, synonyms);
  const documentIds = new Set(documents.map(({ id }) => id));
  checkFocusFields(files.focusFields, focus, fieldsFile, documentIds);
  const fields = dictionary(fieldsFile, industries);
  const regions = Object.fromEntries(Object.entries(shared.sets).map(([id, { of }]) => [id, of]));
  const names: Names = {
    fields,
    parameters: new Map(shapes.parameters.map(({ id, unit }) => [id, unit])),
    sets: new Map(Object.entries(regions)),
    measures: new Set(files.measures.flatMap((source) => idOf(source.data) ?? [])),
  };
  const parameters = Object.fromEntries(
    shapes.parameterFiles.flatMap(({ source, entries }) => compileParameters(source, entries, names)),
  );
  const around = {
    names,
    shared,
    documents: documentIds,
    provisions: provisionIds(files.provisions),
    regions: new Set([...Object.keys(shared.sets), ...(fields.region?.values ?? [])]),
    groups: new Set(groups.map(({ id }) => id)),
    plans: planIds(files.provisions),
  };
  const compiled = files.measures
    .flatMap((source) => compileMeasure(source, around) ?? [])
    .sort(
      ({ measure: a }, { measure: b }) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.id < b.id ? -1 : 1),
    );
  const measures = compiled.map(({ measure }) => measure);
  checkMeasureIds(files.measures);
  checkCycles(files.measures, measures);
  checkSteps(new Map(files.measures.map((source) => [idOf(source.data) ?? '', source])), measures);
  const rules = {
    checked: measures.map(({ checked }) => checked).sort()[0] ?? '',
    fields,
    parameters,
    sizes: sizeTable(sizes),
    regions,
    groups: compileGroups(files.groups, groups, measures, documentIds),
    measures,
  };
  return { rules, measures: compiled };
}
