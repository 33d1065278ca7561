import { portfolioBench } from '../portfolio.ts';
import { format, type Row } from '../report.ts';
import type { Options } from '../section.ts';

/** The best combination of forty measures in knots that are hard to undo. */
export function measure({ quick }: Options): Promise<Row[]> {
  const rows = portfolioBench(quick ? 2 : 9);
  console.log(format(rows));
  return Promise.resolve(rows);
}
