/** `npm run -s seed -- [--firms N] [--seed S] [--as-of D] [--out FILE|- | --data DIR]`: a synthetic district with its people and demand. */
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { placesOn } from '#functions/demand/where.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { loadArtefact } from '#rules/cli/catalogue.ts';
import { InputFault, parsed } from '#rules/cli/run.ts';
import { isIsoDate } from '#rules/engine/calendar.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import type { IsoDate, Profile, Rules, Verdict } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { contents, type SeedKind } from './contents.ts';
import { MEASURES } from './demand/make.ts';
import { DISTRICT_DAY } from './district/make.ts';
import { fillingOf, storeSink } from './load.ts';
import { isErrno, ndjsonSink, type Sink } from './sink.ts';

const USAGE = 'usage: npm run -s seed -- [--firms N] [--seed S] [--as-of YYYY-MM-DD] [--out FILE|- | --data DIR]';
/** More would not be a district. */
const MOST_FIRMS = 1_000_000;
const FIRMS_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'firms');

interface Arguments {
  readonly firms: number;
  readonly seed: number;
  readonly asOf: IsoDate;
  readonly out: string;
  /** The folder with the store of the single process; a file or standard output is written where absent. */
  readonly data: string | undefined;
}

try {
  await seed(readArguments());
} catch (error) {
  // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
  if (error instanceof InputFault) {
    for (const line of error.lines) console.error(line);
    process.exitCode = 2;
  } else if (!isErrno(error, 'EPIPE')) throw error;
}

async function seed(args: Arguments): Promise<void> {
  const { firms, seed: number, asOf, data } = args;
  const { rules } = loadArtefact('zh');
  const sink = data === undefined ? openSink(args.out) : await openStore(data, args, rules);
  if (sink === 'full') {
    console.error(`${data ?? ''} holds this district already; nothing to do`);
    return;
  }
  const catalogue = loadCatalogue(rules);
  const verdictsOf = coreVerdicts(catalogue, asOf);
  const records = contents({ firms, seed: number, asOf, demoFirms: demoFirms(catalogue), rules, verdictsOf });
  const counts: Record<SeedKind, number> = { person: 0, firm: 0, assignment: 0, event: 0 };
  for (const record of records) {
    counts[record.kind] += 1;
    await sink.write(record);
  }
  await sink.close();
  console.error(
    `${counts.firm} firms, ${counts.person} people, ${counts.assignment} assignments, ${counts.event} events; all synthetic`,
  );
}

function readArguments(): Arguments {
  const { values } = parsed(
    () =>
      parseArgs({
        options: {
          firms: { type: 'string', default: '2000' },
          seed: { type: 'string', default: '1' },
          'as-of': { type: 'string', default: DISTRICT_DAY },
          out: { type: 'string', default: '-' },
          data: { type: 'string' },
        },
      }),
    USAGE,
  );
  const { 'as-of': asOf, out, data } = values;
  if (!isIsoDate(asOf)) throw new InputFault([`--as-of: “${asOf}” is not a day of the calendar; write 2026-07-01`]);
  return {
    firms: whole('--firms', values.firms, MOST_FIRMS),
    seed: whole('--seed', values.seed, 2 ** 31 - 1),
    asOf,
    out,
    data,
  };
}

function whole(option: string, text: string, most: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= most)) throw new InputFault([`${option}: “${text}” is not a whole number from 0 to ${most}`, USAGE]);
  return value;
}

function openSink(out: string): ReturnType<typeof ndjsonSink> {
  try {
    return ndjsonSink(out);
  } catch (error) {
    throw new InputFault([`--out: “${out}” cannot be written: ${error instanceof Error ? error.message : ''}`]);
  }
}

/** The store of the single process; `full` where it holds the district already. What was cut off half-way goes on. */
async function openStore(data: string, filling: Arguments, rules: Rules): Promise<Sink | 'full'> {
  const { firms, seed: number, asOf } = filling;
  const asked = { firms, seed: number, asOf };
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new InputFault([`--data: “${data}” cannot be written: ${error instanceof Error ? error.message : ''}`]);
  }
  const store = openSqlite(join(data, 'store.sqlite'));
  const before = await fillingOf(store, asked);
  if (before === 'empty' || before === 'half') {
    const sink = storeSink(store, asked, placesOn(rules, asOf));
    return {
      write: (record) => sink.write(record),
      close: async () => {
        await sink.close();
        await store.close();
      },
    };
  }
  await store.close();
  if (before === 'full') return 'full';
  throw new InputFault([`--data: “${data}” holds another synthetic district; give an empty folder`]);
}

/** The hand-written firms of `firms/`, checked like anyone's. */
function demoFirms({ rules }: Catalogue): Profile[] {
  return readdirSync(FIRMS_FOLDER)
    .sort()
    .map((name) => {
      const checked = validateProfile(JSON.parse(readFileSync(join(FIRMS_FOLDER, name), 'utf8')), rules.fields);
      if (!checked.ok)
        throw new InputFault(checked.faults.map(({ path, code }) => `seeds/firms/${name}: ${path}: ${code}`));
      return checked.profile;
    });
}

function coreVerdicts(catalogue: Catalogue, asOf: IsoDate): (profile: Profile) => ReadonlyMap<string, Verdict> {
  const ids = catalogue.rules.measures.map(({ id }) => id).filter((id) => MEASURES.includes(id));
  const verdicts = verdictsOn(catalogue, asOf, ids);
  return (profile) => new Map(verdicts(profile).map((verdict, index) => [ids[index] ?? '', verdict]));
}
