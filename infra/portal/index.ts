/** The portal in Lambda: the very handler that adapter-node built, behind a socket of this function. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { followed } from '#functions/lambda/observe.ts';
import { setting } from '#functions/lambda/settings.ts';
import { fromViewer } from '#functions/lambda/viewer.ts';
import { openDynamo } from '#functions/store/dynamodb.ts';
import { handOver } from '#lib/server/session-keeper.ts';
import { bridged } from './bridge.ts';
import { storeKeeper } from './sessions.ts';

const origin = setting('CEYIN_ORIGIN');
// Read by the portal when it is loaded.
process.env.API_ORIGIN ??= origin;
process.env.PROTOCOL_HEADER = 'x-forwarded-proto';
process.env.ADDRESS_HEADER = 'x-forwarded-for';
// As much as fits an event of the gateway, encoded.
process.env.BODY_SIZE_LIMIT ??= '5M';

handOver(storeKeeper(openDynamo(setting('CEYIN_TABLE'))));
const portal = await import('ceyin-portal');
const server = createServer((request, response) => {
  portal.handler(request, response, () => response.writeHead(404).end());
});
const answer = await bridged(server, join(tmpdir(), `portal-${randomUUID().slice(0, 8)}.sock`), origin);
// The function ends with its last event, not with the server.
server.unref();

export const handler = followed(fromViewer(answer));
