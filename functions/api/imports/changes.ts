/** What an import would change of firms that are there already: worked out when asked for, so that nothing old is kept. */
import type { Principal } from '#functions/identity/principal.ts';
import { recordLook } from '../audit/record.ts';
import { answersOf, changedPaths, sourceOf, withoutNulls } from '../companies/answers.ts';
import { getCompany } from '../companies/repository.ts';
import type { Deps } from '../deps.ts';
import { applied, readLine } from './line.ts';
import { linesOf, type KeptImport } from './repository.ts';
import { mayChange, readingOf } from './run.ts';

export interface FirmChange {
  /** Of the file. */
  readonly line: number;
  readonly uscc: string;
  readonly name: string;
  readonly changed: readonly {
    readonly path: string;
    /** Null where there is none. */
    readonly before: unknown;
    readonly after: unknown;
    /** Who said what is there; null where that is not known. */
    readonly source: string | null;
  }[];
}

/** The first firms that the trial found to change, with each figure as it is and as it would be; each look is recorded. */
export async function changesOf(
  deps: Deps,
  record: KeptImport,
  principal: Principal,
  requestId?: string,
): Promise<readonly FirmChange[]> {
  const { dryRun, run } = record;
  if (run || dryRun?.state !== 'done' || dryRun.changing.length === 0) return [];
  const lines = ((await linesOf(deps.store, record)) ?? []).filter(({ number }) => dryRun.changing.includes(number));
  const reading = readingOf(deps, record);
  const { fields } = reading.dictionary;
  const found = await Promise.all(
    lines.map(async ({ number, row }): Promise<FirmChange | undefined> => {
      const read = readLine(row, number, reading);
      if (!read.ok) return undefined;
      const { uscc } = read.answers;
      const company = await getCompany(deps.store, uscc);
      if (!company || !(await mayChange(deps, principal, uscc))) return undefined;
      const after = applied(company.profile, read.answers, number, reading);
      if (!after.ok) return undefined;
      await recordLook(deps, principal, { uscc, object: `v${company.version}`, requestId });
      const now = withoutNulls(after.profile);
      const [was, will] = [answersOf(company.profile, fields), answersOf(now, fields)];
      const { name } = company.profile;
      const changed = changedPaths(company.profile, now, fields).map((path) => ({
        path,
        before: was.get(path) ?? null,
        after: will.get(path) ?? null,
        source: sourceOf(company.profile, path),
      }));
      return { line: number, uscc, name: typeof name === 'string' ? name : uscc, changed };
    }),
  );
  return found.flatMap((one) => one ?? []);
}
