import type { APIGatewayProxyEventV2 } from 'aws-lambda';

interface Asked {
  method?: string;
  path?: string;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
}

/** An HTTP API v2 event as API Gateway sends it; bytes go as base64. */
export function event({ method = 'POST', path = '/v1/match', headers, body }: Asked): APIGatewayProxyEventV2 {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: '',
    headers: headers ?? { 'content-type': 'application/json' },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api',
      domainName: 'api.example',
      domainPrefix: 'api',
      requestId: 'request',
      routeKey: '$default',
      stage: '$default',
      time: '01/Jul/2026:00:00:00 +0000',
      timeEpoch: 1782864000000,
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : Buffer.from(body).toString('base64') }),
    isBase64Encoded: body !== undefined && typeof body !== 'string',
  };
}

export const asking = (request: unknown): APIGatewayProxyEventV2 => event({ body: JSON.stringify(request) });
