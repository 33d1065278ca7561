import type { Rules } from '../engine/types.ts';

/** What differs between two compiled catalogues: measures that came, went or changed, and where. */
export function diffOf(older: Rules, newer: Rules): string {
  const before = new Map(older.measures.map((measure) => [measure.id, measure]));
  const after = new Map(newer.measures.map((measure) => [measure.id, measure]));
  const lines = [
    ...[...after.keys()].filter((id) => !before.has(id)).map((id) => `+ ${id}`),
    ...[...before.keys()].filter((id) => !after.has(id)).map((id) => `- ${id}`),
    ...[...after].flatMap(([id, measure]) => {
      const old = before.get(id);
      const changes = old ? changesBetween(old, measure, '') : [];
      return changes.length === 0 ? [] : [`~ ${id}`, ...changes.map((change) => `    ${change}`)];
    }),
    ...changesBetween(older.parameters, newer.parameters, 'parameters'),
  ];
  return lines.length === 0 ? 'no difference\n' : `${lines.join('\n')}\n`;
}

function changesBetween(a: unknown, b: unknown, path: string): string[] {
  if (Object.is(a, b)) return [];
  const bothObjects = typeof a === 'object' && typeof b === 'object' && a !== null && b !== null;
  if (!bothObjects) return [`${path}: ${brief(a)} → ${brief(b)}`];
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) =>
    changesBetween(Reflect.get(a, key), Reflect.get(b, key), path === '' ? key : `${path}.${key}`),
  );
}

const brief = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80));
