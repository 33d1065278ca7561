/** What is deployed to AWS, looked at in the templates of one region of each partition. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FUNCTIONS, TABLE_ACTIONS } from '#functions/lambda/functions.ts';
import { SESSION_ITEMS } from '#functions/lambda/sessions.ts';
import { CDN_HEADER, VIEWER_HEADER } from '#functions/lambda/viewer.ts';
import { TABLE } from '#functions/store/table.ts';
import { ALARM_KINDS } from '../../infra/aws/alarms.ts';
import { VIEWER_FUNCTION } from '../../infra/aws/cdn.ts';
import { API_ROUTE, MATCH_ROUTE, PUBLIC_ROUTES } from '../../infra/aws/routes.ts';
import { JOBS } from '../../infra/aws/schedules.ts';
import { testApi } from '../api/support.ts';
import { STACKS, stageIn, synthesised, type Deployed, type Resource } from './aws-template.ts';

const REGIONS = ['us-east-1', 'cn-north-1'] as const;
const RESTORED = {
  name: 'ceyin-restored',
  stream: 'arn:aws-cn:dynamodb:cn-north-1:111111111111:table/ceyin-restored/stream/2026-11-22T00:00:00.000',
};
const made = new Map<string, Deployed>();
beforeAll(() => {
  const restored = { ...stageIn('cn-north-1'), name: 'restored', table: RESTORED };
  const deployed = synthesised([...REGIONS.map(stageIn), restored]);
  for (const each of deployed) made.set(each.settings.table ? 'restored' : each.settings.region, each);
}, 240_000);
const at = (name: string): Deployed => made.get(name) ?? expect.fail(`${name} was not synthesised`);

const Strings = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const Unknowns = z.unknown().transform((given) => (Array.isArray(given) ? (given as readonly unknown[]) : [given]));
const Policy = z.object({
  Statement: z.array(
    z.object({
      Effect: z.enum(['Allow', 'Deny']),
      Action: Strings,
      Resource: Unknowns,
      Condition: z.unknown().optional(),
      Principal: z.unknown().optional(),
    }),
  ),
});
type Statement = z.infer<typeof Policy>['Statement'][number];

/** What each role may do, inline and attached. */
function rolesOf(deployed: Deployed): readonly { readonly id: string; readonly statements: readonly Statement[] }[] {
  const Inline = z.array(z.object({ PolicyDocument: Policy })).default([]);
  const Attached = z.object({ Roles: z.array(z.object({ Ref: z.string() })), PolicyDocument: Policy });
  const attached = deployed.all('AWS::IAM::Policy').map(({ Properties }) => Attached.parse(Properties));
  return deployed.all('AWS::IAM::Role').map(({ id, Properties }) => ({
    id,
    statements: [
      ...Inline.parse(Properties.Policies).flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
      ...attached
        .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === id))
        .flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    ],
  }));
}
/** Functions by their name. */
function functionsOf(deployed: Deployed): ReadonlyMap<string, Resource & { readonly id: string }> {
  const Named = z.object({ Environment: z.object({ Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string() }) }) });
  return new Map(
    deployed
      .all('AWS::Lambda::Function')
      .map((made) => [Named.parse(made.Properties).Environment.Variables.POWERTOOLS_SERVICE_NAME, made]),
  );
}
const alarmsOf = (deployed: Deployed) =>
  deployed
    .all('AWS::CloudWatch::Alarm')
    .filter(({ stack }) => stack === 'watch')
    .map(({ Properties }) =>
      z
        .object({ AlarmName: z.string(), AlarmDescription: z.string(), AlarmActions: z.array(z.unknown()).min(1) })
        .loose()
        .parse(Properties),
    );

