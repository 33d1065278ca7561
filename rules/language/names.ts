import type { AnyNode } from 'acorn';
import type { Field, FieldDictionary, Unit } from '../engine/types.ts';
import { nearest } from '../profile/nearest.ts';
import { ExpressionFault } from './parse.ts';

/** What names mean while an expression is checked. */
export interface Names {
  readonly fields: FieldDictionary;
  /** Dated parameters with their units. */
  readonly parameters: ReadonlyMap<string, Unit>;
  /** Named sets of enum values, such as the districts of Beijing. */
  readonly sets: ReadonlyMap<string, readonly string[]>;
  readonly measures: ReadonlySet<string>;
}

/** `ip.classI` as written; undefined where it is no name. */
export function pathOf(node: AnyNode): string | undefined {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined;
  const object = pathOf(node.object);
  return object === undefined ? undefined : `${object}.${node.property.name}`;
}

/** “Did you mean …”, where a known word is near. */
export const suggestion = (word: string, known: readonly string[]): string => {
  const guess = nearest(word, known);
  return guess === undefined ? '' : `; did you mean “${guess}”?`;
};

export function knownField(path: string, names: Names, at: number): Field {
  const field = Object.hasOwn(names.fields, path) ? names.fields[path] : undefined;
  if (field) return field;
  if (Object.hasOwn(names.fields, `years.*.${path}`))
    throw new ExpressionFault(
      `“${path}” is a yearly figure: write ${path}[0] for the last completed year or sum(${path}, 3)`,
      at,
    );
  const known = [...Object.keys(names.fields).map((key) => key.replace('years.*.', '')), ...names.parameters.keys()];
  throw new ExpressionFault(`there is no field or parameter “${path}”${suggestion(path, known)}`, at);
}

export function yearlyField(name: string, names: Names, at: number): Field {
  const entry = name === 'platformScore' ? 'platformScore.*' : `years.*.${name}`;
  const field = Object.hasOwn(names.fields, entry) ? names.fields[entry] : undefined;
  if (field) return field;
  const known = Object.keys(names.fields).flatMap((key) =>
    key.startsWith('years.*.') ? [key.slice('years.*.'.length)] : [],
  );
  throw new ExpressionFault(`there is no yearly figure “${name}”${suggestion(name, known)}`, at);
}

export function listField(path: string, names: Names, at: number): Field {
  const field = knownField(path, names, at);
  if (field.type !== 'enums') throw new ExpressionFault(`“${path}” is not a list`, at);
  return field;
}

export type Call = Extract<AnyNode, { type: 'CallExpression' }>;

export function argument(node: Call, index: number): AnyNode {
  const found = node.arguments[index];
  if (!found) throw new ExpressionFault(`argument ${index + 1} is missing`, node.end);
  return found;
}

export function numberAt(node: Call, index: number): number {
  const found = argument(node, index);
  if (found.type === 'Literal' && typeof found.value === 'number') return found.value;
  if (
    found.type === 'UnaryExpression' &&
    found.operator === '-' &&
    found.argument.type === 'Literal' &&
    typeof found.argument.value === 'number'
  )
    return -found.argument.value;
  throw new ExpressionFault('a number is needed here', found.start);
}

export function textAt(node: Call, index: number): string {
  const found = argument(node, index);
  if (found.type === 'Literal' && typeof found.value === 'string') return found.value;
  throw new ExpressionFault('a quoted name is needed here', found.start);
}

export function certificate(node: Call, names: Names): string {
  const type = textAt(node, 0);
  return choices([type], names.fields.certificates ?? { type: 'certificates' }, node.start)[0] ?? type;
}

export function choices(values: readonly string[], field: Field, at: number): readonly string[] {
  for (const value of values) {
    if (!(field.values ?? []).includes(value))
      throw new ExpressionFault(`“${value}” is not one of the choices${suggestion(value, field.values ?? [])}`, at);
  }
  return values;
}
