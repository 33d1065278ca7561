/** Whoever drafts a change of rules reads in Chinese what its check finds wrong. */
import { readdirSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { compilerWords } from '#lib/wording/rooms/compiler.ts';

const folder = new URL('../../rules/language/', import.meta.url);
/** What no draft reaches: the plans' documents and vocabularies, which are no part of a measure. */
const OUT_OF_REACH = ['sources.ts', 'vocabularies.ts'];

/** Making a draft's changes answers with sentences of its own. */
const EDITS = new URL('../../functions/api/releases/source/edit.ts', import.meta.url);

/** Every sentence that the compiler's source has for a fault, with something in each of its gaps. */
const sentences = [
  ...readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && !OUT_OF_REACH.includes(file))
    .flatMap((file) => sentencesIn(readFileSync(new URL(file, folder), 'utf8'))),
  ...sentencesIn(readFileSync(EDITS, 'utf8'), (text) => /^\S+( \S+){2}/.test(text)),
];

/** `answers` tells the sentences among the texts that a function returns. */
function sentencesIn(text: string, answers: (text: string) => boolean = () => false): string[] {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const said = (node: ts.Node | undefined): string[] => {
    if (!node) return [];
    if (ts.isStringLiteralLike(node)) return [node.text];
    if (ts.isConditionalExpression(node)) return [...said(node.whenTrue), ...said(node.whenFalse)];
    if (!ts.isTemplateExpression(node)) return [];
    const gap = (of: ts.Expression): string =>
      of.getText(source).startsWith('suggestion(') ? '; did you mean “nearby”?' : 'x1';
    return [node.head.text + node.templateSpans.map((span) => gap(span.expression) + span.literal.text).join('')];
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /\.problem(AtKey)?$/.test(node.expression.getText(source))) {
      found.push(...said(node.arguments[1]));
    }
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'ExpressionFault') {
      found.push(...said(node.arguments?.[0]));
    }
    if (ts.isReturnStatement(node) || ts.isConditionalExpression(node)) {
      found.push(...said(ts.isReturnStatement(node) ? node.expression : node).filter(answers));
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

describe('what the compiler finds, in Chinese', () => {
  it('has Chinese for every sentence that a draft can meet', () => {
    expect(sentences.length).toBeGreaterThan(90);
    const left = sentences.filter((one) => !/\p{Script=Han}/u.test(compilerWords(one)));
    expect(left).toEqual([]);
  });

  it('keeps what is named, in its place', () => {
    expect(compilerWords('there is no field or parameter “revenu”; did you mean “revenue”?')).toBe(
      '没有“revenu”这个指标或参数。是不是“revenue”？',
    );
    expect(compilerWords('units differ: yuan divided by people')).toBe('单位不同：yuan 不能除以 people');
    expect(compilerWords('no certificate type is named “x$1”')).toBe('没有叫“x$1”的资质');
  });

  it('leaves alone what it does not know', () => {
    expect(compilerWords('Nested mappings are not allowed')).toBe('Nested mappings are not allowed');
  });
});
