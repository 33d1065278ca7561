/**
 * `npm run synth -- [--stage NAME] [--region REGION]` writes the templates to `build/cdk`; `npx cdk` runs the same app
 * (there: `-c stage=NAME`, `-c region=REGION`). Needs neither the network nor an account.
 */
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { builtBundle, NoBundle } from './bundles.ts';
import { addStage, newApp } from './ceyin.ts';
import { stagesFrom, type Settings } from './settings.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({ options: { stage: { type: 'string' }, region: { type: 'string' } } });
const byCdk = process.env.CDK_OUTDIR !== undefined;
const outdir = byCdk ? undefined : here('../../build/cdk');
if (outdir !== undefined) rmSync(outdir, { recursive: true, force: true });
const app = newApp({ schema: true, ...(outdir === undefined ? {} : { outdir }) });
const asked = (name: 'stage' | 'region'): string | undefined => {
  const given: unknown = values[name] ?? app.node.tryGetContext(name);
  return typeof given === 'string' ? given : undefined;
};

const read = stagesFrom(readFileSync(here('stages.yaml'), 'utf8'), { stage: asked('stage'), region: asked('region') });
if (read.ok) synth(read.stages);
else complain(read.why);

function synth(stages: readonly Settings[]): void {
  try {
    for (const settings of stages) addStage(app, settings, builtBundle);
    app.synth();
  } catch (error) {
    if (!(error instanceof NoBundle)) throw error;
    complain(error.message);
    return;
  }
  if (byCdk || process.exitCode) return;
  for (const { name, region } of stages) console.log(`${name} (${region}): data, functions, portal, watch`);
}

function complain(why: string): void {
  console.error(why);
  process.exitCode = 1;
}
