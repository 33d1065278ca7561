/** The single process: the portal as adapter-node built it, and the functions as they are bundled for AWS. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerWith, type Handler } from './gateway.ts';

const port = Number(process.env.PORT ?? 3000);
const built = (path: string) => new URL(`../../build/${path}`, import.meta.url).href;

// Read by the portal when it is imported. Over plain http SvelteKit takes a form post only from the origin it
// believes to be its own, and it believes in https unless a header says otherwise.
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
process.env.API_ORIGIN ??= `http://127.0.0.1:${port}`;

const match = (await import(built('functions/match/index.mjs'))) as { handler: Handler };
const portal = (await import(built('portal/handler.js'))) as {
  handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
};

const server = createServer((request, response) => {
  request.headers['x-forwarded-proto'] = 'http';
  response.setHeader('x-content-type-options', 'nosniff');
  if (/^\/v1(\/|\?|$)/.test(request.url ?? '')) void answerWith(match.handler, request, response);
  else portal.handler(request, response, () => response.writeHead(404).end());
});

server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${port} is in use 端口 ${port} 已被占用: choose another with PORT=${port + 1} npm start.`
      : `The server stopped: ${error.message}`,
  );
  process.exit(1);
});

server.listen({ port, host: process.env.HOST }, () => {
  console.log(`策引 Ceyin: http://localhost:${port}`);
});

let stopping = false;
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, stop);

/** Lets requests under way finish, for five seconds at most. */
function stop(): void {
  if (stopping) return;
  stopping = true;
  server.close(() => process.exit(0));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 5000).unref();
}
