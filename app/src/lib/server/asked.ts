/** What the address asks of a filter: empty where nothing, null where it is something that the form does not offer. */
export function askedOf({ searchParams }: URL, name: string, offered: readonly string[]): string | null {
  const value = searchParams.get(name)?.trim() ?? '';
  return value === '' || offered.includes(value) ? value : null;
}
