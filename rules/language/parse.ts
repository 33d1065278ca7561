import { type Expression, parseExpressionAt } from 'acorn';

/** A fault in an expression; `at` counts characters from its start. */
export class ExpressionFault extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** An expression as the parser sees it; throws {@link ExpressionFault}. */
export function parse(text: string): Expression {
  let node: Expression;
  try {
    node = parseExpressionAt(text, 0, { ecmaVersion: 2022 });
  } catch (error) {
    const at = error instanceof SyntaxError && 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
    throw unreadable(text, at);
  }
  const rest = text.slice(node.end).trim();
  if (rest !== '') throw new ExpressionFault(`the expression ends before “${rest}”`, node.end);
  return node;
}

/** What the parser stumbled over, without its own words: they speak of programs, and those who draft rules do not. */
function unreadable(text: string, at: number): ExpressionFault {
  const assigned = ASSIGNMENT.exec(text);
  if (assigned)
    return new ExpressionFault(`“${assigned[0]}” is not a comparison; use >=, >, <=, <, == or in`, assigned.index);
  const rest = text.slice(at).trim();
  if (rest === '') return new ExpressionFault('the expression breaks off; something is missing at its end', at);
  return new ExpressionFault(`the expression cannot be read from “${rest.slice(0, MOST_QUOTED)}” on`, at);
}
const MOST_QUOTED = 20;
/** Signs that end in = and compare nothing. */
const ASSIGNMENT = /(?:>>>?|<<|\*\*|&&|\|\||\?\?|[-+*/%&|^])=|(?<![<>=!])=(?![=>])/;
