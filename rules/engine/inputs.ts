import {
  answerAt,
  dateAt,
  type Env,
  fieldAt,
  figure,
  flagAt,
  fiscalYear,
  heldOn,
  holdings,
  validOn,
  yearExists,
  yearPath,
} from './facts.ts';
import { isExact } from './interval.ts';
import { openSizeInputs } from './test.ts';
import type { Expr, Test } from './types.ts';
import { parameterValue } from './value.ts';

/** The profile paths that the test reads and that are absent or known only as a range. */
export const openInputs = (env: Env, test: Test): string[] => [...new Set(ofTest(env, test))];

function ofTest(env: Env, test: Test): string[] {
  switch (test[0]) {
    case '>=':
    case '>':
    case '<=':
    case '<':
    case '=':
      return [...ofExpr(env, test[1]), ...ofExpr(env, test[2])];
    case 'is':
      return flagAt(env, test[1]) === undefined ? [test[1]] : [];
    case 'in':
    case 'has':
      return answerAt(env.profile, test[1]) === undefined ? [test[1]] : [];
    case 'industry': {
      const code = answerAt(env.profile, 'industryCode');
      const within = typeof code === 'string' && !test[1].some((prefix) => prefix.startsWith(code) && prefix !== code);
      return within ? [] : ['industryCode'];
    }
    case 'size':
      return openSizeInputs(env);
    case 'holds':
    case 'renewal':
      return ofCertificate(env, test[1]);
    case 'exists':
      return yearExists(env, test[1]) === 'maybe' ? ['registeredOn'] : [];
    case 'qualifies':
      return [...env.outcomeOf(test[1]).missing];
    case 'and':
    case 'or':
      return test[1].flatMap((each) => ofTest(env, each));
    case 'not':
      return ofTest(env, test[1]);
  }
}

function ofExpr(env: Env, expr: Expr): string[] {
  switch (expr[0]) {
    case 'num':
    case 'date':
      return [];
    case 'field': {
      const value =
        fieldAt(env.catalogue.rules.fields, expr[1])?.type === 'date' ? dateAt(env, expr[1]) : figure(env, expr[1]);
      return isExact(value) ? [] : [expr[1]];
    }
    case 'year':
      return ofYear(env, expr[1], expr[2]);
    case 'sum':
    case 'mean':
    case 'growth':
      return Array.from({ length: expr[2] }, (_, back) => ofYear(env, expr[1], -back)).flat();
    case 'param':
      return ofExpr(env, parameterValue(env, expr[1]));
    case '+':
    case '-':
    case '*':
    case '/':
      return [...ofExpr(env, expr[1]), ...ofExpr(env, expr[2])];
    case 'min':
    case 'max':
      return expr[1].flatMap((each) => ofExpr(env, each));
    case 'days':
    case 'months':
    case 'years':
      return ofExpr(env, expr[1]);
    case 'validTo':
      return ofCertificate(env, expr[1]);
    case 'if':
      return [...ofTest(env, expr[1]), ...ofExpr(env, expr[2]), ...ofExpr(env, expr[3])];
  }
}

function ofYear(env: Env, name: string, offset: number): string[] {
  const exists = yearExists(env, offset);
  if (exists === 'no') return [];
  const path = yearPath(env, name, offset);
  if (isExact(figure(env, path))) return [];
  return exists === 'maybe' && answerAt(env.profile, `years.${fiscalYear(env, offset)}`) === undefined
    ? [path, 'registeredOn']
    : [path];
}

function ofCertificate(env: Env, type: string): string[] {
  const list = holdings(env, type);
  if (list === undefined) return ['certificates'];
  const held = heldOn(env, type);
  if (held?.validTo && held.validTo.first === held.validTo.last) return [];
  return list.flatMap((holding) => {
    if (validOn(holding, env.asOf) === 'no') return [];
    const vague = (range: { first: number; last: number } | null | undefined): boolean =>
      range === undefined || (range !== null && range.first !== range.last);
    return [
      ...(vague(holding.granted) ? [`certificates.${holding.index}.grantedOn`] : []),
      ...(vague(holding.validTo) ? [`certificates.${holding.index}.validTo`] : []),
    ];
  });
}
