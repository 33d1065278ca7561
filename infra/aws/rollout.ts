/**
 * New code of what people wait for reaches a tenth of the requests first (灰度发布): where it fails within five minutes,
 * every request goes back to the code before, and the deployment ends as failed.
 */
import { Duration, type Stack } from 'aws-cdk-lib';
import { Alarm, Metric, Stats, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnApplication, CfnDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnAlias, Function as Lambda, type IFunction } from 'aws-cdk-lib/aws-lambda';
import { acknowledge } from './acknowledge.ts';
import { allow } from './function.ts';
import type { Http } from './http.ts';
import type { Settings } from './settings.ts';

const LIVE = 'live';
/** Answers of 5xx within a minute that are too many, whichever function gave them. */
const MOST_FAILURES = 5;

/** A function behind a name that points to one of its versions, or to two while new code is tried. */
export interface Live {
  readonly name: string;
  readonly of: Lambda;
  readonly alias: CfnAlias;
  /** Where requests go. */
  readonly target: IFunction;
}

/** First made, then {@link rollOut rolled out} once there is an HTTP API to watch. */
export function liveOf(stack: Stack, name: string, made: Lambda): Live {
  const alias = new CfnAlias(stack, `${name}Live`, {
    name: LIVE,
    functionName: made.functionName,
    functionVersion: made.currentVersion.version,
  });
  const target = Lambda.fromFunctionAttributes(stack, `${name}Target`, {
    functionArn: alias.ref,
    sameEnvironment: true,
  });
  return { name, of: made, alias, target };
}

export function rollOut(
  stack: Stack,
  { name: stage }: Settings,
  { stage: answers }: Http,
  live: readonly Live[],
): void {
  const application = new CfnApplication(stack, 'Rollouts', {
    applicationName: `ceyin-${stage}-${stack.node.id}`,
    computePlatform: 'Lambda',
  });
  const role = newRole(stack, live);
  const minute = { statistic: Stats.SUM, period: Duration.minutes(1) };
  const alarm = (of: string, metric: IMetric, threshold: number): Alarm =>
    new Alarm(stack, `rollout-${of}`, {
      alarmName: `ceyin-${stage}-rollout-${of}-of-${stack.node.id}`,
      alarmDescription: `新版本出错则自动退回（${of}）。New code goes back where it fails (${of}).`,
      metric,
      threshold,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  const failing = alarm('answers', answers.metricServerError(minute), MOST_FAILURES);
  for (const { name, of, alias } of live) {
    const errors = new Metric({
      namespace: 'AWS/Lambda',
      metricName: 'Errors',
      dimensionsMap: { FunctionName: of.functionName, Resource: `${of.functionName}:${LIVE}` },
      ...minute,
    });
    const group = new CfnDeploymentGroup(stack, `${name}Rollout`, {
      applicationName: application.ref,
      deploymentGroupName: name,
      serviceRoleArn: role.roleArn,
      deploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
      deploymentStyle: { deploymentType: 'BLUE_GREEN', deploymentOption: 'WITH_TRAFFIC_CONTROL' },
      alarmConfiguration: {
        enabled: true,
        alarms: [failing, alarm(name, errors, 1)].map(({ alarmName }) => ({ name: alarmName })),
      },
      autoRollbackConfiguration: {
        enabled: true,
        events: ['DEPLOYMENT_FAILURE', 'DEPLOYMENT_STOP_ON_ALARM', 'DEPLOYMENT_STOP_ON_REQUEST'],
      },
    });
    alias.cfnOptions.updatePolicy = {
      codeDeployLambdaAliasUpdate: { applicationName: application.ref, deploymentGroupName: group.ref },
    };
  }
}

function newRole(stack: Stack, live: readonly Live[]): Role {
  const role = new Role(stack, 'RolloutRole', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    description: 'Ceyin: turns requests to new code, and back',
    inlinePolicies: {
      // By their names: an alias waits for its group, and that for this role.
      aliases: allow(
        ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
        live.map(({ of }) => `${of.functionArn}:${LIVE}`),
      ),
      alarms: allow(['cloudwatch:DescribeAlarms'], ['*']),
    },
  });
  acknowledge(role, 'IAM5[Resource::*]', 'CodeDeploy lists alarms, which takes no resource.');
  return role;
}
