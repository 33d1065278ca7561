/** Prints the neutral rule set as FEEL, Zen or CEL text, or as json-logic. */
import { DERIVED, type RuleNode, type Value } from './ruleset.ts';

export interface Dialect {
  readonly eq: string;
  readonly and: string;
  readonly or: string;
  readonly if: (condition: string, then: string, otherwise: string) => string;
  readonly literal?: (value: Value) => string;
  /** What stands before the name of a derived value. */
  readonly derivedPrefix?: string;
}

export function infix(node: RuleNode, dialect: Dialect): string {
  const print = (each: RuleNode): string => infix(each, dialect);
  if ('fact' in node) return node.fact in DERIVED ? `${dialect.derivedPrefix ?? ''}${node.fact}` : node.fact;
  if ('const' in node) return dialect.literal ? dialect.literal(node.const) : JSON.stringify(node.const);
  if ('div' in node) return `(${node.div.map(print).join(' / ')})`;
  if ('add' in node) return `(${node.add.map(print).join(' + ')})`;
  if ('if' in node) return dialect.if(print(node.if[0]), print(node.if[1]), print(node.if[2]));
  if ('cmp' in node) {
    const [op, left, right] = node.cmp;
    return `(${print(left)} ${op === '=' ? dialect.eq : op} ${print(right)})`;
  }
  if ('in' in node) return `(${print(node.in[0])} in [${node.in[1].map((value) => JSON.stringify(value)).join(', ')}])`;
  if ('and' in node) return `(${node.and.map(print).join(` ${dialect.and} `)})`;
  return `(${node.or.map(print).join(` ${dialect.or} `)})`;
}

export const FEEL: Dialect = { eq: '=', and: 'and', or: 'or', if: (c, t, e) => `(if ${c} then ${t} else ${e})` };
export const ZEN: Dialect = { eq: '==', and: 'and', or: 'or', if: (c, t, e) => `(${c} ? ${t} : ${e})` };
export const CEL: Dialect = { eq: '==', and: '&&', or: '||', if: (c, t, e) => `(${c} ? ${t} : ${e})` };

export function jsonLogic(node: RuleNode): unknown {
  if ('fact' in node) return { var: node.fact };
  if ('const' in node) return node.const;
  if ('div' in node) return { '/': node.div.map(jsonLogic) };
  if ('add' in node) return { '+': node.add.map(jsonLogic) };
  if ('if' in node) return { if: node.if.map(jsonLogic) };
  if ('cmp' in node) {
    const [op, left, right] = node.cmp;
    return { [op === '=' ? '===' : op]: [jsonLogic(left), jsonLogic(right)] };
  }
  if ('in' in node) return { in: [jsonLogic(node.in[0]), node.in[1]] };
  if ('and' in node) return { and: node.and.map(jsonLogic) };
  return { or: node.or.map(jsonLogic) };
}
