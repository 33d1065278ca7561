/** The CDN: keeps built files near the reader, passes everything else through, and turns away whoever asks too often. */
import { CfnOutput, Duration, Fn, type Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type BehaviorOptions,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  Function as EdgeFunction,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestPolicy,
  OriginSslPolicy,
  PriceClass,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { CDN_HEADER, VIEWER_HEADER } from '#functions/lambda/viewer.ts';
import { acknowledge } from './acknowledge.ts';
import { keepCdnLog } from './cdn-log.ts';
import type { Data } from './data.ts';
import { newFirewall } from './firewall.ts';
import type { Http } from './http.ts';
import type { Settings } from './settings.ts';

/** Runs at the edge, before anything is looked up: what a viewer says of its own address is written over. */
export const VIEWER_FUNCTION = `function handler(event) {
  event.request.headers['${VIEWER_HEADER}'] = { value: event.viewer.ip };
  return event.request;
}`;

export function addCdn(stack: Stack, settings: Settings, { secret }: Data, http: Http): void {
  const { name, domain, certificate, keysOf } = settings;
  const common: BehaviorOptions = {
    origin: new HttpOrigin(Fn.select(2, Fn.split('/', http.api.apiEndpoint)), {
      protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
      originSslProtocols: [OriginSslPolicy.TLS_V1_2],
      customHeaders: { [CDN_HEADER]: secret.secretValueFromJson('cdnKey').unsafeUnwrap() },
    }),
    viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
    originRequestPolicy: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    compress: true,
    functionAssociations: [
      {
        eventType: FunctionEventType.VIEWER_REQUEST,
        function: new EdgeFunction(stack, 'Viewer', {
          comment: 'Ceyin: names the address of who asks',
          runtime: FunctionRuntime.JS_2_0,
          code: FunctionCode.fromInline(VIEWER_FUNCTION),
        }),
      },
    ],
  };
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
    // The key is read anew where something else changes with it.
    comment: `ceyin-${name}, keys of ${keysOf}`,
    defaultBehavior: {
      ...common,
      cachePolicy: CachePolicy.CACHING_DISABLED,
      allowedMethods: AllowedMethods.ALLOW_ALL,
    },
    additionalBehaviors: { '/_app/immutable/*': { ...common, cachePolicy: built } },
    httpVersion: HttpVersion.HTTP2_AND_3,
    minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    priceClass: PriceClass.PRICE_CLASS_200,
    webAclId: newFirewall(stack, settings),
    ...(domain === undefined || certificate === undefined
      ? {}
      : {
          domainNames: [domain],
          certificate: Certificate.fromCertificateArn(stack, 'Certificate', certificate),
        }),
  });
  keepCdnLog(stack, settings, distribution);
  acknowledge(distribution, 'CFR1', 'Foreign investors ask too: no country is kept out.');
  acknowledge(
    distribution,
    'CFR3',
    'The log that the rule looks for cannot leave paths out; the one beside it (cdn-log.ts) does.',
  );
  new CfnOutput(stack, 'CdnTarget', {
    value: distribution.distributionDomainName,
    description: 'What the DNS entry of the domain points to (CNAME)',
  });
}
