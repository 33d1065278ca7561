/** `npm run -s seed -- [--firms N] [--seed S] [--as-of D] [--out FILE|-]`: a synthetic district with its people and demand. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadArtefact } from '#rules/cli/catalogue.ts';
import { InputFault, parsed } from '#rules/cli/run.ts';
import { isIsoDate } from '#rules/engine/calendar.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { verdictsOn } from '#rules/engine/population.ts';
import type { IsoDate, Profile, Verdict } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { contents, type SeedKind } from './contents.ts';
import { MEASURES } from './demand/make.ts';
import { DISTRICT_DAY } from './district/make.ts';
import { isErrno, ndjsonSink } from './sink.ts';

const USAGE = 'usage: npm run -s seed -- [--firms N] [--seed S] [--as-of YYYY-MM-DD] [--out FILE|-]';
/** More would not be a district. */
const MOST_FIRMS = 1_000_000;
const FIRMS_FOLDER = join(dirname(fileURLToPath(import.meta.url)), 'firms');

interface Arguments {
  readonly firms: number;
  readonly seed: number;
  readonly asOf: IsoDate;
  readonly out: string;
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

async function seed({ firms, seed: number, asOf, out }: Arguments): Promise<void> {
  const sink = openSink(out);
  const { rules } = loadArtefact('zh');
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
        },
      }),
    USAGE,
  );
  const { 'as-of': asOf, out } = values;
  if (!isIsoDate(asOf)) throw new InputFault([`--as-of: “${asOf}” is not a day of the calendar; write 2026-07-01`]);
  return {
    firms: whole('--firms', values.firms, MOST_FIRMS),
    seed: whole('--seed', values.seed, 2 ** 31 - 1),
    asOf,
    out,
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
