import { stateAt, VERDICTS } from '../../../rules/engine/board.ts';
import { assess } from '../../../rules/engine/evaluate.ts';
import { loadCatalogue, type Catalogue } from '../../../rules/engine/load.ts';
import { countPopulation } from '../../../rules/engine/counting.ts';
import { eachFirm, verdictsOn } from '../../../rules/engine/population.ts';
import { simulate } from '../../../rules/engine/simulation.ts';
import { nextQuestion } from '../../../rules/engine/question.ts';
import type { Profile, Rules } from '../../../rules/engine/types.ts';
import { loadArtefact } from '../../../rules/cli/catalogue.ts';
import { DISTRICT_DAY, makeDistrict } from '../../../seeds/district/make.ts';
import { below, median, none, type Row, row } from '../report.ts';
import type { Options } from '../section.ts';

const ROUNDS = 5;

/** A whole city against the whole catalogue, one changed threshold, and the next question. */
export function measure({ quick }: Options): Promise<Row[]> {
  const { rules } = loadArtefact('zh');
  const catalogue = loadCatalogue(rules);
  const city = district(quick ? 5_000 : 100_000);
  const quarter = city.slice(0, 10_000);
  const changed = loadCatalogue(withRaisedThreshold(rules));
  // Once unmeasured: what is measured is a process that has run for a while.
  countPopulation(catalogue, quarter, DISTRICT_DAY, { near: false });
  simulate(catalogue, changed, quarter, DISTRICT_DAY);
  const size = city.length.toLocaleString('en');
  const rows = [
    row(
      `${size} firms, whole catalogue: verdicts and what blocks`,
      seconds(1, () => countPopulation(catalogue, city, DISTRICT_DAY, { near: false })),
      's',
      below(6),
    ),
    row(
      `${quarter.length.toLocaleString('en')} firms, whole catalogue: verdicts and what blocks`,
      seconds(ROUNDS, () => countPopulation(catalogue, quarter, DISTRICT_DAY, { near: false })),
      's',
      below(2),
    ),
    row(
      `${quarter.length.toLocaleString('en')} firms: the same with who is near and by how much`,
      seconds(1, () => countPopulation(catalogue, quarter, DISTRICT_DAY)),
      's',
    ),
    row(
      `${size} firms, one changed threshold`,
      seconds(ROUNDS, () => simulate(catalogue, changed, city, DISTRICT_DAY)),
      's',
      below(1),
    ),
    row('next question, whole catalogue', 1000 * questionSeconds(catalogue, quarter.slice(0, 200)), 'ms', below(5)),
    row(
      `verdicts of ${quarter.length.toLocaleString('en')} firms that differ side by side, in turn and alone`,
      differing(catalogue, quarter),
      'verdicts',
      none,
    ),
    row('memory of the process with all of it', process.resourceUsage().maxRSS / 1024, 'MiB', below(1024)),
  ];
  return Promise.resolve(rows);
}

const district = (firms: number): Profile[] => [...makeDistrict({ firms, seed: 20_261_121 })];

function seconds(rounds: number, run: () => unknown): number {
  return median(
    Array.from({ length: rounds }, () => {
      const start = performance.now();
      run();
      return (performance.now() - start) / 1000;
    }),
  );
}

function questionSeconds(catalogue: Catalogue, firms: readonly Profile[]): number {
  for (const firm of firms) nextQuestion(catalogue, firm, DISTRICT_DAY);
  return median(firms.map((firm) => seconds(1, () => nextQuestion(catalogue, firm, DISTRICT_DAY))));
}

/** How many verdicts on the whole catalogue differ between the ways of working them out. */
function differing(catalogue: Catalogue, firms: readonly Profile[]): number {
  const inTurn = verdictsOn(catalogue, DISTRICT_DAY);
  let differences = 0;
  eachFirm(catalogue, firms, DISTRICT_DAY, undefined, (board, planned, lane, index) => {
    const firm = firms[index] ?? {};
    const alone = assess(catalogue, firm, DISTRICT_DAY, { gaps: false });
    const verdicts = inTurn(firm);
    planned.forEach(({ measure, verdict }, place) => {
      const said = alone(measure).verdict;
      if (said !== VERDICTS[stateAt(board, verdict, lane)] || said !== verdicts[place]) differences += 1;
    });
  });
  return differences;
}

/** The high-tech certification as it would be if two years since registration were asked for. */
function withRaisedThreshold(rules: Rules): Rules {
  const text = JSON.stringify(rules.measures.find(({ id }) => id === 'cn-hnte'));
  const raised = JSON.parse(text.replace('["num",365]', '["num",730]')) as Rules['measures'][number];
  if (JSON.stringify(raised) === text) throw new Error('cn-hnte has no threshold of 365 days');
  return { ...rules, measures: rules.measures.map((each) => (each.id === raised.id ? raised : each)) };
}
