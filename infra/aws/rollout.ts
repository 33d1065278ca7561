/**
 * New code of what people wait for reaches a tenth of the requests first (灰度发布): where it fails within five minutes,
 * every request goes back to the code before, and the deployment ends as failed.
 */
import { Duration, type Stack } from 'aws-cdk-lib';
import { Alarm, Stats, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { LambdaApplication, LambdaDeploymentConfig, LambdaDeploymentGroup } from 'aws-cdk-lib/aws-codedeploy';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, type Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { acknowledge } from './acknowledge.ts';
import { allow } from './function.ts';
import type { Http } from './http.ts';
import type { Settings } from './settings.ts';

const LIVE = 'live';
/** Answers of 5xx within a minute that are too many, whichever function gave them. */
const MOST_FAILURES = 5;

/** Where requests for the function go: first made, then {@link rollOut rolled out} once there is an HTTP API to watch. */
export const liveOf = (stack: Stack, name: string, made: Lambda): Alias =>
  new Alias(stack, `${name}Live`, { aliasName: LIVE, version: made.currentVersion });

export function rollOut(
  stack: Stack,
  { name: stage }: Settings,
  { stage: answers }: Http,
  live: Readonly<Record<string, Alias>>,
): void {
  const application = new LambdaApplication(stack, 'Rollouts', { applicationName: `ceyin-${stage}-${stack.node.id}` });
  const role = new Role(stack, 'RolloutRole', {
    assumedBy: new ServicePrincipal('codedeploy.amazonaws.com'),
    description: 'Ceyin: turns requests to new code, and back',
    inlinePolicies: {
      aliases: allow(
        ['lambda:GetAlias', 'lambda:UpdateAlias', 'lambda:GetProvisionedConcurrencyConfig'],
        Object.values(live).map(({ functionArn }) => functionArn),
      ),
      alarms: allow(['cloudwatch:DescribeAlarms'], ['*']),
    },
  });
  acknowledge(role, 'IAM5[Resource::*]', 'CodeDeploy lists alarms, which takes no resource.');
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
  for (const [name, alias] of Object.entries(live)) {
    new LambdaDeploymentGroup(stack, `${name}Rollout`, {
      application,
      deploymentGroupName: name,
      alias,
      // As it stands: the policy that AWS keeps for it may turn any function.
      role: role.withoutPolicyUpdates(),
      deploymentConfig: LambdaDeploymentConfig.CANARY_10PERCENT_5MINUTES,
      alarms: [failing, alarm(name, alias.metricErrors(minute), 1)],
    });
  }
}
