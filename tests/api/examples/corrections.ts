import type { TestApi } from '../support.ts';
import type { Examples } from './example.ts';

const path = '/v1/corrections';
const BODY = { text: '第二项条件的比例与原文不一致，应为百分之十。', measure: 'cn-hnte' };

async function sent(api: TestApi): Promise<{ id: string; code: string }> {
  return (await api.anonymous.post(path, BODY)).json as { id: string; code: string };
}

export const correctionsExamples: Examples = {
  'POST /v1/corrections': { own: () => ({ path, body: BODY }) },
  'GET /v1/corrections': { own: () => ({ path }) },
  'GET /v1/corrections/{id}': {
    own: async (api) => {
      const { id, code } = await sent(api);
      return { path: `${path}/${id}?code=${code}` };
    },
  },
  'PATCH /v1/corrections/{id}': {
    own: async (api) => ({
      path: `${path}/${(await sent(api)).id}`,
      body: { state: 'taken' },
      headers: { 'if-match': '"v1"' },
    }),
  },
};
