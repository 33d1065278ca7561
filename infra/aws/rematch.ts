/**
 * Re-matching all firms (重新匹配): plan, then every bucket that is not done, then finish; one function makes each step.
 * Progress shows in the map run and in the API. Stopping the execution aborts, and the next one goes on where it was.
 */
import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { acknowledge } from './acknowledge.ts';
import type { Data } from './data.ts';
import { allow, newLog, serviceOf } from './function.ts';
import { REGIONS, type Settings } from './settings.ts';

/** Where the outcome of each bucket is written. */
const REPORTS = 'reports/rematch';

export function newRematch(stack: Stack, data: Data, settings: Settings, worker: Lambda): CfnStateMachine {
  const china = REGIONS[settings.region].partition === 'aws-cn';
  const role = newRole(stack, data, settings, worker);
  const logs = newLog(stack, 'RematchLog', settings);
  const machine = new CfnStateMachine(stack, 'Rematch', {
    stateMachineName: nameOf(settings.name),
    stateMachineType: 'STANDARD',
    roleArn: role.roleArn,
    definition: definitionOf(stack, data, settings, worker),
    loggingConfiguration: {
      level: 'ALL',
      includeExecutionData: false,
      destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: logs.logGroupArn } }],
    },
    tracingConfiguration: { enabled: !china },
  });
  machine.node.addDependency(role);
  if (china) acknowledge(machine, 'SF2', 'There is no X-Ray in the China partition.');
  return machine;
}

/** How the rule pack names the bucket of the data stack. */
const ARCHIVE = 'ExportsOutputFnGetAttArchiveDA4CB258ArnBE8F3792';
const nameOf = (stage: string): string => `ceyin-${stage}-rematch`;

/** In the Amazon States Language. */
function definitionOf({ partition }: Stack, { archive }: Data, { concurrency }: Settings, worker: Lambda): object {
  const step = (payload: object) => ({
    Type: 'Task',
    Resource: `arn:${partition}:states:::lambda:invoke`,
    Parameters: { FunctionName: worker.functionArn, ...payload },
    Retry: [
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 5, MaxAttempts: 3, BackoffRate: 3, JitterStrategy: 'FULL' },
    ],
  });
  return {
    Comment: 'Every firm judged anew, bucket by bucket',
    TimeoutSeconds: 6 * 3600,
    StartAt: 'Plan',
    States: {
      Plan: { ...step({ Payload: { step: 'plan' } }), OutputPath: '$.Payload', Next: 'AnythingToDo' },
      AnythingToDo: {
        Type: 'Choice',
        Choices: [
          { Variable: '$.run', IsNull: true, Next: 'Nothing' },
          { Variable: '$.buckets[0]', IsPresent: true, Next: 'Buckets' },
        ],
        // Every bucket is done, and the districts are still to be counted.
        Default: 'Finish',
      },
      Nothing: { Type: 'Succeed' },
      Buckets: {
        Type: 'Map',
        ItemsPath: '$.buckets',
        ItemSelector: { step: 'bucket', 'run.$': '$.run', 'bucket.$': '$$.Map.Item.Value' },
        // One is left for the plan of the execution that looks in five minutes later whether there is anything to do.
        MaxConcurrency: concurrency.rematch - 1,
        ToleratedFailurePercentage: 0,
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
          StartAt: 'Bucket',
          // A bucket that takes longer than a function may run is tried again, and goes on where it was.
          States: { Bucket: { ...step({ 'Payload.$': '$' }), OutputPath: '$.Payload', End: true } },
        },
        ResultWriter: {
          Resource: `arn:${partition}:states:::s3:putObject`,
          Parameters: { Bucket: archive.bucketName, Prefix: REPORTS },
        },
        ResultPath: '$.map',
        Next: 'Finish',
      },
      Finish: {
        ...step({ Payload: { step: 'finish', 'run.$': '$.run' } }),
        OutputPath: '$.Payload',
        End: true,
      },
    },
  };
}

function newRole(stack: Stack, { archive, key }: Data, { name, region }: Settings, worker: Lambda): Role {
  const machine = nameOf(name);
  const arn = (resource: string, resourceName: string): string =>
    stack.formatArn({ service: 'states', resource, resourceName, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  const traced = REGIONS[region].partition === 'aws';
  const role = new Role(stack, 'RematchRole', {
    assumedBy: serviceOf(stack, 'states'),
    description: 'Ceyin: runs the re-match of all firms',
    inlinePolicies: {
      worker: allow(['lambda:InvokeFunction'], [worker.functionArn]),
      // A distributed map starts its children as executions of the machine itself.
      children: allow(['states:StartExecution'], [arn('stateMachine', machine)]),
      runs: allow(['states:DescribeExecution', 'states:StopExecution'], [arn('execution', `${machine}/*`)]),
      reports: allow(
        ['s3:GetObject', 's3:PutObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        [archive.arnForObjects(`${REPORTS}/*`)],
      ),
      key: allow(['kms:Decrypt', 'kms:GenerateDataKey'], [key.keyArn]),
      unnamed: allow([...LOG_DELIVERY, ...(traced ? TRACES : [])], ['*']),
    },
  });
  acknowledge(role, 'IAM5[Resource::*]', 'Log delivery and X-Ray take no resource in their permissions.');
  acknowledge(
    role,
    `IAM5[Resource::arn:${stack.partition}:states:${region}:<AWS::AccountId>:execution:${machine}/*]`,
    'The children of a map run are named by AWS as it begins; the permission ends with this machine.',
  );
  acknowledge(
    role,
    `IAM5[Resource::ceyin-${name}-data:${ARCHIVE}/${REPORTS}/*]`,
    'Reports are named by the map run; the permission ends with their folder.',
  );
  return role;
}

/** What Step Functions needs to write its log; none of these takes a resource. */
const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
];
const TRACES = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
];
