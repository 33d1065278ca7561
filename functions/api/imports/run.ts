/**
 * Going through an import's lines, to try or in earnest (试运行, 导入). In portions: after each the record says how far it
 * is, so a broken-off pass goes on where it stopped. Within a portion each line is saved together with a mark of its
 * outcome, so that a line dealt with before the break neither happens nor counts twice.
 */
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Profile } from '#rules/engine/types.ts';
import { BodyTooLarge } from '#functions/store/parts.ts';
import type { Principal } from '#functions/identity/principal.ts';
import type { Write } from '#functions/store/port.ts';
import { actorOf, writeAudited } from '../audit/record.ts';
import { answersOf, changedPaths, isOwn, withoutNulls, withProvenance } from '../companies/answers.ts';
import { assignWrites } from '../companies/people.ts';
import { getCompany, saveProfile, type Company } from '../companies/repository.ts';
import { canonical } from '../audit/canonical.ts';
import type { Deps } from '../deps.ts';
import type { Words } from './cells.ts';
import type { Dictionary } from './columns.ts';
import {
  applied,
  codeColumn,
  faultIn,
  readLine,
  type Answers,
  type Applied,
  type LineFault,
  type Reading,
} from './line.ts';
import {
  faultWrites,
  forgetFaults,
  importBy,
  importedWrite,
  importWrite,
  lastImported,
  linesOf,
  markedOutcome,
  markWrite,
  NEW_PASS,
  type KeptImport,
  type Line,
  type Outcome,
  type Pass,
  type PassName,
} from './repository.ts';

export interface Running {
  readonly principal: Principal;
  readonly pass: PassName;
  /** At most so many lines, then it comes back `running`; to be told again. */
  readonly most: number;
  /** Whether what firms filled in themselves may be changed; counts where an import begins. */
  readonly overwrite?: boolean;
  readonly requestId?: string | undefined;
}
/** Lines looked at side by side; one write of the record for each portion. */
const PORTION = 50;

/** The pass further on, begun where it was not; undefined where the import is gone. Someone else may be running it too. */
export async function advance(deps: Deps, id: string, running: Running): Promise<KeptImport | undefined> {
  const { store } = deps;
  const { principal, pass, most } = running;
  let record = await importBy(store, principal.subject, id);
  const lines = record && (await linesOf(store, record));
  if (!record || !lines) return undefined;
  // A trial that is over is made anew; what was done in earnest stays done.
  if (pass === 'dryRun' && record.dryRun?.state === 'done') record = { ...record, dryRun: null };
  if (pass === 'run' && !record.run) record = { ...record, overwrite: running.overwrite === true };
  const begunAt = record[pass]?.next ?? 0;
  const first = firstLines(lines, readingOf(deps, record));
  for (let at = begunAt; record && (at === begunAt || at < begunAt + most); at = record?.[pass]?.next ?? Infinity) {
    if (record[pass]?.state === 'done') return record;
    if (!record[pass] || record[pass].next === 0) await forgetFaults(store, record, pass);
    const before: Pass = record[pass] ?? NEW_PASS;
    const portion = lines.slice(before.next, before.next + PORTION);
    const results = await resultsOf(deps, record, running, portion, first);
    const after = passAfter(before, portion, results, lines.length);
    const faults = results.flatMap((result) => result.faults);
    deps.log.info('import-rows', { count: results.length });
    const writes = [
      importWrite({ ...record, [pass]: after }, record.version),
      ...(await faultWrites(store, record, pass, before.next, faults)),
    ];
    // A conflict: someone else runs it as well and was faster. What they wrote is what counts.
    if (after.state === 'done' && pass === 'run') {
      const { requestId } = running;
      await writeAudited(deps, writes, [{ action: 'import.run', by: actorOf(principal), object: id, requestId }]);
    } else await store.write(writes);
    record = await importBy(store, principal.subject, id);
  }
  return record;
}

