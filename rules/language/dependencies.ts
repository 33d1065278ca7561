import { visit } from '../engine/reads.ts';
import type { Test } from '../engine/types.ts';
import type { Names } from './names.ts';

/** The profile figures a test reads, as levers are named: `rdExpense` for yearly ones, `ip.classI` for others. */
export function fieldsRead(names: Names, test: Test): string[] {
  const found = new Set<string>();
  visit(test, (node) => {
    const name = node[1];
    if (
      (node[0] === 'year' || node[0] === 'sum' || node[0] === 'mean' || node[0] === 'growth') &&
      typeof name === 'string'
    )
      found.add(name);
    if (node[0] === 'field' && typeof name === 'string' && names.fields[name]?.type === 'number') found.add(name);
  });
  return [...found];
}
