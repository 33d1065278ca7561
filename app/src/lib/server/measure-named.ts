/** One measure out of hundreds, as people name it in a form. */
export interface NamedMeasure {
  readonly id: string;
  readonly name: string;
}

/**
 * The id of the measure that was typed: its id, its name, or a part that only one name has. Null where none fits or
 * several do.
 */
export function measureNamed(typed: string, measures: readonly NamedMeasure[]): string | null {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return null;
  const exact = measures.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  if (exact) return exact.id;
  const [only, ...others] = measures.filter(({ name }) => name.toLowerCase().includes(wanted));
  return only && others.length === 0 ? only.id : null;
}
