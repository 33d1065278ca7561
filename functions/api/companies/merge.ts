/** A JSON Merge Patch (RFC 7396): objects are gone into, null takes a value away, everything else replaces. */
export function merged(target: unknown, patch: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result = new Map(isObject(target) ? Object.entries(target) : []);
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) result.delete(key);
    else result.set(key, isObject(value) ? merged(result.get(key), value) : value);
  }
  return Object.fromEntries(result);
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
