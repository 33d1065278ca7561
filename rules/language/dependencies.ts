import { isList } from '../engine/json.ts';
import type { Expr, Test } from '../engine/types.ts';
import type { Names } from './expression.ts';

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

/** Every test and expression below a node, outermost first; conditions and versions are looked through. */
export function visit(node: unknown, each: (node: Test | Expr) => void): void {
  if (isList(node)) {
    if (isNode(node)) each(node);
    for (const child of node) visit(child, each);
  } else if (typeof node === 'object' && node !== null) {
    for (const child of Object.values(node)) visit(child, each);
  }
}
const isNode = (node: readonly unknown[]): node is Test | Expr => typeof node[0] === 'string' && node.length > 1;

/** The measures whose verdicts a test or expression reads. */
export function measuresRead(node: unknown): string[] {
  const found = new Set<string>();
  visit(node, (inner) => {
    if (inner[0] === 'qualifies') found.add(inner[1]);
  });
  return [...found];
}
export function parametersRead(node: unknown): string[] {
  const found = new Set<string>();
  visit(node, (inner) => {
    if (inner[0] === 'param') found.add(inner[1]);
  });
  return [...found];
}
