import { createHash } from 'node:crypto';
import type {
  Expr,
  Field,
  FieldDictionary,
  Lang,
  Measure,
  MeasureText,
  Parameter,
  Rules,
  SizeTable,
  Texts,
} from '../engine/types.ts';
import { isRecord } from '../engine/json.ts';
import type { IndustryTexts } from '../profile/industries.ts';
import { expressed } from './reading.ts';
import { measuresRead } from '../engine/reads.ts';
import { type Names, parseFigure, parseTest } from './expression.ts';
import { checkSteps, checkSynonyms, compileGroups, groupsSchema, groupTexts, synonymsSchema } from './groups.ts';
import { checkPeriods, compileMeasure } from './measure.ts';
import type { Problem, Source } from './problems.ts';
import {
  documentsSchema,
  type FieldsFile,
  fieldsSchema,
  industriesSchema,
  type ParametersFile,
  parametersSchema,
  sharedSchema,
  sizesSchema,
} from './schema.ts';
import { checked } from './shape.ts';
import {
  checkFocusFields,
  checkIndustries,
  checkIndustryWords,
  focusSchema,
  industryWordsIn,
  industryWordsSchema,
} from './vocabularies.ts';
import type { z } from 'zod';

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
  const fieldsFile = checked(files.fields, fieldsSchema);
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
  const all = [
    files.fields,
    files.industries,
    files.industryWords,
    files.focusFields,
    files.documents,
    files.provisions,
    files.shared,
    files.groups,
    files.synonyms,
    files.sizes,
    ...files.parameters,
    ...files.measures,
  ];
  const problems = (): Problem[] => all.flatMap((source) => source.problems).sort(byPlace);
  if (!fieldsFile || !industries || !industryWords || !focus || !documents || !shared || !groups || !synonyms || !sizes)
    return { ok: false, problems: problems() };

  checkUnique(
    files.fields,
    fieldsFile.map((field) => field.path),
  );
  checkUnique(
    files.documents,
    documents.map((document) => document.id),
  );
  checkPeriods(files.sizes, sizes.values, ['values']);
  checkIndustries(files.industries, industries);
  checkIndustryWords(files.industryWords, industryWords, industries);
  const documentIds = new Set(documents.map(({ id }) => id));
  checkFocusFields(files.focusFields, focus, fieldsFile, documentIds);
  const fields = dictionary(fieldsFile, industries);
  const measureIds = files.measures.flatMap((source) => idOf(source.data) ?? []);
  const names: Names = {
    fields,
    parameters: new Map(parameterFiles.flatMap(({ entries }) => entries.map(({ id, unit }) => [id, unit] as const))),
    sets: new Map(Object.entries(shared.sets)),
    measures: new Set(measureIds),
  };
  const parameters = Object.fromEntries(
    parameterFiles.flatMap(({ source, entries }) => compileParameters(source, entries, names)),
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
  const compiled = files.measures.flatMap((source) => compileMeasure(source, around) ?? []);
  checkMeasureIds(files.measures);
  checkCycles(
    files.measures,
    compiled.map(({ measure }) => measure),
  );
  checkSteps(
    new Map(files.measures.map((source) => [idOf(source.data) ?? '', source])),
    compiled.map(({ measure }) => measure),
  );
  checkSynonyms(files.synonyms, synonyms);
  const exclusions = compileGroups(
    files.groups,
    groups,
    compiled.map(({ measure }) => measure),
    documentIds,
  );
  const found = problems();
  if (found.length > 0) return { ok: false, problems: found };

  const ordered = compiled.sort(
    (a, b) =>
      LEVELS.indexOf(a.measure.level) - LEVELS.indexOf(b.measure.level) || (a.measure.id < b.measure.id ? -1 : 1),
  );
  const rules: Omit<Rules, 'hash'> = {
    checked: ordered.map(({ measure }) => measure.checked).sort()[0] ?? '',
    fields,
    parameters,
    sizes: sizeTable(sizes),
    regions: shared.sets,
    groups: exclusions,
    measures: ordered.map(({ measure }) => measure),
  };
  const texts = (lang: Lang): Omit<Texts & IndustryTexts, 'hash'> => ({
    lang,
    documents: Object.fromEntries(
      documents.map(({ id, title, number, issuer, issuedOn, url }) => [
        id,
        { title: title[lang], number, issuer: issuer[lang], issuedOn, url },
      ]),
    ),
    fields: Object.fromEntries(fieldsFile.map((field) => [field.path, fieldText(field, lang)])),
    sizes: {
      large: shared.sizes.large[lang],
      medium: shared.sizes.medium[lang],
      small: shared.sizes.small[lang],
      micro: shared.sizes.micro[lang],
    },
    parameters: Object.fromEntries(
      parameterFiles.flatMap(({ entries }) => entries.map(({ id, label }) => [id, label[lang]])),
    ),
    industries: Object.fromEntries(
      [...industries.sections, ...industries.divisions].map((industry) => [industry.code, industry[lang]]),
    ),
    industryWords: industryWordsIn(industryWords, lang),
    groups: groupTexts(groups, lang),
    synonyms,
    measures: Object.fromEntries(
      ordered.map(({ measure, texts: own }): [string, MeasureText] => [measure.id, own[lang]]),
    ),
  });
  const [zh, en] = [texts('zh'), texts('en')];
  const hash = createHash('sha256')
    .update(JSON.stringify([rules, zh, en]))
    .digest('hex');
  return {
    ok: true,
    compiled: {
      rules: { hash, ...rules },
      texts: { zh: { hash, ...zh }, en: { hash, ...en } },
    },
  };
}

