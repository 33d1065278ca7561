import type { Field, FieldDictionary, Json, Texts } from '../engine/types.ts';

type Schema = { [key: string]: Json };
const DATE = '^\\d{4}-\\d{2}(-\\d{2})?$';

/** JSON Schema (2020-12) of the company profile, from the field dictionary. */
export function profileSchema(fields: FieldDictionary, texts: Texts): Schema {
  const root: Schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Company profile',
    ...object(),
  };
  for (const [path, field] of Object.entries(fields))
    place(root, path.split('.'), { title: texts.fields[path]?.label ?? path, ...answerSchema(field) });
  const provenance: Schema = {
    type: 'object',
    properties: {
      source: { enum: ['self', 'registry', 'audit', 'platform', 'manager'] },
      asOf: { type: 'string', pattern: DATE },
    },
    additionalProperties: false,
  };
  place(root, ['provenance'], { type: 'object', additionalProperties: provenance });
  return root;
}

const object = (): Schema => ({ type: 'object', properties: {}, additionalProperties: false });

function place(parent: Schema, path: readonly string[], schema: Schema): void {
  const [step = '', ...rest] = path;
  if (step === '*') {
    const years = asSchema(parent.patternProperties) ?? {};
    parent.patternProperties = years;
    const child = asSchema(years['^\\d{4}$']) ?? (rest.length === 0 ? schema : object());
    years['^\\d{4}$'] = child;
    if (rest.length > 0) place(child, rest, schema);
    return;
  }
  const properties = asSchema(parent.properties) ?? {};
  parent.properties = properties;
  const child = asSchema(properties[step]) ?? (rest.length === 0 ? schema : object());
  properties[step] = child;
  if (rest.length > 0) place(child, rest, schema);
}

const asSchema = (value: Json | undefined): Schema | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Schema) : undefined;

function answerSchema(field: Field): Schema {
  switch (field.type) {
    case 'text':
    case 'uscc':
    case 'industry':
      return { type: 'string' };
    case 'date':
      return { type: 'string', pattern: DATE };
    case 'flag':
      return { type: 'boolean' };
    case 'enum':
      return { enum: [...(field.values ?? [])] };
    case 'enums':
      return { type: 'array', items: { enum: [...(field.values ?? [])] } };
    case 'number': {
      const number: Schema = {
        type: 'number',
        ...(field.min === undefined ? {} : { minimum: field.min }),
        ...(field.max === undefined ? {} : { maximum: field.max }),
      };
      return {
        anyOf: [
          number,
          { type: 'object', properties: { min: number, max: number }, additionalProperties: false, minProperties: 1 },
        ],
      };
    }
    case 'certificates':
      return {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            type: { enum: [...(field.values ?? [])] },
            grantedOn: { type: 'string', pattern: DATE },
            validTo: { type: 'string', pattern: DATE },
          },
          required: ['type'],
          additionalProperties: false,
        },
      };
  }
}
