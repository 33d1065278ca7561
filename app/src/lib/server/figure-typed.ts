/** A number as people type it: with full-width digits, marks between thousands, its unit behind it; null where it is none. */
export function figureTyped(typed: string, units: readonly string[]): number | null {
  const text = typed.normalize('NFKC').replaceAll(/[,\s]/g, '');
  const unit = units.map((one) => one.normalize('NFKC')).find((one) => one !== '' && text.endsWith(one));
  const figure = (unit === undefined ? text : text.slice(0, -unit.length)).replace('−', '-');
  return /^[+-]?\d+(\.\d+)?$/.test(figure) ? Number(figure) : null;
}
