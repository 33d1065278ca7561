/** The stages of `stages.yaml` as CloudFormation templates, made once for all tests, over bundles that are empty. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { addStage, newApp } from '../../infra/aws/ceyin.ts';
import { stagesFrom, type Settings } from '../../infra/aws/settings.ts';

export const STACKS = ['data', 'functions', 'portal', 'watch'] as const;
export type StackName = (typeof STACKS)[number];

const Resource = z.object({
  Type: z.string(),
  DependsOn: z.array(z.string()).default([]),
  UpdatePolicy: z.unknown().optional(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
});
export type Resource = z.infer<typeof Resource>;
const Template = z.object({
  Resources: z.record(z.string(), Resource),
  Outputs: z.record(z.string(), z.unknown()).default({}),
});

export interface Deployed {
  readonly settings: Settings;
  readonly stacks: Readonly<Record<StackName, z.infer<typeof Template>>>;
  /** All resources of a type, by stack and logical id. */
  readonly all: (type: string) => readonly (Resource & { readonly id: string; readonly stack: StackName })[];
  /** Everything as one text. */
  readonly text: string;
}

export const stagesFile = (): string =>
  readFileSync(fileURLToPath(new URL('../../infra/aws/stages.yaml', import.meta.url)), 'utf8');

export function stageIn(region: string): Settings {
  const read = stagesFrom(stagesFile(), { region });
  const [stage] = read.ok ? read.stages : [];
  if (!stage) throw new Error(`There is no stage in ${region}.`);
  return stage;
}

/** Throws where the rule pack objects to anything. */
export function synthesised(stages: readonly Settings[]): readonly Deployed[] {
  const folder = mkdtempSync(join(tmpdir(), 'ceyin-aws-'));
  const code = join(folder, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'index.mjs'), '');
  try {
    const app = newApp({ outdir: join(folder, 'out'), schema: false });
    for (const settings of stages) addStage(app, settings, () => code);
    const assembly = app.synth();
    return stages.map((settings) => {
      const made = assembly.getNestedAssembly(`assembly-${settings.name}`).stacks;
      const templateOf = (name: StackName) =>
        Template.parse(made.find(({ stackName }) => stackName.endsWith(`-${name}`))?.template);
      return deployed(settings, {
        data: templateOf('data'),
        functions: templateOf('functions'),
        portal: templateOf('portal'),
        watch: templateOf('watch'),
      });
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function deployed(settings: Settings, stacks: Deployed['stacks']): Deployed {
  return {
    settings,
    stacks,
    text: JSON.stringify(stacks),
    all: (type) =>
      STACKS.flatMap((stack) =>
        Object.entries(stacks[stack].Resources).flatMap(([id, resource]) =>
          resource.Type === type ? [{ ...resource, id, stack }] : [],
        ),
      ),
  };
}
