import { MODES, setUp } from '../adapter.ts';
import { compare, compareCriteria, type Difference, isExtra, isWrong } from '../compare.ts';
import { counterexample } from '../completions.ts';
import { openFull, openResult, openTrace, readRules } from '../engines/ceyin.ts';
import { ARTEFACT } from '../paths.ts';
import { makeProfiles } from '../profiles.ts';
import { none, type Row, row } from '../report.ts';
import type { Options } from '../section.ts';

const SHARES = [0, 0.2];
/** The part of the firms that is enough for engines which take seconds for a hundred. */
const SLOW: Readonly<Record<string, number>> = { publicodes: 1 / 3, feelin: 1 / 6 };

/** What every engine says against what the oracle says; ours has to be right, and to prove what it decides beyond that. */
export async function measure({ quick, engines }: Options): Promise<Row[]> {
  const count = quick ? 60 : 300;
  const judged = engines.filter(({ batch, inFlight }) => !batch && inFlight === undefined);
  const table: Record<string, unknown>[] = [];
  for (const missing of SHARES)
    for (const engine of judged)
      for (const mode of MODES) {
        const firms = makeProfiles(count * (SLOW[engine.name] ?? 1), { missing });
        const { tally } = await compare(await setUp(engine, mode), firms);
        table.push({ missing, name: engine.name, mode, ...tally });
      }
  console.log('answers as oracle>engine');
  console.table(table);
  return ours(count, quick ? 500 : 4000);
}

async function ours(count: number, tries: number): Promise<Row[]> {
  const complete = makeProfiles(count, { missing: 0 });
  const partial = makeProfiles(count);
  const rules = readRules(ARTEFACT);
  const [result, trace, full] = [openResult(rules), openTrace(rules), openFull(rules)];
  const onPartial = [
    (await compare(result, partial)).differences,
    (await compare(trace, partial)).differences,
  ] as const;
  const onComplete = [
    ...(await compare(result, complete)).differences,
    ...(await compare(trace, complete)).differences,
    ...(await compare(full, complete)).differences,
  ];
  const beyond = onPartial[0].filter(isExtra);
  const criteria = [...compareCriteria(trace, partial), ...compareCriteria(full, partial)];
  return [
    row(
      'answers that contradict the oracle or leave open what it decides',
      onComplete.length + onPartial.flat().filter(isWrong).length,
      'answers',
      none,
    ),
    row('answers in which result and trace differ', apart(...onPartial), 'answers', none),
    row('answers decided where the oracle leaves them open', beyond.length, 'answers'),
    row(`… of which one of ${tries} completions says the opposite`, undone(beyond, tries), 'answers', none),
    row(
      'criteria of the trace and of the full result that contradict the oracle',
      compareCriteria(trace, complete).length +
        compareCriteria(full, complete).length +
        criteria.filter(isWrong).length,
      'criteria',
      none,
    ),
    row('criteria decided where the oracle leaves them open', criteria.length, 'criteria'),
    row('… of which one of 100 completions says the opposite', undone(criteria, 100), 'criteria', none),
  ];
}

const undone = (differences: readonly Difference[], tries: number): number =>
  differences.filter(({ firm, measure, said }) => counterexample(firm, measure, said === true, tries)).length;

/** Where one way of asking differs from the oracle and the other does not, or otherwise. */
function apart(a: readonly Difference[], b: readonly Difference[]): number {
  const within = (list: readonly Difference[], { firm, measure, said }: Difference): boolean =>
    list.some((each) => each.firm === firm && each.measure === measure && each.said === said);
  return a.filter((each) => !within(b, each)).length + b.filter((each) => !within(a, each)).length;
}
