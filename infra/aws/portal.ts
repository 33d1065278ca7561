/** The stack of the pages: the portal's function, which brings its static files along, and a CDN where one is wanted. */
import { CfnOutput, Duration, Fn, Stack } from 'aws-cdk-lib';
import { HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Function as Lambda } from 'aws-cdk-lib/aws-lambda';
import { BlockPublicAccess, Bucket, BucketEncryption, ObjectOwnership } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from './acknowledge.ts';
import { newFunction, type Making } from './function.ts';
import { originOf } from './functions.ts';
import type { Http } from './http.ts';
import type { Settings } from './settings.ts';

export function portalStack(scope: Construct, making: Making, http: Http): { readonly portal: Lambda } {
  const { settings } = making;
  const stack = new Stack(scope, 'portal', {
    env: { region: settings.region },
    description: 'Ceyin: the pages that people see',
  });
  const portal = newFunction(stack, 'portal', making, {
    CEYIN_TABLE: making.data.table.name,
    CEYIN_ORIGIN: originOf(settings, http),
    API_ORIGIN: http.origin,
    CEYIN_PORTAL_KEY: making.data.secret.secretValueFromJson('portalKey').unsafeUnwrap(),
    CEYIN_ISSUER: settings.issuer,
    CEYIN_CLIENT: settings.client,
    ICP_RECORD: settings.icp,
    OPERATOR: settings.operator,
  });
  const pages = new HttpRoute(stack, 'Pages', {
    httpApi: http.api,
    routeKey: HttpRouteKey.DEFAULT,
    integration: new HttpLambdaIntegration('Portal', portal),
  });
  acknowledge(pages, 'APIG4', 'Pages are for everyone; what needs a person is guarded by a session and by the API.');
  if (settings.cdn) addCdn(stack, settings, http);
  new CfnOutput(stack, 'Site', { value: originOf(settings, http), description: 'Where browsers reach the portal' });
  return { portal };
}

/** Keeps built files, which never change under their name, near the reader; every other request passes through. */
function addCdn(stack: Stack, { domain, certificate }: Settings, http: Http): void {
  const accesses = new Bucket(stack, 'CdnAccesses', {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    encryption: BucketEncryption.S3_MANAGED,
    // CloudFront writes its log with an access list.
    objectOwnership: ObjectOwnership.OBJECT_WRITER,
    lifecycleRules: [{ expiration: Duration.days(365) }],
  });
  acknowledge(accesses, 'S1', 'It holds the access log of the CDN; a log of the log would never end.');
  const origin = new HttpOrigin(Fn.select(2, Fn.split('/', http.api.apiEndpoint)), {
    protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: [OriginSslPolicy.TLS_V1_2],
  });
  const common = {
    origin,
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: true,
  } as const;
  const built = new CachePolicy(stack, 'BuiltFiles', {
    minTtl: Duration.days(1),
    defaultTtl: Duration.days(365),
    maxTtl: Duration.days(365),
    cookieBehavior: CacheCookieBehavior.none(),
    headerBehavior: CacheHeaderBehavior.none(),
    queryStringBehavior: CacheQueryStringBehavior.none(),
    enableAcceptEncodingBrotli: true,
    enableAcceptEncodingGzip: true,
  });
  const distribution = new Distribution(stack, 'Cdn', {
    defaultBehavior: {
      ...common,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      allowedMethods: AllowedMethods.ALLOW_ALL,
    },
    additionalBehaviors: { '/_app/immutable/*': { ...common, cachePolicy: built } },
    httpVersion: HttpVersion.HTTP2_AND_3,
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    priceClass: PriceClass.PRICE_CLASS_200,
    logBucket: Bucket.fromBucketAttributes(stack, 'CdnLog', {
      bucketName: accesses.bucketName,
      bucketRegionalDomainName: accesses.bucketRegionalDomainName,
    }),
    ...(domain === undefined || certificate === undefined
      ? {}
      : {
          domainNames: [domain],
          certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificate),
        }),
  });
  acknowledge(distribution, 'CFR1', 'Foreign investors ask too: no country is kept out.');
  acknowledge(
    distribution,
    'CFR2',
    'The HTTP API behind it limits requests; a web ACL can be attached without a change here.',
  );
  new CfnOutput(stack, 'CdnTarget', {
    value: distribution.distributionDomainName,
    description: 'What the DNS entry of the domain points to (CNAME)',
  });
}
