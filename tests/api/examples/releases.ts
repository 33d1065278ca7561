import type { Principal } from '#functions/identity/principal.ts';
import type { TestApi } from '../support.ts';
import { PEOPLE } from '../world.ts';
import type { Examples } from './example.ts';

const BODY = {
  title: '调整研发费用占比下限',
  patches: [{ target: { parameter: 'rdRatioFloor' }, op: 'replace', path: '/values/0/bands/0/value', value: 0.06 }],
};
const path = '/v1/releases/drafts';
const ifMatch = (version: number) => ({ 'if-match': `"v${version}"` });

async function drafted(api: TestApi, by: Partial<Principal> = {}): Promise<string> {
  const { id } = (await api.as('publisher', { subject: by.subject ?? PEOPLE.publisher.subject }).post(path, BODY))
    .json as { id: string };
  return `${path}/${id}`;
}
async function checked(api: TestApi, by?: Partial<Principal>): Promise<string> {
  const draft = await drafted(api, by);
  await api.as('publisher').post(`${draft}/check`);
  return draft;
}
async function submitted(api: TestApi, by?: Partial<Principal>): Promise<string> {
  const draft = await checked(api, by);
  await api.as('publisher').post(`${draft}/submit`, undefined, { headers: ifMatch(1) });
  return draft;
}
async function approved(api: TestApi): Promise<string> {
  const draft = await submitted(api);
  await api.as('approver').post(`${draft}/approve`, {}, { headers: ifMatch(2) });
  return draft;
}

export const releasesExamples: Examples = {
  'POST /v1/releases/drafts': { own: () => ({ path, body: BODY }) },
  'GET /v1/releases/drafts': { own: () => ({ path }) },
  'GET /v1/releases/drafts/{id}': { own: async (api) => ({ path: await drafted(api) }) },
  'PUT /v1/releases/drafts/{id}': {
    own: async (api) => ({ path: await drafted(api), body: { ...BODY, title: '改名' }, headers: ifMatch(1) }),
  },
  'DELETE /v1/releases/drafts/{id}': { own: async (api) => ({ path: await drafted(api), headers: ifMatch(1) }) },
  'GET /v1/releases/drafts/{id}/diff': { own: async (api) => ({ path: `${await drafted(api)}/diff` }) },
  'POST /v1/releases/drafts/{id}/check': { own: async (api) => ({ path: `${await drafted(api)}/check` }) },
  'POST /v1/releases/drafts/{id}/impact': { own: async (api) => ({ path: `${await drafted(api)}/impact` }) },
  'POST /v1/releases/drafts/{id}/submit': {
    own: async (api) => ({ path: `${await checked(api)}/submit`, headers: ifMatch(1) }),
  },
  'POST /v1/releases/drafts/{id}/approve': {
    own: async (api) => ({ path: `${await submitted(api)}/approve`, body: {}, headers: ifMatch(2) }),
    // Written by the very person who would approve it.
    foreign: async (api) => ({
      path: `${await submitted(api, PEOPLE.approver)}/approve`,
      body: {},
      headers: ifMatch(2),
    }),
  },
  'POST /v1/releases/drafts/{id}/refuse': {
    own: async (api) => ({ path: `${await submitted(api)}/refuse`, body: { note: '依据不足' }, headers: ifMatch(2) }),
    foreign: async (api) => ({
      path: `${await submitted(api, PEOPLE.approver)}/refuse`,
      body: { note: '依据不足' },
      headers: ifMatch(2),
    }),
  },
  'POST /v1/releases/drafts/{id}/publish': {
    own: async (api) => ({ path: `${await approved(api)}/publish`, headers: ifMatch(3) }),
  },
  'GET /v1/releases': { own: () => ({ path: '/v1/releases' }) },
  'GET /v1/releases/{n}': { own: () => ({ path: '/v1/releases/0' }) },
  'GET /v1/releases/{a}/diff/{b}': { own: () => ({ path: '/v1/releases/0/diff/0' }) },
  'POST /v1/releases/{n}/impact': { own: () => ({ path: '/v1/releases/0/impact' }) },
  'POST /v1/releases/{n}/restore': {
    own: () => ({ path: '/v1/releases/0/restore', body: { notes: '恢复原来的规则' } }),
  },
};