const byPlace = (a: Problem, b: Problem): number =>
  a.file === b.file ? a.line - b.line || a.column - b.column : a.file < b.file ? -1 : 1;

const idOf = (data: unknown): string | undefined => {
  const id = isRecord(data) ? data.id : undefined;
  return typeof id === 'string' ? id : undefined;
};

function checkUnique(source: Source, ids: readonly string[]): void {
  ids.forEach((id, index) => {
    if (ids.indexOf(id) !== index) source.problem([index], `“${id}” is entered twice`);
  });
}

// ---- Fields, parameters, sizes --------------------------------------------------------------

function dictionary(file: FieldsFile, industries: z.infer<typeof industriesSchema>): FieldDictionary {
  const sections = Object.fromEntries(industries.sections.map(({ code, from, to }) => [code, [from, to] as const]));
  return Object.fromEntries(
    file.map(({ path, type, unit, step, min, max, partOf, strict, fallback, implied, values }): [string, Field] => [
      path,
      {
        type,
        ...(unit === undefined ? {} : { unit }),
        ...(step === undefined ? {} : { step }),
        ...(min === undefined ? {} : { min }),
        ...(max === undefined ? {} : { max }),
        ...(partOf === undefined ? {} : { partOf }),
        ...(strict ? { strict } : {}),
        ...(fallback === undefined ? {} : { fallback }),
        ...(implied === undefined ? {} : { implied }),
        ...(values === undefined ? {} : { values: values.map(({ id }) => id) }),
        ...(type === 'certificates'
          ? { expires: (values ?? []).flatMap(({ id, expires }) => (expires ? [id] : [])) }
          : {}),
        ...(type === 'industry' ? { sections } : {}),
      },
    ]),
  );
}

function fieldText(field: FieldsFile[number], lang: Lang): Texts['fields'][string] {
  return {
    label: field.label[lang],
    question: field.question[lang],
    ...(field.help ? { help: field.help[lang] } : {}),
    ...(field.source ? { source: field.source[lang] } : {}),
    ...(field.values ? { values: Object.fromEntries(field.values.map((value) => [value.id, value[lang]])) } : {}),
  };
}

function compileParameters(source: Source, entries: ParametersFile, names: Names): [string, Parameter][] {
  return entries.map(({ id, unit, values }, index) => {
    checkPeriods(source, values, [index, 'values']);
    const compiled = values.map((value, at) => ({
      from: value.from,
      ...(value.to === undefined ? {} : { to: value.to }),
      value: parameterValue(source, value, [index, 'values', at], unit, names),
      grade: value.grade,
      basis: [
        value.basis.article === undefined
          ? { doc: value.basis.doc }
          : { doc: value.basis.doc, article: value.basis.article },
      ],
    }));
    return [id, { unit, values: compiled }];
  });
}

