import { setUp } from '../adapter.ts';
import { completed } from '../completions.ts';
import { judge } from '../oracle.ts';
import { type Firm, makeProfiles, random } from '../profiles.ts';
import { none, type Row, row } from '../report.ts';
import type { Options } from '../section.ts';

/** Of how many firms it is asked of engines that take seconds for a hundred. */
const SLOW: Readonly<Record<string, number>> = { publicodes: 100, feelin: 50 };

/** An answer that the oracle leaves open, and how many completions of the missing answers made it a yes. */
interface Open {
  readonly firm: Firm;
  readonly measures: ReadonlyMap<number, number>;
}

/**
 * Of the answers that the oracle leaves open, which does an engine settle, and is that a promise that can break? One
 * breaks where some completion of the missing answers, drawn from other firms, makes the measure come out the other way.
 */
export async function measure({ quick, engines }: Options): Promise<Row[]> {
  const draws = quick ? 30 : 100;
  const open = openAnswers(makeProfiles(300), draws);
  const counts = open.flatMap(({ measures }) => [...measures.values()]);
  console.log(
    `${counts.length} open answers, ${draws} completions each: always yes ${counts.filter((yes) => yes === draws).length}, always no ${counts.filter((yes) => yes === 0).length}`,
  );
  const rows: Row[] = [];
  for (const engine of engines.filter(({ batch, inFlight }) => !batch && inFlight === undefined)) {
    const adapter = await setUp(engine, 'result');
    const said = { yes: 0, no: 0, brokenYes: 0, brokenNo: 0 };
    for (const { firm, measures } of engine.name in SLOW ? open.slice(0, SLOW[engine.name]) : open) {
      const outcomes = adapter.outcomes(await adapter.run(firm));
      for (const [index, yes] of measures) {
        if (outcomes[index] === true) {
          said.yes += 1;
          if (yes < draws) said.brokenYes += 1;
        } else if (outcomes[index] === false) {
          said.no += 1;
          if (yes > 0) said.brokenNo += 1;
        }
      }
    }
    console.log(
      `${engine.name.padEnd(18)} said yes ${String(said.yes).padStart(5)}, can break ${String(said.brokenYes).padStart(5)}; said no ${String(said.no).padStart(5)}, can break ${String(said.brokenNo).padStart(5)}`,
    );
    if (engine.name === 'ceyin')
      rows.push(
        row(`yes that ${draws} completions can break`, said.brokenYes, 'answers', none),
        row(`no that ${draws} completions can break`, said.brokenNo, 'answers', none),
      );
  }
  return rows;
}

function openAnswers(firms: readonly Firm[], draws: number): Open[] {
  const next = random(99);
  return firms.map((firm) => {
    const measures = new Map<number, number>(
      judge(firm).flatMap((truth, index) => (truth === undefined ? [[index, 0] as const] : [])),
    );
    for (let draw = 0; draw < draws; draw += 1) {
      const outcomes = judge(completed(firm, next));
      for (const [index, yes] of measures) if (outcomes[index] === true) measures.set(index, yes + 1);
    }
    return { firm, measures };
  });
}
