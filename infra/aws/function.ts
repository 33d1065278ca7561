/** One function: its code, a role of its own that may do what it needs and nothing else, and its log. */
import { Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import { type Conditions, Effect, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as Lambda, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import {
  FUNCTIONS,
  TABLE_ACTIONS,
  type FunctionName,
  type FunctionSpec,
  type Setting,
} from '#functions/lambda/functions.ts';
import { SESSION_ITEMS } from '#functions/lambda/sessions.ts';
import { acknowledge } from './acknowledge.ts';
import type { Data } from './data.ts';
import { REGIONS, type Settings } from './settings.ts';

/** What a function may be told; a value that is absent stays out of its environment. */
export type Values = Readonly<Partial<Record<Setting, string | undefined>>>;

/** The folder of a bundle, by the name of its asset. */
export type BundleOf = (asset: string) => string;

export interface Making {
  readonly settings: Settings;
  readonly data: Data;
  readonly bundleOf: BundleOf;
}

export function newFunction(
  scope: Construct,
  name: FunctionName,
  { settings, data, bundleOf }: Making,
  values: Values,
): Lambda {
  const { asset, handler, memoryMb, timeoutSeconds, table, settings: needed } = FUNCTIONS[name];
  const china = REGIONS[settings.region].partition === 'aws-cn';
  const logs = newLog(scope, `${name}Log`, settings);
  const role = new Role(scope, `${name}Role`, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    description: `Ceyin: what the function ${name} may do`,
    inlinePolicies: {
      logs: allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs.logGroupArn]),
      key: allow(reachesItems(table) ? KEY_OF_TABLE : ['kms:Decrypt'], [data.key.keyArn]),
      ...(table === 'none' ? {} : { table: tablePolicy(data, table) }),
    },
  });
  const made = new Lambda(scope, name, {
    functionName: `ceyin-${settings.name}-${name}`,
    runtime: Runtime.NODEJS_24_X,
    architecture: china ? Architecture.X86_64 : Architecture.ARM_64,
    code: Code.fromAsset(bundleOf(asset)),
    handler,
    memorySize: memoryMb,
    timeout: Duration.seconds(timeoutSeconds),
    reservedConcurrentExecutions: settings.concurrency[concurrencyOf(name)],
    role,
    logGroup: logs,
    // There is no X-Ray in the China partition.
    tracing: china ? Tracing.DISABLED : Tracing.ACTIVE,
    environmentEncryption: data.key,
    environment: {
      NODE_OPTIONS: '--enable-source-maps',
      POWERTOOLS_SERVICE_NAME: name,
      POWERTOOLS_METRICS_NAMESPACE: 'Ceyin',
      ...Object.fromEntries(
        needed.flatMap((setting) => {
          const value = values[setting];
          return value === undefined ? [] : [[setting, value] as const];
        }),
      ),
      ...(needed.some((setting) => SECRET.includes(setting)) ? { CEYIN_KEYS_OF: settings.keysOf } : {}),
    },
  });
  if (!china) {
    acknowledge(role, 'IAM5[Resource::*]', 'X-Ray takes no resource in the permission to send traces.');
  }
  return made;
}

/** A log whose lines are kept as long as the stage says; it outlives its stack. */
export function newLog(scope: Construct, id: string, { logDays }: Settings): LogGroup {
  return new LogGroup(scope, id, { retention: RETENTION[logDays], removalPolicy: RemovalPolicy.RETAIN });
}

const RETENTION = {
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
  400: RetentionDays.THIRTEEN_MONTHS,
  545: RetentionDays.EIGHTEEN_MONTHS,
  731: RetentionDays.TWO_YEARS,
} as const satisfies Record<Settings['logDays'], RetentionDays>;

/** A service that may take on a role for this account's own resources, and for nobody else's. */
export const serviceOf = (stack: Stack, name: string): ServicePrincipal =>
  new ServicePrincipal(`${name}.amazonaws.com`, {
    conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
  });

export const allow = (
  actions: readonly string[],
  resources: readonly string[],
  conditions: Conditions = {},
): PolicyDocument =>
  new PolicyDocument({
    statements: [
      new PolicyStatement({ effect: Effect.ALLOW, actions: [...actions], resources: [...resources], conditions }),
    ],
  });

/** What the table's readers and writers need of its key; DynamoDB asks for it in their name. */
const KEY_OF_TABLE = [
  'kms:Decrypt',
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];
const SECRET: readonly Setting[] = [
  'CEYIN_CURSOR_KEY',
  'CEYIN_PROOF_KEYS',
  'CEYIN_PORTAL_KEY',
  'CEYIN_CDN_KEY',
  'CEYIN_SMTP',
];

type Access = FunctionSpec['table'];
const reachesItems = (access: Access): boolean => access === 'read-write' || access === 'sessions';

const tablePolicy = ({ table }: Data, access: Access): PolicyDocument =>
  allow(
    TABLE_ACTIONS[access],
    [table.arn, ...(access === 'read-write' ? table.indexArns : [])],
    access === 'sessions' ? { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${SESSION_ITEMS}*`] } } : {},
  );

/** The five scheduled jobs share a figure; every other function has its own. */
function concurrencyOf(name: FunctionName): keyof Settings['concurrency'] {
  switch (name) {
    case 'match':
    case 'api':
    case 'portal':
    case 'demand':
    case 'changes':
    case 'rematch':
      return name;
    case 'nightly':
    case 'days':
    case 'overdue':
    case 'digests':
    case 'backups':
      return 'jobs';
  }
}
