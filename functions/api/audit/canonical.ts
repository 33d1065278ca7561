import type { JsonValue } from '#functions/store/port.ts';

type Value = JsonValue | undefined | { readonly [key: string]: JsonValue | undefined };

/** JSON with the keys of every object in order and no spaces (RFC 8785 for values that JSON can hold): equal values, equal bytes. */
export function canonical(value: Value): string {
  if (Array.isArray(value)) return `[${value.map((each: JsonValue) => canonical(each)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Readonly<Record<string, JsonValue | undefined>>)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}
