/** The words of a notice and the firms it is about, each named once. */
type Firms = readonly { readonly uscc: string; readonly name: string }[];

/** The firms that a text does not name. */
export const unnamed = (text: string, firms: Firms): Firms => firms.filter(({ name }) => !text.includes(name));

/** A text in parts: the firms it names with the address of their page, what stands between them without. */
export function linked(text: string, firms: Firms, pageOf: (uscc: string) => string) {
  let parts: readonly { readonly text: string; readonly href: string | null }[] = [{ text, href: null }];
  for (const { uscc, name } of firms) {
    parts = parts.flatMap((part) => {
      const at = part.href === null ? part.text.indexOf(name) : -1;
      if (at < 0) return [part];
      const [before, after] = [part.text.slice(0, at), part.text.slice(at + name.length)];
      return [
        { text: before, href: null },
        { text: name, href: pageOf(uscc) },
        { text: after, href: null },
      ];
    });
  }
  return parts.filter((part) => part.text !== '');
}
