/** Which choice of a field people mean by a name. */
import type { Field, Lang, Texts } from '#rules/engine/types.ts';
import { plain } from './words.ts';

type Both = Readonly<Record<Lang, Texts>>;

/**
 * The choice by its id or name in either language, by a name that stands in brackets after it (经开区), with the city
 * before it (北京市朝阳区), by a word that means the same in a search (高企), or by the beginning of just one name (朝阳).
 */
export function choiceIn(text: string, path: string, field: Field, texts: Both): string | undefined {
  const named = namedChoices(path, field, texts);
  const said = plain(text);
  const local = said.replace(/^(?:北京市?|beijing)(?=.)/, '').replace(/(?<=.)(?:district)?(?:beijing)?$/, '');
  const words = texts.zh.synonyms
    .filter((list) => list.some((word) => plain(word) === said))
    .flat()
    .map(plain);
  const only = (fits: (name: string) => boolean): string | undefined => {
    const found = named.filter(({ names }) => names.some(fits));
    return found.length === 1 ? found[0]?.id : undefined;
  };
  if (said === '') return undefined;
  return (
    only((name) => name === said) ??
    only((name) => name === local) ??
    only((name) => words.includes(name)) ??
    only((name) => words.some((word) => name.includes(word))) ??
    (CITY.includes(said)
      ? undefined
      : (only((name) => name.startsWith(said)) ?? only((name) => name.startsWith(local))))
  );
}
/** The city alone names none of its places. */
const CITY = ['北京', '北京市', 'beijing'];

/** The choices that are written most alike, or else the first ones; and whether there are more. */
export function choicesLike(
  text: string,
  path: string,
  field: Field,
  texts: Both,
): { readonly like: readonly string[]; readonly more: boolean } {
  const said = plain(text);
  const pairs = Array.from({ length: Math.max(0, said.length - 1) }, (_, at) => said.slice(at, at + 2));
  const alike = namedChoices(path, field, texts)
    .map(({ id, names }) => ({ id, shared: pairs.filter((pair) => names.some((name) => name.includes(pair))).length }))
    .sort((a, b) => b.shared - a.shared)
    .map(({ id }) => id);
  return { like: alike.slice(0, SHOWN), more: alike.length > SHOWN };
}
const SHOWN = 8;

interface NamedChoice {
  readonly id: string;
  readonly names: readonly string[];
}
/** Worked out once for a catalogue's texts. */
const namedBefore = new WeakMap<Both, Map<string, readonly NamedChoice[]>>();

function namedChoices(path: string, { values = [] }: Field, texts: Both): readonly NamedChoice[] {
  const known = namedBefore.get(texts) ?? new Map<string, readonly NamedChoice[]>();
  namedBefore.set(texts, known);
  const named =
    known.get(path) ??
    values.map((id) => ({
      id,
      names: [id, ...[texts.zh, texts.en].flatMap((each) => namesIn(each.fields[path]?.values?.[id] ?? ''))].map(plain),
    }));
  known.set(path, named);
  return named;
}

/** A name, and where it ends in brackets also what stands before and within them. */
function namesIn(name: string): readonly string[] {
  const [, before, within] = /^(.+)[(（]([^()（）]+)[)）]$/.exec(name) ?? [];
  return before === undefined || within === undefined ? [name] : [name, before, within];
}
