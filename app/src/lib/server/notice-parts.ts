/** The words of a notice with what it is about, each named once. */
interface About {
  readonly name: string;
  /** Its page; null where the reader has none. */
  readonly href: string | null;
}
interface Part {
  readonly text: string;
  readonly href: string | null;
}

/** What a text does not name. */
export const unnamed = <A extends Pick<About, 'name'>>(text: string, all: readonly A[]): A[] =>
  all.filter(({ name }) => !text.includes(name));

/** A text in parts: what it names as links, what stands between without. A name within a longer one stays in that. */
export function linked(text: string, all: readonly About[]): readonly Part[] {
  let parts: readonly Part[] = [{ text, href: null }];
  for (const { name, href } of all.toSorted((a, b) => b.name.length - a.name.length)) {
    if (href === null) continue;
    parts = parts.flatMap((part) => {
      const at = part.href === null ? part.text.indexOf(name) : -1;
      if (at < 0) return [part];
      return [
        { text: part.text.slice(0, at), href: null },
        { text: name, href },
        { text: part.text.slice(at + name.length), href: null },
      ];
    });
  }
  return parts.filter((part) => part.text !== '');
}

/** Orders notices by the day they speak of; those that speak of none come last, as they came. */
export function soonestFirst(a: Dated | undefined, b: Dated | undefined): number {
  const [one, other] = [a?.on ?? NEVER, b?.on ?? NEVER];
  return one < other ? -1 : one > other ? 1 : 0;
}
type Dated = { readonly on: string | null };
/** After every day. */
const NEVER = '9999';
