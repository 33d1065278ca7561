/** All stages as an app: four stacks each, cut by how often they change, and checked by the rule pack as they are made. */
import { App, Stage, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { dataStack } from './data.ts';
import type { BundleOf } from './function.ts';
import { functionsStack } from './functions.ts';
import { portalStack } from './portal.ts';
import type { Settings } from './settings.ts';
import { watchStack } from './watch.ts';

interface Options {
  /** Where the templates go; absent, where the CDK says. */
  readonly outdir?: string;
  /** Whether templates are held against the schema of CloudFormation as well, which takes seconds for each stage. */
  readonly schema: boolean;
}

/** An app without stages yet. */
export function newApp({ outdir, schema }: Options): App {
  const app = new App({
    context: FLAGS,
    analyticsReporting: false,
    builtinCloudFormationValidation: schema,
    ...(outdir === undefined ? {} : { outdir }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return app;
}

export function addStage(app: App, settings: Settings, bundleOf: BundleOf): Stage {
  const stage = new Stage(app, settings.name, {
    env: { region: settings.region },
    stageName: `ceyin-${settings.name}`,
  });
  const data = dataStack(stage, settings);
  const making = { settings, data, bundleOf };
  const { functions, http, feed, rematch } = functionsStack(stage, making);
  const { portal } = portalStack(stage, making, http);
  watchStack(stage, settings, { data, http, feed, rematch, functions: { ...functions, portal } });
  Tags.of(stage).add('ceyin:stage', settings.name);
  return stage;
}

/** How the library behaves where it has changed its ways: the new ones. */
const FLAGS = {
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn'],
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
};