describe.each(REGIONS)('%s', (region) => {
  test.each(STACKS)('no resource of the stack %s waits for itself', (stack) => {
    const { Resources } = at(region).stacks[stack];
    const waitsFor = new Map(
      Object.entries(Resources).map(([id, resource]) => {
        const named = JSON.stringify(resource).matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"/g);
        const others = [...resource.DependsOn, ...[...named].map(([, ref, attribute]) => ref ?? attribute ?? '')];
        return [id, others.filter((other) => other in Resources)];
      }),
    );
    const free = new Set<string>();
    for (let before = -1; before < free.size;) {
      before = free.size;
      for (const [id, others] of waitsFor) if (others.every((other) => free.has(other))) free.add(id);
    }
    expect([...waitsFor.keys()].filter((id) => !free.has(id))).toEqual([]);
  });

  test('the table is what the store is written for: streamed, encrypted with our key, recoverable, not to be deleted', () => {
    const [table] = at(region).all('AWS::DynamoDB::Table');
    expect(table).toMatchObject({
      DeletionPolicy: 'Retain',
      Properties: {
        BillingMode: 'PAY_PER_REQUEST',
        DeletionProtectionEnabled: true,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
        SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: expect.anything() as unknown },
        StreamSpecification: { StreamViewType: TABLE.stream },
        TimeToLiveSpecification: { AttributeName: TABLE.timeToLive, Enabled: true },
        KeySchema: [
          { AttributeName: TABLE.partitionKey, KeyType: 'HASH' },
          { AttributeName: TABLE.sortKey, KeyType: 'RANGE' },
        ],
        GlobalSecondaryIndexes: TABLE.indexes.map(({ name, partitionKey, sortKey }) => ({
          IndexName: name,
          Projection: { ProjectionType: 'ALL' },
          KeySchema: [
            { AttributeName: partitionKey, KeyType: 'HASH' },
            { AttributeName: sortKey, KeyType: 'RANGE' },
          ],
        })),
      },
    });
    expect(at(region).all('AWS::KMS::Key')).toMatchObject([
      { DeletionPolicy: 'Retain', Properties: { EnableKeyRotation: true } },
    ]);
    expect(at(region).all('AWS::Backup::BackupSelection')).toHaveLength(1);
  });

  test('no bucket is public, every one is encrypted and refuses plain http', () => {
    const buckets = at(region).all('AWS::S3::Bucket');
    expect(buckets.length).toBeGreaterThanOrEqual(2);
    const policies = at(region).all('AWS::S3::BucketPolicy');
    for (const { id, Properties } of buckets) {
      expect(Properties, id).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
      });
      const policy = policies.find(({ Properties: of }) => JSON.stringify(of.Bucket) === JSON.stringify({ Ref: id }));
      const { Statement } = Policy.parse(policy?.Properties.PolicyDocument);
      expect(JSON.stringify(Statement.filter(({ Effect }) => Effect === 'Deny')), id).toContain('s3:*');
      const open = Statement.filter(
        ({ Effect, Principal }) => Effect === 'Allow' && /"?\*"?/.test(JSON.stringify(Principal)),
      );
      expect(open, id).toEqual([]);
    }
  });

  test('no role may do whatever it likes, and everything only where AWS knows nothing narrower', () => {
    const roles = rolesOf(at(region));
    expect(roles.length).toBeGreaterThan(Object.keys(FUNCTIONS).length);
    for (const { id, statements } of roles) {
      const allowed = statements.filter(({ Effect }) => Effect === 'Allow');
      expect(
        allowed.flatMap(({ Action }) => Action).filter((action) => action.includes('*')),
        id,
      ).toEqual([]);
      const everywhere = allowed.filter((each) => each.Resource.includes('*')).flatMap(({ Action }) => Action);
      const narrower = everywhere.filter(
        (action) =>
          !/^(xray:|cloudwatch:DescribeAlarms$|dynamodb:ListStreams$|logs:\w*(Deliver|ResourcePolic|DescribeLogGroups))/.test(
            action,
          ),
      );
      expect(narrower, id).toEqual([]);
    }
  });

  test('each function has a role of its own and reaches the table as far as it says', () => {
    const roles = rolesOf(at(region));
    const used: string[] = [];
    for (const [name, { table }] of Object.entries(FUNCTIONS)) {
      const Role = z.object({ Role: z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) }) });
      const [role] = Role.parse(functionsOf(at(region)).get(name)?.Properties).Role['Fn::GetAtt'];
      used.push(role);
      const actions = roles.find(({ id }) => id === role)?.statements.flatMap(({ Action }) => Action) ?? [];
      const ofItems = actions.filter(
        (action) => action.startsWith('dynamodb:') && !/Stream|Records|Iterator/.test(action),
      );
      expect(new Set(ofItems), name).toEqual(new Set(TABLE_ACTIONS[table]));
    }
    expect(new Set(used).size).toBe(Object.keys(FUNCTIONS).length);
  });

  test('of the table the portal reaches the items of sessions and nothing else', () => {
    const role = rolesOf(at(region)).find(({ id }) => id.startsWith('portalRole'));
    const onTable = role?.statements.filter(({ Action }) => Action.some((action) => action.startsWith('dynamodb:')));
    expect(onTable).toMatchObject([
      {
        Resource: [expect.anything()],
        Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${SESSION_ITEMS}*`] } },
      },
    ]);
  });

  test('every function runs on Node 24, within its limits, with an encrypted environment and a log that ends', () => {
    const china = region.startsWith('cn-');
    const logs = at(region).all('AWS::Logs::LogGroup');
    for (const { id, Properties } of logs) expect(Properties.RetentionInDays, id).toBe(at(region).settings.logDays);
    for (const [name, { handler, memoryMb, timeoutSeconds, settings }] of Object.entries(FUNCTIONS)) {
      expect(functionsOf(at(region)).get(name)?.Properties, name).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: [china ? 'x86_64' : 'arm64'],
        Handler: handler,
        MemorySize: memoryMb,
        Timeout: timeoutSeconds,
        ReservedConcurrentExecutions: expect.any(Number) as unknown,
        KmsKeyArn: expect.anything() as unknown,
        LoggingConfig: { LogGroup: expect.anything() as unknown },
      });
      const { Variables } = z
        .object({ Variables: z.record(z.string(), z.unknown()) })
        .parse(functionsOf(at(region)).get(name)?.Properties.Environment);
      const optional = [
        'CEYIN_LIMITS',
        'CEYIN_MAIL_FROM',
        'ICP_RECORD',
        'OPERATOR',
        ...(china ? ['CEYIN_CDN_KEY'] : []),
      ];
      const missing = settings.filter((setting) => !(setting in Variables) && !optional.includes(setting));
      expect(missing, name).toEqual([]);
    }
  });

  test('no secret stands in a template: functions get references', () => {
    const { Variables } = z
      .object({ Variables: z.record(z.string(), z.unknown()) })
      .parse(functionsOf(at(region)).get('api')?.Properties.Environment);
    for (const name of ['CEYIN_CURSOR_KEY', 'CEYIN_PROOF_KEYS', 'CEYIN_PORTAL_KEY']) {
      expect(JSON.stringify(Variables[name])).toContain('{{resolve:secretsmanager:');
    }
  });

  test('changes are read in halves until the poison stands alone; what fails goes to dead letters', () => {
    const [stream, queue] = ['EventSourceArn', 'EventSourceArn'].map((_, index) =>
      at(region)
        .all('AWS::Lambda::EventSourceMapping')
        .find(({ Properties }) => 'StartingPosition' in Properties === (index === 0)),
    );
    expect(stream?.Properties).toMatchObject({
      BisectBatchOnFunctionError: true,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      MaximumRetryAttempts: 10,
      DestinationConfig: { OnFailure: { Destination: expect.anything() as unknown } },
      FilterCriteria: { Filters: [expect.anything()] },
    });
    expect(queue?.Properties).toMatchObject({ FunctionResponseTypes: ['ReportBatchItemFailures'] });
    expect(at(region).all('AWS::Pipes::Pipe')).toMatchObject([
      {
        Properties: {
          SourceParameters: { DynamoDBStreamParameters: { OnPartialBatchItemFailure: 'AUTOMATIC_BISECT' } },
        },
      },
    ]);
  });

  test('every queue is encrypted and holds dead letters or has some', () => {
    const queues = at(region).all('AWS::SQS::Queue');
    const dead = new Set(
      queues.flatMap(({ Properties }) => JSON.stringify(Properties.RedrivePolicy ?? '').match(/\w*Dead\w*/g) ?? []),
    );
    for (const { id, Properties } of queues) {
      expect(Properties.SqsManagedSseEnabled, id).toBe(true);
      expect(dead.has(id) || id.includes('Dead') || Properties.RedrivePolicy !== undefined, id).toBe(true);
    }
  });

  test('every function and every queue has an alarm, every alarm somebody who hears it and a place in operate.md', () => {
    const alarms = alarmsOf(at(region));
    const names = alarms.map(({ AlarmName }) => AlarmName.replace(`ceyin-${at(region).settings.name}-`, ''));
    for (const name of Object.keys(FUNCTIONS)) {
      expect(names).toEqual(expect.arrayContaining([`function-errors-${name}`, `function-throttled-${name}`]));
    }
    const watched = JSON.stringify(alarms);
    for (const { id } of at(region).all('AWS::SQS::Queue')) {
      // Another stack's queue is named by its export.
      expect(watched, id).toMatch(new RegExp(`GetAtt${id}\\w*QueueName|"${id}"`));
    }
    const file = readFileSync(fileURLToPath(new URL('../../docs/operate.md', import.meta.url)), 'utf8');
    const headings = [...file.matchAll(/^### ([a-z-]+)$/gm)].map(([, name]) => name);
    expect(headings.sort()).toEqual(Object.keys(ALARM_KINDS).sort());
    for (const { AlarmName, AlarmDescription } of alarms) {
      const [, kind = ''] = /operate\.md#([a-z-]+)$/.exec(AlarmDescription) ?? [];
      expect(headings, AlarmName).toContain(kind);
    }
    expect(at(region).all('AWS::SNS::Subscription')).toHaveLength(at(region).settings.alarms.length);
  });

  test('new code of what people wait for reaches a tenth of them first, and goes back where it fails', () => {
    const groups = at(region).all('AWS::CodeDeploy::DeploymentGroup');
    expect(groups.map(({ id }) => id.replace(/Rollout.*/, ''))).toEqual(['match', 'api', 'portal']);
    for (const { id, Properties } of groups) {
      expect(Properties, id).toMatchObject({
        DeploymentConfigName: 'CodeDeployDefault.LambdaCanary10Percent5Minutes',
        AlarmConfiguration: { Enabled: true, Alarms: [expect.anything(), expect.anything()] },
        AutoRollbackConfiguration: {
          Enabled: true,
          Events: expect.arrayContaining(['DEPLOYMENT_STOP_ON_ALARM']) as unknown,
        },
      });
    }
    // Requests go nowhere but to what is rolled out.
    const targets = at(region)
      .all('AWS::ApiGatewayV2::Integration')
      .map(({ Properties }) => JSON.stringify(Properties.IntegrationUri));
    expect(targets).toHaveLength(groups.length);
    for (const target of targets) expect(target).toMatch(/Live/);
  });

  test('who asks without a token passes only where the API answers everyone', () => {
    const routes = at(region)
      .all('AWS::ApiGatewayV2::Route')
      .map(({ Properties }) => Properties);
    const open = routes.filter(({ AuthorizationType }) => AuthorizationType === 'NONE').map(({ RouteKey }) => RouteKey);
    expect(new Set(open)).toEqual(new Set([...PUBLIC_ROUTES, MATCH_ROUTE, '$default']));
    expect(routes.filter(({ AuthorizationType }) => AuthorizationType !== 'NONE')).toMatchObject([
      { RouteKey: API_ROUTE, AuthorizationType: 'JWT', AuthorizerId: expect.anything() as unknown },
    ]);
    const { issuer, audience } = at(region).settings;
    expect(at(region).all('AWS::ApiGatewayV2::Authorizer')).toMatchObject([
      { Properties: { AuthorizerType: 'JWT', JwtConfiguration: { Issuer: issuer, Audience: [audience] } } },
    ]);
  });

  test('requests are limited, and noted without path, query, token or person', () => {
    const [stage] = at(region).all('AWS::ApiGatewayV2::Stage');
    const { throttle, matchThrottle } = at(region).settings;
    expect(stage?.Properties).toMatchObject({
      DefaultRouteSettings: { ThrottlingRateLimit: throttle.rate, ThrottlingBurstLimit: throttle.burst },
      RouteSettings: { [MATCH_ROUTE]: { ThrottlingRateLimit: matchThrottle.rate } },
    });
    const { Format } = z.object({ Format: z.string() }).parse(stage?.Properties.AccessLogSettings);
    expect(Format).toContain('$context.requestId');
    expect(Format).not.toMatch(
      /context\.(path|http\.path|protocol|domainName|authorizer\.(claims|jwt))|queryString|header/i,
    );
  });

  test('every job has its time by Beijing’s clock, and dead letters where it fails', () => {
    const schedules = at(region)
      .all('AWS::Scheduler::Schedule')
      .map(({ Properties }) => Properties);
    expect(schedules.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual(
      expect.arrayContaining(Object.values(JOBS)),
    );
    expect(schedules).toHaveLength(Object.keys(JOBS).length + 1);
    for (const properties of schedules) {
      expect(properties).toMatchObject({
        ScheduleExpressionTimezone: 'Asia/Shanghai',
        Target: { DeadLetterConfig: { Arn: expect.anything() as unknown } },
      });
    }
    expect(at(region).all('AWS::Lambda::EventInvokeConfig')).toHaveLength(Object.keys(JOBS).length);
  });

  test('the re-match goes over the buckets in a distributed map, and starts again what failed', () => {
    const [machine] = at(region).all('AWS::StepFunctions::StateMachine');
    const States = z.object({
      Definition: z.object({ States: z.object({ Buckets: z.record(z.string(), z.unknown()) }) }),
    });
    expect(States.parse(machine?.Properties).Definition.States.Buckets).toMatchObject({
      // The plan of another execution still finds an instance.
      MaxConcurrency: at(region).settings.concurrency.rematch - 1,
      ToleratedFailurePercentage: 0,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        States: { Bucket: { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 3 }] } },
      },
    });
  });

  test('there is a budget in the currency of the partition, and a dashboard', () => {
    const { budget } = at(region).settings;
    const unit = region.startsWith('cn-') ? 'CNY' : 'USD';
    expect(at(region).all('AWS::Budgets::Budget')).toMatchObject([
      { Properties: { Budget: { BudgetLimit: { Amount: budget, Unit: unit } } } },
    ]);
    expect(at(region).all('AWS::CloudWatch::Dashboard')).toHaveLength(1);
  });
});

test('a table that was restored takes the place of the stack’s own, which stays', () => {
  const api = functionsOf(at('restored')).get('api');
  expect(api?.Properties.Environment).toMatchObject({ Variables: { CEYIN_TABLE: RESTORED.name } });
  const sources = at('restored')
    .all('AWS::Lambda::EventSourceMapping')
    .map(({ Properties }) => Properties.EventSourceArn);
  expect(sources).toContain(RESTORED.stream);
  expect(at('restored').all('AWS::DynamoDB::Table')).toMatchObject([{ DeletionPolicy: 'Retain' }]);
  const exported = (name: string) =>
    Object.keys(at(name).stacks.data.Outputs).filter((each) => /ExportsOutput.*Table/.test(each));
  expect(exported('cn-north-1')).toHaveLength(3);
  expect(exported('restored')).toEqual(exported('cn-north-1'));
});

test('the China partition: its own names, no X-Ray, no CloudFront, no addresses of the other partition', () => {
  const { text, all } = at('cn-north-1');
  expect(text).not.toMatch(/arn:aws:|xray:|amazonaws\.com\/|CloudFront|us-east-1/);
  expect(text).toContain('arn:aws-cn:');
  expect(JSON.stringify(all('AWS::StepFunctions::StateMachine'))).toContain('"Enabled":false');
  for (const { Properties } of all('AWS::Lambda::Function')) expect(Properties.TracingConfig).toBeUndefined();
});

test('elsewhere: traces, and a CDN that keeps built files and passes everything else through', () => {
  const { text, all } = at('us-east-1');
  expect(text).not.toMatch(/arn:aws-cn:|cn-north/);
  for (const { Properties } of all('AWS::Lambda::Function'))
    expect(Properties.TracingConfig).toEqual({ Mode: 'Active' });
  expect(all('AWS::CloudFront::Distribution')).toMatchObject([
    {
      Properties: {
        DistributionConfig: {
          CacheBehaviors: [{ PathPattern: '/_app/immutable/*', ViewerProtocolPolicy: 'redirect-to-https' }],
          DefaultCacheBehavior: { CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad' },
          ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021' },
        },
      },
    },
  ]);
});

test('the CDN shows its key, names its viewer, is behind a firewall, and notes no path', () => {
  const [distribution] = at('us-east-1').all('AWS::CloudFront::Distribution');
  const behaviour = { FunctionAssociations: [{ EventType: 'viewer-request' }] };
  const { DistributionConfig } = z
    .object({ DistributionConfig: z.record(z.string(), z.unknown()) })
    .parse(distribution?.Properties);
  expect(DistributionConfig).toMatchObject({
    DefaultCacheBehavior: behaviour,
    CacheBehaviors: [behaviour],
    WebACLId: expect.anything() as unknown,
  });
  const origins = JSON.stringify(DistributionConfig.Origins);
  expect(origins).toContain(CDN_HEADER);
  expect(origins).toContain('{{resolve:secretsmanager:');
  expect(DistributionConfig).not.toHaveProperty('Logging');
  const [delivery] = at('us-east-1').all('AWS::Logs::Delivery');
  expect(delivery?.Properties.RecordFields).toContain('c-ip');
  expect(JSON.stringify(delivery?.Properties)).not.toMatch(/uri|query|[Rr]eferer|[Cc]ookie/);
  const [firewall] = at('us-east-1').all('AWS::WAFv2::WebACL');
  expect(JSON.stringify(firewall?.Properties)).not.toContain('"SampledRequestsEnabled":true');
  expect(at('cn-north-1').all('AWS::WAFv2::WebACL')).toEqual([]);
});

test('at the edge, what a viewer says of its own address is written over', () => {
  const request = { headers: { [VIEWER_HEADER]: { value: '10.0.0.1' }, accept: { value: '*/*' } } };
  const context = { event: { viewer: { ip: '203.0.113.7' }, request } };
  expect(runInNewContext(`${VIEWER_FUNCTION}; handler(event)`, context)).toEqual({
    headers: { [VIEWER_HEADER]: { value: '203.0.113.7' }, accept: { value: '*/*' } },
  });
});

test('the open routes are those that the API declares for everyone', async () => {
  const Paths = z.object({
    paths: z.record(z.string(), z.record(z.string(), z.object({ 'x-access': z.object({ by: z.unknown() }) }))),
  });
  const { paths } = Paths.parse((await testApi().anonymous.get('/v1/openapi.json')).json);
  const open = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, operation]) =>
      operation['x-access'].by === 'everyone' ? [`${method.toUpperCase()} ${path}`] : [],
    ),
  );
  // The match function has its own.
  expect(open.filter((route) => route !== 'POST /v1/match').sort()).toEqual([...PUBLIC_ROUTES].sort());
});
