import type { Field, FieldDictionary, Lang, SizeTable, Texts } from '../engine/types.ts';
import type { FieldsFile, IndustriesFile, SizesFile } from './schema.ts';

/** The fields as the engine reads them. */
export function dictionary(file: FieldsFile, industries: IndustriesFile): FieldDictionary {
  const sections = Object.fromEntries(industries.sections.map(({ code, from, to }) => [code, [from, to] as const]));
  return Object.fromEntries(
    file.map(
      ({
        path,
        type,
        unit,
        step,
        min,
        max,
        partOf,
        strict,
        fallback,
        difference,
        implied,
        follows,
        values,
      }): [string, Field] => [
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
          ...(difference === undefined ? {} : { difference }),
          ...(implied === undefined ? {} : { implied }),
          ...(follows === undefined ? {} : { follows }),
          ...(values === undefined ? {} : { values: values.map(({ id }) => id) }),
          ...(type === 'certificates'
            ? { expires: (values ?? []).flatMap(({ id, expires }) => (expires ? [id] : [])) }
            : {}),
          ...(type === 'industry' ? { sections } : {}),
        },
      ],
    ),
  );
}

/** The words of a field in one language. */
export function fieldText(field: FieldsFile[number], lang: Lang): Texts['fields'][string] {
  return {
    label: field.label[lang],
    question: field.question[lang],
    ...(field.help ? { help: field.help[lang] } : {}),
    ...(field.source ? { source: field.source[lang] } : {}),
    ...(field.values ? { values: Object.fromEntries(field.values.map((value) => [value.id, value[lang]])) } : {}),
  };
}

/** The limits of firm sizes (中小企业划型标准) as the engine reads them. */
export const sizeTable = (file: SizesFile): SizeTable => ({
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
