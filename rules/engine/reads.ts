import { isList } from './json.ts';
import type { Expr, Test } from './types.ts';

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
export const measuresRead = (node: unknown): string[] =>
  collected(node, (inner) => (inner[0] === 'qualifies' ? inner[1] : undefined));

/** The dated parameters that it reads. */
export const parametersRead = (node: unknown): string[] =>
  collected(node, (inner) => (inner[0] === 'param' ? inner[1] : undefined));

/** The certificate types that it reads. */
export const titlesRead = (node: unknown): string[] =>
  collected(node, (inner) =>
    inner[0] === 'holds' || inner[0] === 'renewal' || inner[0] === 'validTo' ? inner[1] : undefined,
  );

/** Whether a test or expression of one of these kinds stands in it. */
export function readsAny(node: unknown, kinds: readonly string[]): boolean {
  const found: string[] = [];
  visit(node, (inner) => {
    if (kinds.includes(inner[0])) found.push(inner[0]);
  });
  return found.length > 0;
}

function collected(node: unknown, pick: (inner: Test | Expr) => string | undefined): string[] {
  const found = new Set<string>();
  visit(node, (inner) => {
    const name = pick(inner);
    if (name !== undefined) found.add(name);
  });
  return [...found];
}