interface Result {
  readonly outcome: Outcome;
  readonly faults: readonly LineFault[];
  /** How many answers of the firm's own it changes. */
  readonly own?: number;
}

function passAfter(before: Pass, portion: readonly Line[], results: readonly Result[], lines: number): Pass {
  const counts = { ...before.counts };
  for (const { outcome } of results) counts[outcome] += 1;
  const next = before.next + results.length;
  const faults = before.faults + results.reduce((sum, result) => sum + result.faults.length, 0);
  const own = results.flatMap(({ own: count = 0 }) => (count > 0 ? [count] : []));
  const found = portion.flatMap(({ number }, at) => (results[at]?.outcome === 'changed' ? [number] : []));
  const changing = [...before.changing, ...found].slice(0, MOST_CHANGING);
  return {
    state: next < lines ? 'running' : 'done',
    next,
    counts,
    faults,
    own: { firms: before.own.firms + own.length, answers: own.reduce((sum, count) => sum + count, before.own.answers) },
    changing,
  };
}
/** So many firms are named with what changes of them. */
const MOST_CHANGING = 20;

export const dictionaryOf = (deps: Deps): Dictionary => {
  const { rules, texts } = deps.catalogue();
  return { fields: rules.fields, texts };
};
export const readingOf = (deps: Deps, { columns }: KeptImport): Reading => ({
  columns,
  dictionary: dictionaryOf(deps),
  today: todayInBeijing(deps.now()),
});

/** The first line of each firm; a later one is refused, because it is open which of the two counts. */
function firstLines(lines: readonly Line[], { columns, ...reading }: Reading): ReadonlyMap<string, number> {
  const code = columns.findIndex(({ field }) => field === 'uscc');
  const only = { ...reading, columns: columns.slice(code, code + 1) };
  const first = new Map<string, number>();
  for (const { number, row } of lines) {
    const read = readLine(row.slice(code, code + 1), number, only);
    if (read.ok && !first.has(read.answers.uscc)) first.set(read.answers.uscc, number);
  }
  return first;
}

/** Each firm has one line at most that counts, so all of a portion can be dealt with at once. */
async function resultsOf(
  deps: Deps,
  record: KeptImport,
  running: Running,
  lines: readonly Line[],
  first: ReadonlyMap<string, number>,
): Promise<readonly Result[]> {
  const reading = readingOf(deps, record);
  return Promise.all(
    lines.map(async ({ number, row }): Promise<Result> => {
      const read = readLine(row, number, reading);
      if (!read.ok) return refused(read.faults);
      const { answers } = read;
      const earlier = first.get(answers.uscc);
      if (earlier !== undefined && earlier !== number)
        return refusedBecause(TWICE(earlier), { answers, number, reading });
      return resultOf(deps, record, running, { answers, number, reading });
    }),
  );
}

interface Asked {
  readonly answers: Answers;
  readonly number: number;
  readonly reading: Reading;
}
const MOST_ATTEMPTS = 5;

async function resultOf(deps: Deps, record: KeptImport, running: Running, asked: Asked): Promise<Result> {
  const { store } = deps;
  const { answers, number, reading } = asked;
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
    const marked = running.pass === 'run' ? await markedOutcome(store, record, number) : undefined;
    const before = await getCompany(store, answers.uscc);
    // Saved before the break: what is to be checked is told as it would have been.
    if (marked) return { outcome: marked, faults: checksOf(applied(before?.profile ?? {}, answers, number, reading)) };
    if (before && !(await mayChange(deps, running.principal, answers.uscc))) return refusedBecause(NOT_YOURS, asked);
    if (before && (await lastImported(store, answers.uscc)) === answers.hash)
      return { outcome: 'unchanged', faults: [] };
    const after = applied(before?.profile ?? {}, answers, number, reading);
    if (!after.ok) return refused(after.faults);
    const outcome = !before ? 'created' : differs(before, after.profile, reading) ? 'changed' : 'unchanged';
    const faults = after.checks;
    const own = before ? ownChanged(before, after.profile, reading).length : 0;
    if (running.pass === 'dryRun') return { outcome, faults, own };
    if (own > 0 && !record.overwrite) return refusedBecause(OWN_ANSWERS(own), asked);
    const saved = await saveLine(deps, record, running, { ...asked, before, profile: after.profile, outcome });
    if (saved === 'saved') return { outcome, faults, own };
    if (saved === 'too-large') return refusedBecause(TOO_LARGE, asked);
  }
  return refusedBecause(BUSY, asked);
}

