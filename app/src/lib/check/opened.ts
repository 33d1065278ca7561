/** Which measures of a long result stand open, as the address says: where no script runs, a link opens one more. */
const NAME = 'open';
const ALL = 'all';

export interface Opened {
  readonly isOpen: (measure: string) => boolean;
  /** The same page with this one open too, at its place. */
  readonly hrefOf: (measure: string) => string;
  /** The same page with all of them open, as for printing; null where they are. */
  readonly allHref: string | null;
}

export function openedIn({ searchParams }: { readonly searchParams: Pick<URLSearchParams, 'getAll'> }): Opened {
  const open = new Set(searchParams.getAll(NAME));
  const all = open.has(ALL);
  const hrefOf = (measures: Iterable<string>): string =>
    `?${new URLSearchParams([...measures].map((measure) => [NAME, measure])).toString()}`;
  return {
    isOpen: (measure) => all || open.has(measure),
    hrefOf: (measure) => `${hrefOf(all ? [ALL] : new Set([...open, measure]))}#${measure}`,
    allHref: all ? null : `${hrefOf([ALL])}#result`,
  };
}
