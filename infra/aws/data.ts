/** The stack that changes least and that nothing may remove: the table, its backups, the bucket, the keys. */
import { CfnOutput, Duration, RemovalPolicy, Stack, TimeZone } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import {
  type Attribute,
  AttributeType,
  BillingMode,
  StreamViewType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { BlockPublicAccess, Bucket, BucketEncryption, CfnBucket, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { TABLE } from '#functions/store/table.ts';
import { acknowledge } from './acknowledge.ts';
import type { Settings } from './settings.ts';

export interface Data {
  /** Encrypts whatever holds company figures. */
  readonly key: Key;
  readonly table: TableInUse;
  /** Reports of re-matches, written by the state machine; what each deployment was built with, kept by the operator. */
  readonly archive: Bucket;
  /** `cursorKey`, `proofKeys`, `portalKey`, `cdnKey`, `smtp`: see `keys.ts`. */
  readonly secret: Secret;
  readonly vault: BackupVault;
}
/** The table that functions work on: the stack's own, or one that was restored beside it. */
export interface TableInUse {
  readonly name: string;
  readonly arn: string;
  readonly indexArns: readonly string[];
  readonly streamArn: string;
}

export function dataStack(scope: Construct, settings: Settings): Data {
  const stack = new Stack(scope, 'data', {
    env: { region: settings.region },
    terminationProtection: true,
    description: 'Ceyin: table, backups, reports, keys',
  });
  const key = new Key(stack, 'Key', {
    alias: `ceyin-${settings.name}`,
    description: 'Ceyin: company figures at rest',
    enableKeyRotation: true,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  const table = newTable(stack, key);
  const tableInUse = inUse(stack, table, settings);
  const [archive, secret] = [newArchive(stack, key), newSecret(stack, key)];
  new CfnOutput(stack, 'TableName', { value: tableInUse.name, description: 'The table that functions work on' });
  new CfnOutput(stack, 'ArchiveName', {
    value: archive.bucketName,
    description: 'Reports of re-matches; what each deployment was built with',
  });
  new CfnOutput(stack, 'KeysArn', { value: secret.secretArn, description: 'The secret: infra/aws/keys.ts' });
  return {
    key,
    table: tableInUse,
    archive,
    secret,
    vault: backups(stack, key, [table.tableArn, tableInUse.arn], settings),
  };
}

const keyOf = ({ partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey: string }) => ({
  partitionKey: text(partitionKey),
  sortKey: text(sortKey),
});
const text = (name: string): Attribute => ({ name, type: AttributeType.STRING });

function newTable(stack: Stack, key: Key): Table {
  const table = new Table(stack, 'Table', {
    ...keyOf(TABLE),
    billingMode: BillingMode.PAY_PER_REQUEST,
    encryption: TableEncryption.CUSTOMER_MANAGED,
    encryptionKey: key,
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
    deletionProtection: true,
    removalPolicy: RemovalPolicy.RETAIN,
    stream: StreamViewType[TABLE.stream],
    timeToLiveAttribute: TABLE.timeToLive,
  });
  for (const index of TABLE.indexes) table.addGlobalSecondaryIndex({ indexName: index.name, ...keyOf(index) });
  return table;
}

function inUse(stack: Stack, table: Table, { table: restored }: Settings): TableInUse {
  const arn = restored
    ? stack.formatArn({ service: 'dynamodb', resource: 'table', resourceName: restored.name })
    : table.tableArn;
  const ownStream = table.tableStreamArn;
  if (ownStream === undefined) throw new Error('The table has no stream.');
  // They stay known to the other stacks while those are turned to a restored table, and back.
  for (const value of [table.tableName, table.tableArn, ownStream]) stack.exportValue(value);
  return {
    name: restored?.name ?? table.tableName,
    arn,
    indexArns: TABLE.indexes.map(({ name }) => `${arn}/index/${name}`),
    streamArn: restored?.stream ?? ownStream,
  };
}

function newArchive(stack: Stack, key: Key): Bucket {
  const common = {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    removalPolicy: RemovalPolicy.RETAIN,
  } as const;
  const accesses = new Bucket(stack, 'ArchiveAccesses', {
    ...common,
    // Log delivery takes no customer-managed key; there is no figure in a log of accesses.
    encryption: BucketEncryption.S3_MANAGED,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    lifecycleRules: [{ expiration: Duration.days(365) }],
  });
  acknowledge(accesses, 'S1', 'It holds the access logs of the other bucket; a log of the log would never end.');
  const archive = new Bucket(stack, 'Archive', {
    ...common,
    encryption: BucketEncryption.KMS,
    encryptionKey: key,
    bucketKeyEnabled: true,
    versioned: true,
    lifecycleRules: [
      { prefix: 'reports/', expiration: Duration.days(400) },
      { noncurrentVersionExpiration: Duration.days(400), abortIncompleteMultipartUploadAfter: Duration.days(7) },
    ],
  });
  accesses.addToResourcePolicy(
    new PolicyStatement({
      principals: [new ServicePrincipal('logging.s3.amazonaws.com')],
      actions: ['s3:PutObject'],
      resources: [accesses.arnForObjects('archive/*')],
      conditions: {
        ArnLike: { 'aws:SourceArn': archive.bucketArn },
        StringEquals: { 'aws:SourceAccount': stack.account },
      },
    }),
  );
  if (archive.node.defaultChild instanceof CfnBucket) {
    archive.node.defaultChild.loggingConfiguration = {
      destinationBucketName: accesses.bucketName,
      logFilePrefix: 'archive/',
    };
  }
  return archive;
}

function newSecret(stack: Stack, key: Key): Secret {
  const secret = new Secret(stack, 'Keys', {
    description: 'Ceyin: what cursors and proofs are signed with, the mail server; made by infra/aws/keys.ts',
    encryptionKey: key,
    removalPolicy: RemovalPolicy.RETAIN,
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ proofKeys: '[]', smtp: '' }),
      generateStringKey: 'cursorKey',
      passwordLength: 48,
      excludePunctuation: true,
    },
  });
  acknowledge(
    secret,
    'SMG4',
    'A new key to sign proofs with goes beside the old ones, which still verify, and is read at the next deployment: ' +
      'the operator rotates by infra/aws/keys.ts, as docs/operate.md says.',
  );
  return secret;
}

/** Besides recovery to a point in time: copies under a key of their own name, kept apart from the table. */
function backups(stack: Stack, key: Key, arns: readonly string[], { backupDays }: Settings): BackupVault {
  const vault = new BackupVault(stack, 'Backups', { encryptionKey: key, removalPolicy: RemovalPolicy.RETAIN });
  const plan = new BackupPlan(stack, 'BackupPlan', {
    backupVault: vault,
    backupPlanRules: [
      new BackupPlanRule({
        ruleName: 'daily',
        scheduleExpression: Schedule.cron({ hour: '4', minute: '10' }),
        scheduleExpressionTimezone: TimeZone.ASIA_SHANGHAI,
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(8),
        deleteAfter: Duration.days(backupDays),
      }),
      new BackupPlanRule({
        ruleName: 'monthly',
        scheduleExpression: Schedule.cron({ day: '1', hour: '5', minute: '10' }),
        scheduleExpressionTimezone: TimeZone.ASIA_SHANGHAI,
        startWindow: Duration.hours(1),
        completionWindow: Duration.hours(8),
        deleteAfter: Duration.days(365),
      }),
    ],
  });
  const selection = plan.addSelection('Table', {
    resources: [...new Set(arns)].map((arn) => BackupResource.fromArn(arn)),
  });
  acknowledge(
    selection,
    'IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup]',
    'The role is AWS Backup’s own, and the policy the one AWS keeps for it.',
  );
  return vault;
}