const checksOf = (after: Applied): readonly LineFault[] => (after.ok ? after.checks : []);

export const mayChange = async ({ relations }: Deps, { role, subject }: Principal, uscc: string): Promise<boolean> =>
  role === 'operator' || (await relations.assignedTo(subject, uscc));

/** Whether saving would change anything, where values come from included. */
function differs(before: Company, profile: Profile, { dictionary: { fields } }: Reading): boolean {
  const after = withProvenance(before.profile, withoutNulls(profile), fields, 'manager');
  return changedPaths(before.profile, after, fields).length > 0 || canonical(after) !== canonical(before.profile);
}

/** The answers that the firm gave itself and that would be others. */
const ownChanged = ({ profile }: Company, after: Profile, { dictionary: { fields } }: Reading): readonly string[] => {
  const was = answersOf(profile, fields);
  return changedPaths(profile, withoutNulls(after), fields).filter((path) => was.has(path) && isOwn(profile, path));
};

async function saveLine(
  deps: Deps,
  record: KeptImport,
  { principal, requestId }: Running,
  line: Asked & {
    readonly before: Company | undefined;
    readonly profile: Profile;
    readonly outcome: Exclude<Outcome, 'refused'>;
  },
): Promise<'saved' | 'again' | 'too-large'> {
  const { answers, number, reading, before, profile, outcome } = line;
  const { uscc, hash } = answers;
  const since = deps.now().toISOString();
  const { subject, name, role } = principal;
  const more: readonly Write[] = [
    markWrite(record, number, outcome),
    importedWrite(uscc, hash, since),
    ...(!before && role === 'manager' ? assignWrites(uscc, { subject, name, since }) : []),
  ];
  try {
    const saving = {
      uscc,
      profile,
      before,
      by: actorOf(principal),
      source: 'manager',
      requestId,
      more: () => more,
    } as const;
    const result = await saveProfile({ ...deps, fields: reading.dictionary.fields }, saving);
    return result.ok ? 'saved' : 'again';
  } catch (error) {
    if (error instanceof BodyTooLarge) return 'too-large';
    throw error;
  }
}

const refused = (faults: readonly LineFault[]): Result => ({ outcome: 'refused', faults });
const refusedBecause = (words: Words, { answers, number, reading: { columns } }: Asked): Result =>
  refused([faultIn(codeColumn(columns), number, words, answers.typed)]);

const TWICE = (line: number): Words => ({
  zh: `与第 ${line} 行是同一家企业；每家企业只填一行，请合并`,
  en: `This is the same firm as line ${line}; give each firm one line and merge them.`,
});
const NOT_YOURS: Words = {
  zh: '这家企业不由您服务，不能导入；请联系区里指派，或删去这一行',
  en: 'You do not look after this firm; have it assigned to you, or take the line out.',
};
const OWN_ANSWERS = (count: number): Words => ({
  zh: `会改动企业自己填写的 ${count} 项，没有勾选改写，这一行没有导入；请先与企业核对，再勾选重新导入`,
  en: `This would change ${count === 1 ? 'an answer' : `${count} answers`} that the firm gave itself, which was not ticked, so the line was left out; check with the firm, then import it again with the tick.`,
});
const TOO_LARGE: Words = { zh: '这家企业的资料过大，无法保存', en: 'This firm’s profile is too large to be kept.' };
const BUSY: Words = {
  zh: '这家企业的资料正被他人修改，请稍后重新导入这一行',
  en: 'This firm is being changed by others; import the line again later.',
};
