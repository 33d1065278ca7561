import { noticesOf, tell } from '#functions/notices/kept.ts';
import { OWN, PEOPLE } from '../world.ts';
import type { TestApi } from '../support.ts';
import type { Examples } from './example.ts';

/** Each of these people has the notice, under the same id. */
async function told({ deps }: TestApi): Promise<string> {
  const firms = [{ uscc: OWN, name: '示例' }];
  const notice = { kind: 'newly-eligible', firms, measures: ['cn-hnte'], on: null, object: null } as const;
  const subjects = [PEOPLE.firm, PEOPLE.manager, PEOPLE.staff].map(({ subject }) => subject);
  for (const subject of subjects) await tell(deps, subject, notice);
  const { notices } = await noticesOf(deps.store, PEOPLE.firm.subject, { unread: false });
  return notices[0]?.id ?? '';
}

export const noticesExamples: Examples = {
  'GET /v1/notices': { own: () => ({ path: '/v1/notices' }) },
  'POST /v1/notices/{id}/read': {
    own: async (api) => ({ path: `/v1/notices/${await told(api)}/read` }),
    foreign: () => ({ path: '/v1/notices/c29tZW9uZSBlbHNl/read' }),
  },
  'GET /v1/notices/preferences': { own: () => ({ path: '/v1/notices/preferences' }) },
  'PUT /v1/notices/preferences': {
    own: () => ({
      path: '/v1/notices/preferences',
      body: { email: null, mail: 'none', lang: 'zh', refused: [] },
      headers: { 'if-match': '"v0"' },
    }),
  },
};
