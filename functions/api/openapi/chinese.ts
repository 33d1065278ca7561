/**
 * What the document says in English, in Chinese. Routes and schemas describe themselves in English; the Chinese stands in
 * a file beside, which a Lambda reads when it is asked for.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { PROBLEMS } from '#functions/problem.ts';
import { isList, isRecord } from '#rules/engine/json.ts';

/** Chinese by English. */
export const DESCRIPTIONS_FILE = 'descriptions.zh.json';
const Descriptions = z.record(z.string(), z.string());

/** The document with every description in Chinese; one that has none stays as it is. */
export function inChinese(document: Record<string, unknown>): Record<string, unknown> {
  const known = descriptions();
  const described = (node: Readonly<Record<string, unknown>>, areNames: boolean): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(node).map(([name, value]) => [
        name,
        name === 'description' && !areNames && typeof value === 'string'
          ? (known.get(value) ?? withProblems(value))
          : translated(value, name === 'properties' && !areNames),
      ]),
    );
  /** Of an object's properties one may be called “description”. */
  const translated = (node: unknown, areNames: boolean): unknown => {
    if (isList(node)) return node.map((each) => translated(each, false));
    return isRecord(node) ? described(node, areNames) : node;
  };
  return described(document, false);
}

export const descriptions = (): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(Descriptions.parse(JSON.parse(readFileSync(new URL(DESCRIPTIONS_FILE, import.meta.url), 'utf8')))),
  );

/** A refusal is described by the kinds of problem it stands for. */
const withProblems = (text: string): string =>
  Object.entries(PROBLEMS).reduce(
    (spoken, [kind, { zh, en }]) => spoken.replaceAll(`\`${kind}\` ${en}`, `\`${kind}\` ${zh}`),
    text,
  );
