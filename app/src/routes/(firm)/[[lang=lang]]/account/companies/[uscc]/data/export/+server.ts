import { firmPath } from '#lib/server/api-firm.server.ts';
import { read } from '#lib/server/api-session.server.ts';
import { Anything } from '#lib/server/api-shapes.ts';
import type { RequestHandler } from './$types';

export const GET: RequestHandler = async (event) => {
  const everything = await read(event, Anything, `${firmPath(event.params.uscc)}/export`);
  return new Response(`${JSON.stringify(everything, null, 2)}\n`, {
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="ceyin-${event.params.uscc.replaceAll(/\W/g, '')}.json"`,
    },
  });
};
