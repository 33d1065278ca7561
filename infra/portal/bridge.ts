/** From an event of API Gateway (HTTP API, format 2.0) to a plain HTTP server on a socket of this function, and back. */
import { request, type IncomingHttpHeaders, type Server } from 'node:http';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

export type Answer = APIGatewayProxyStructuredResultV2;

/** Starts to listen; answers by events until the process ends. `origin` is where browsers reach the site. */
export async function bridged(
  server: Server,
  socketPath: string,
  origin: string,
): Promise<(event: APIGatewayProxyEventV2) => Promise<Answer>> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });
  const { host, protocol } = new URL(origin);
  return async (event) => {
    const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          socketPath,
          // A connection each: one that was kept could be closed while the function was frozen.
          agent: false,
          method: event.requestContext.http.method,
          path: pathOf(event),
          headers: { ...headersOf(event, body), host, 'x-forwarded-proto': protocol.slice(0, -1) },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', reject);
          response.on('end', () => {
            resolve(answerOf(response.statusCode ?? 500, response.headers, Buffer.concat(chunks)));
          });
        },
      );
      asked.on('error', reject);
      asked.end(body);
    });
  };
}

/** The gateway passes a path on decoded; what an address cannot hold is encoded again, what is encoded stays. */
function pathOf({ rawPath, rawQueryString }: APIGatewayProxyEventV2): string {
  const path = rawPath.replaceAll(/[^\x21-\x7e]+/gu, encodeURIComponent).replaceAll(/[?#]/g, encodeURIComponent);
  // Two slashes would begin another host's address.
  return path.replace(/^\/*/, '/') + (rawQueryString === '' ? '' : `?${rawQueryString}`);
}

/** What belongs to one connection, and what the function itself says. */
const OWN = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'host', 'upgrade', 'expect']);

function headersOf(event: APIGatewayProxyEventV2, body: Buffer): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(event.headers)) {
    if (value !== undefined && !OWN.has(name) && !name.startsWith('x-forwarded-')) headers[name] = value;
  }
  if (event.cookies) headers.cookie = event.cookies.join('; ');
  // Who asks is what the gateway saw, whatever the request says of itself.
  headers['x-forwarded-for'] = event.requestContext.http.sourceIp;
  if (event.body !== undefined) headers['content-length'] = String(body.length);
  return headers;
}

const TEXT = /^(text\/|application\/(json|javascript|manifest\+json|xml|problem\+json)|image\/svg\+xml)/i;

function answerOf(statusCode: number, headers: IncomingHttpHeaders, body: Buffer): Answer {
  const { 'set-cookie': cookies = [], ...others } = headers;
  const plain = Object.entries(others).flatMap(([name, value]) =>
    value === undefined || OWN.has(name) ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  const isText = TEXT.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
  return {
    statusCode,
    headers: { 'x-content-type-options': 'nosniff', ...Object.fromEntries(plain) },
    cookies,
    body: body.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
}
