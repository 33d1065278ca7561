/** API Gateway's part in the single process: an HTTP request as an HTTP API v2 event, and the way back. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** What is read of a body. Every function's own limit lies far below, so that the function refuses, not the reader. */
const readLimit = 10 * 1024 * 1024;

export async function answerWith(handler: Handler, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const body = await read(request);
    const result = await handler(toEvent(request, body));
    const headers = Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)] as const);
    response.writeHead(result.statusCode ?? 200, Object.fromEntries(headers));
    response.end(Buffer.from(result.body ?? '', result.isBase64Encoded === true ? 'base64' : 'utf8'));
  } catch (error) {
    if (request.destroyed && !request.complete) return;
    console.error(error);
    if (!response.headersSent) response.writeHead(500, { 'content-type': 'application/problem+json' });
    response.end(JSON.stringify({ type: 'about:blank', title: 'Internal Server Error', status: 500 }));
  }
}

/** The event API Gateway would send for this request (payload format 2.0). */
export function toEvent(request: IncomingMessage, body: Buffer): APIGatewayProxyEventV2 {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
  const method = request.method ?? 'GET';
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined && name !== 'cookie') headers[name] = Array.isArray(value) ? value.join(',') : value;
  }
  const now = new Date();
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: query,
    headers,
    ...(request.headers.cookie === undefined ? {} : { cookies: request.headers.cookie.split('; ') }),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      requestId: crypto.randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
      http: {
        method,
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: headers['user-agent'] ?? '',
      },
    },
    // Bytes, not text: a body that is no valid UTF-8 must reach the function as it came.
    ...(body.length === 0 ? {} : { body: body.toString('base64') }),
    isBase64Encoded: body.length > 0,
  };
}

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= readLimit) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
