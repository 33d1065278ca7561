/** Runs the sections of the bench, prints every figure with its bar, and ends with 1 where one is missed. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Engine, ENGINES, engineNamed, isInstalled } from './adapter.ts';
import { buildArtefact } from './artefact.ts';
import { HERE } from './paths.ts';
import { format, type Row } from './report.ts';
import type { Options, Section } from './section.ts';

/** Correctness comes before speed; other sections follow in the order of their names. */
const FIRST = ['agreement', 'promises', 'speed', 'cold'];

const USAGE = 'npm run bench -- [--only SECTION[,SECTION]] [--engines NAME[,NAME]] [--quick]';

const failed = await main();
if (failed) process.exitCode = 1;

async function main(): Promise<boolean> {
  const names = sectionNames();
  const asked = arguments_(names);
  if (typeof asked === 'string') {
    console.error(
      `${asked}\n${USAGE}\nsections: ${names.join(', ')}\nengines: ${ENGINES.map(({ name }) => name).join(', ')}`,
    );
    process.exitCode = 2;
    return false;
  }
  const { sections, options } = asked;
  buildArtefact();
  const rows: Row[] = [];
  for (const name of sections) {
    console.log(`\n== ${name}`);
    rows.push(...(await (await sectionAt(name))(options)));
  }
  console.log(`\n== figures\n${format(rows)}`);
  const missed = rows.filter(({ ok }) => ok === false).length;
  console.log(`\n${rows.filter(({ ok }) => ok === true).length} bars met, ${missed} missed`);
  return missed > 0;
}

function sectionNames(): string[] {
  const there = readdirSync(join(HERE, 'sections')).flatMap((file) =>
    file.endsWith('.ts') ? [file.slice(0, -'.ts'.length)] : [],
  );
  return [...FIRST, ...there.filter((name) => !FIRST.includes(name)).sort()];
}

async function sectionAt(name: string): Promise<Section> {
  const module: unknown = await import(new URL(`sections/${name}.ts`, import.meta.url).href);
  if (!isSectionModule(module)) throw new Error(`sections/${name}.ts exports no measure(options)`);
  return (options) => module.measure(options);
}
function isSectionModule(module: unknown): module is { measure: Section } {
  return typeof module === 'object' && module !== null && 'measure' in module && typeof module.measure === 'function';
}

/** What is asked for, or what is wrong with it. */
function arguments_(names: readonly string[]): { sections: readonly string[]; options: Options } | string {
  let given;
  try {
    given = parseArgs({
      options: { only: { type: 'string' }, engines: { type: 'string' }, quick: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const sections = given.only?.split(',') ?? names;
  const noSection = sections.find((name) => !names.includes(name));
  if (noSection !== undefined) return `there is no section “${noSection}”`;
  const wanted = given.engines?.split(',') ?? ENGINES.map(({ name }) => name);
  const noEngine = wanted.find((name) => !ENGINES.some((engine) => engine.name === name));
  if (noEngine !== undefined) return `there is no engine “${noEngine}”`;
  return { sections, options: { quick: given.quick, engines: wanted.map(engineNamed).filter(saysWhenAbsent) } };
}

function saysWhenAbsent(engine: Engine): boolean {
  if (isInstalled(engine)) return true;
  console.log(`${engine.name} is left out: ${engine.package ?? ''} is not installed`);
  return false;
}
