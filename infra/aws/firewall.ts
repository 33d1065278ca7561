/** Who is turned away before a request reaches anything of ours (防火墙). */
import type { Stack } from 'aws-cdk-lib';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import type { Settings } from './settings.ts';

/** Requests of one address within five minutes; an office of a hundred people behind one address stays below it. */
const MOST_REQUESTS = 6_000;

/**
 * The ARN of the rules. Of AWS’s own only those that look at who asks and for known holes of servers: the others take a
 * form in Chinese or a spreadsheet for an attack.
 */
export function newFirewall(stack: Stack, { name }: Settings): string {
  const acl = new CfnWebACL(stack, 'Firewall', {
    name: `ceyin-${name}`,
    scope: 'CLOUDFRONT',
    defaultAction: { allow: {} },
    visibilityConfig: seenAs('all'),
    rules: [
      {
        name: 'too-many',
        priority: 0,
        action: { block: { customResponse: { responseCode: 429 } } },
        statement: {
          rateBasedStatement: { aggregateKeyType: 'IP', evaluationWindowSec: 300, limit: MOST_REQUESTS },
        },
        visibilityConfig: seenAs('too-many'),
      },
      ofAws('AWSManagedRulesAmazonIpReputationList', 1),
      ofAws('AWSManagedRulesKnownBadInputsRuleSet', 2),
    ],
  });
  return acl.attrArn;
}

const ofAws = (name: string, priority: number): CfnWebACL.RuleProperty => ({
  name,
  priority,
  overrideAction: { none: {} },
  statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
  visibilityConfig: seenAs(name),
});

/** Counted, but without samples of requests: those hold paths. */
const seenAs = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  sampledRequestsEnabled: false,
});
