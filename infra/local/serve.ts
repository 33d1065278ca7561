/** The single process: the portal as adapter-node built it, the API and its store. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { handOver } from '#lib/server/session-keeper.ts';
import { storeKeeper } from '../portal/sessions.ts';
import { startApi } from './api.ts';
import { settingsFrom } from './settings.ts';

const read = settingsFrom(process.env);
if (!read.ok) {
  console.error(read.why);
  process.exit(1);
}
const { port, host, origin } = read.settings;
const built = (path: string) => new URL(`../../build/${path}`, import.meta.url).href;

// Read by the portal when it is imported. Over plain http SvelteKit takes a form post only from the origin it
// believes to be its own, and it believes in https unless a header says otherwise.
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
// A table of firms is posted to the portal, which hands it on; the API has the last word on its size.
process.env.BODY_SIZE_LIMIT ??= '5M';
process.env.API_ORIGIN ??= `http://127.0.0.1:${port}`;
// Where people sign in: the demo issuer of this process, unless one of one's own is named.
process.env.CEYIN_ISSUER = read.settings.issuer ?? `${origin}/issuer`;

const { deps, api, issuer, close } = await startApi(read.settings);
handOver(storeKeeper(deps.store));
const portal = (await import(built('portal/handler.js'))) as {
  handler: (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
};

const server = createServer((request, response) => {
  const [path = '/'] = (request.url ?? '/').split('?', 1);
  request.headers['x-forwarded-proto'] = new URL(origin).protocol.slice(0, -1);
  response.setHeader('x-content-type-options', 'nosniff');
  if (path === '/v1' || path.startsWith('/v1/')) api(request, response);
  else if (issuer && path.startsWith('/issuer/')) issuer(request, response);
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

server.listen({ port, host }, () => {
  console.log(`策引 Ceyin: ${origin}`);
});

let stopping = false;
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) process.on(event, stop);

/** Lets requests under way finish, for five seconds at most, then closes the store. */
function stop(): void {
  if (stopping) return;
  stopping = true;
  server.close(() => void close().finally(() => process.exit(0)));
  server.closeIdleConnections();
  setTimeout(() => server.closeAllConnections(), 5000).unref();
}
