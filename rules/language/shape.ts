import type { z } from 'zod';
import { suggestion } from './names.ts';
import type { Source } from './problems.ts';

/** The file's data in the schema's type; undefined with its faults noted at their places where it does not fit. */
export function checked<T extends z.ZodType>(source: Source, schema: T): z.infer<T> | undefined {
  if (source.data === undefined) return undefined;
  const result = schema.safeParse(source.data);
  if (result.success) return result.data;
  for (const issue of result.error.issues) {
    const path = issue.path.filter((step) => typeof step !== 'symbol');
    if (issue.code === 'unrecognized_keys') {
      const known = keysAt(schema, path);
      for (const key of issue.keys)
        source.problemAtKey([...path, key], `unknown field “${key}”${suggestion(key, known)}`);
    } else {
      source.problem(path, `${path.at(-1) ?? 'the file'}: ${issue.message}`);
    }
  }
  return undefined;
}

/** The field names the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly (string | number)[]): string[] {
  let here: unknown = schema;
  for (const step of path) here = inner(unwrapped(here), step);
  const shape = property(unwrapped(here), 'shape');
  return typeof shape === 'object' && shape !== null ? Object.keys(shape) : [];
}

function unwrapped(schema: unknown): unknown {
  const definition = property(schema, 'def');
  return property(definition, 'type') === 'optional' ? unwrapped(property(definition, 'innerType')) : schema;
}

function inner(schema: unknown, step: string | number): unknown {
  return typeof step === 'number' ? property(schema, 'element') : property(property(schema, 'shape'), step);
}

const property = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? Reflect.get(value, name) : undefined;
