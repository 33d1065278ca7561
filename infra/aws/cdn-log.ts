/** What is noted of a request that reaches the CDN (访问日志): who asked when, and how it went. */
import type { Stack } from 'aws-cdk-lib';
import type { Distribution } from 'aws-cdk-lib/aws-cloudfront';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnDelivery, CfnDeliveryDestination, CfnDeliverySource } from 'aws-cdk-lib/aws-logs';
import { newLog } from './function.ts';
import type { Settings } from './settings.ts';

/** Neither path nor query, referer or cookie: a path may name a firm, and a proof’s holds the id that opens it. */
const NOTED = [
  'date',
  'time',
  'c-ip',
  'cs-method',
  'sc-status',
  'sc-bytes',
  'time-taken',
  'x-edge-result-type',
  'x-edge-request-id',
];

export function keepCdnLog(stack: Stack, settings: Settings, distribution: Distribution): void {
  const name = `ceyin-${settings.name}-cdn`;
  const log = newLog(stack, 'CdnLog', settings);
  log.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [`${log.logGroupArn}:log-stream:*`],
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'logs', resource: '*' }) },
      },
    }),
  );
  const source = new CfnDeliverySource(stack, 'CdnLogSource', {
    name,
    logType: 'ACCESS_LOGS',
    resourceArn: distribution.distributionArn,
  });
  const destination = new CfnDeliveryDestination(stack, 'CdnLogDestination', {
    name,
    destinationResourceArn: log.logGroupArn,
    outputFormat: 'json',
  });
  const delivery = new CfnDelivery(stack, 'CdnLogDelivery', {
    deliverySourceName: source.ref,
    deliveryDestinationArn: destination.attrArn,
    recordFields: NOTED,
  });
  delivery.node.addDependency(source, destination);
}