function parameterValue(
  source: Source,
  entry: ParametersFile[number]['values'][number],
  path: (string | number)[],
  unit: Parameter['unit'],
  names: Names,
): Expr {
  const nothing: Expr = ['num', 0];
  if (typeof entry.value === 'number') return ['num', entry.value];
  if (entry.value !== undefined)
    return expressed({ source }, entry.value, [...path, 'value'], (text) => parseFigure(text, names, unit)) ?? nothing;
  const { by, bands } = entry;
  if (by === undefined || !bands || bands.length === 0) {
    source.problem(path, 'a parameter needs a value, or “by” with bands');
    return nothing;
  }
  const last = bands.length - 1;
  let previous = -Infinity;
  const tests = bands.map((band, at) => {
    const here = [...path, 'bands', at];
    if ((band.upTo === undefined) !== (at === last))
      source.problem(
        here,
        at === last ? 'the last band has no upper limit; leave upTo out' : 'only the last band goes without upTo',
      );
    const test =
      band.upTo === undefined
        ? undefined
        : expressed({ source }, `${by} <= ${band.upTo}`, [...here, 'upTo'], (text) => parseTest(text, names).test);
    const limit = test?.[0] === '<=' && test[2][0] === 'num' ? test[2][1] : Infinity;
    if (limit <= previous)
      source.problem([...here, 'upTo'], `bands are not ascending: ${band.upTo ?? ''} is not above the band before`);
    previous = limit;
    return test;
  });
  return tests.reduceRight<Expr>(
    (rest, test, at) => (test ? ['if', test, ['num', bands[at]?.value ?? 0], rest] : ['num', bands[at]?.value ?? 0]),
    nothing,
  );
}

const sizeTable = (file: z.infer<typeof sizesSchema>): SizeTable => ({
  values: file.values.map(({ from, to, rows }) => ({
    from,
    ...(to === undefined ? {} : { to }),
    rows: rows.map(({ codes, large, medium, small }) => ({
      codes,
      large: defined(large),
      medium: defined(medium),
      small: defined(small),
    })),
  })),
});

function defined(limits: Record<string, number | undefined>): SizeTable['values'][number]['rows'][number]['large'] {
  return Object.fromEntries(
    Object.entries(limits).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

function provisionIds(source: Source): Set<string> {
  const list: readonly unknown[] = Array.isArray(source.data) ? source.data : [];
  const ids = list.flatMap((entry) => idOf(entry) ?? []);
  checkUnique(source, ids);
  return new Set(ids);
}

/** The documents in which provisions stand: the plans. */
function planIds(source: Source): Set<string> {
  const list: readonly unknown[] = Array.isArray(source.data) ? source.data : [];
  return new Set(
    list.flatMap((entry) => {
      const places = isRecord(entry) && Array.isArray(entry.sources) ? entry.sources : [];
      return places.flatMap((place: unknown) => (isRecord(place) && typeof place.doc === 'string' ? [place.doc] : []));
    }),
  );
}

// ---- Measures among themselves ---------------------------------------------------------------

function checkMeasureIds(sources: readonly Source[]): void {
  const seen = new Map<string, string>();
  for (const source of sources) {
    const id = idOf(source.data);
    if (id === undefined) continue;
    const other = seen.get(id);
    if (other !== undefined) source.problem(['id'], `“${id}” is also the id of ${other}`);
    seen.set(id, source.file);
    if (!source.file.endsWith(`/${id}.yaml`)) source.problem(['id'], `the file of “${id}” is named ${id}.yaml`);
  }
}

/** A measure's verdict never depends on itself. */
function checkCycles(sources: readonly Source[], measures: readonly Measure[]): void {
  const reads = new Map(measures.map((measure) => [measure.id, measuresRead(measure.versions)]));
  const reaches = (from: string, to: string, seen: Set<string>): boolean =>
    (reads.get(from) ?? []).some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  for (const measure of measures) {
    if (!reaches(measure.id, measure.id, new Set())) continue;
    sources
      .find((source) => idOf(source.data) === measure.id)
      ?.problem(['versions'], `the verdict of “${measure.id}” depends on itself through qualifies(…)`);
  }
}
