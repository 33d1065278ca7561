/** One measured figure of the bench; `ok` is null where no bar is set. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly bar: string | null;
  readonly ok: boolean | null;
}

interface Bar {
  readonly text: string;
  readonly holds: (value: number) => boolean;
}
export const atMost = (limit: number): Bar => ({ text: `≤ ${limit}`, holds: (value) => value <= limit });
export const below = (limit: number): Bar => ({ text: `< ${limit}`, holds: (value) => value < limit });
export const none: Bar = { text: '= 0', holds: (value) => value === 0 };

export const row = (name: string, value: number, unit: string, bar?: Bar): Row => ({
  name,
  value,
  unit,
  bar: bar?.text ?? null,
  ok: bar ? bar.holds(value) : null,
});

/** The report as text, one line per row. */
export function format(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, value, unit, bar, ok }) =>
      [
        ok === null ? '    ' : ok ? 'PASS' : 'FAIL',
        name.padEnd(width),
        shown(value).padStart(10),
        unit,
        bar === null ? '' : `(bar ${bar})`,
      ]
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A number with as many digits as one can act on. */
export const shown = (value: number): string =>
  value.toLocaleString('en', { maximumFractionDigits: Number.isInteger(value) ? 0 : value < 10 ? 2 : 1 });

export function median(values: readonly number[]): number {
  const middle = [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
  if (middle === undefined) throw new Error('there is no median of nothing');
  return middle;
}
