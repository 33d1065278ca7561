import type { TestApi } from '../support.ts';
import { FOREIGN, OWN, PEOPLE } from '../world.ts';
import { putCompany, putManagers, PROFILE } from '../companies.ts';
import type { Examples } from './example.ts';

/** The same request on the firm within reach and on the other, both of which are there. */
const onFirm = (path: string, more: { body?: unknown; headers?: Record<string, string> } = {}) => {
  const prepare = (uscc: string) => async (api: TestApi) => {
    await putCompany(api, OWN);
    await putCompany(api, FOREIGN);
    return { path: path.replace('{uscc}', uscc), ...more };
  };
  return { own: prepare(OWN), foreign: prepare(FOREIGN) };
};
const evaluated = (path: string) => {
  const prepare = (uscc: string) => async (api: TestApi) => {
    await putCompany(api, uscc, { evaluated: true });
    return { path: path.replace('{uscc}', uscc) };
  };
  return { own: prepare(OWN), foreign: prepare(FOREIGN) };
};
const version = { 'if-match': '"v1"' };
const key = { 'idempotency-key': 'an-example-key' };
const stranger = 'someone-else';

export const companiesExamples: Examples = {
  'GET /v1/companies': { own: () => ({ path: '/v1/companies' }) },
  'POST /v1/companies': { own: () => ({ path: '/v1/companies', body: { profile: { ...PROFILE, uscc: OWN } } }) },
  'GET /v1/companies/{uscc}': onFirm('/v1/companies/{uscc}'),
  'PUT /v1/companies/{uscc}': {
    own: async (api) => {
      await putCompany(api, OWN);
      return { path: `/v1/companies/${OWN}`, body: { profile: { ...PROFILE, uscc: OWN } }, headers: version };
    },
    foreign: async (api) => {
      await putCompany(api, FOREIGN);
      return { path: `/v1/companies/${FOREIGN}`, body: { profile: { ...PROFILE, uscc: FOREIGN } }, headers: version };
    },
  },
  'PATCH /v1/companies/{uscc}': onFirm('/v1/companies/{uscc}', {
    body: { profile: { name: '改名' } },
    headers: version,
  }),
  'DELETE /v1/companies/{uscc}': onFirm('/v1/companies/{uscc}', { headers: version }),
  'GET /v1/companies/{uscc}/export': onFirm('/v1/companies/{uscc}/export'),
  'GET /v1/companies/{uscc}/history': onFirm('/v1/companies/{uscc}/history'),
  'GET /v1/companies/{uscc}/history/{version}': onFirm('/v1/companies/{uscc}/history/1'),
  'POST /v1/companies/{uscc}/evaluations': onFirm('/v1/companies/{uscc}/evaluations', { body: {} }),
  'GET /v1/companies/{uscc}/evaluations': evaluated('/v1/companies/{uscc}/evaluations'),
  'GET /v1/companies/{uscc}/evaluations/latest': evaluated('/v1/companies/{uscc}/evaluations/latest'),
  'GET /v1/companies/{uscc}/evaluations/{id}': {
    own: async (api) => {
      const { evaluation = '' } = await putCompany(api, OWN, { evaluated: true });
      return { path: `/v1/companies/${OWN}/evaluations/${evaluation}` };
    },
    foreign: async (api) => {
      const { evaluation = '' } = await putCompany(api, FOREIGN, { evaluated: true });
      return { path: `/v1/companies/${FOREIGN}/evaluations/${evaluation}` };
    },
  },
  'GET /v1/me/companies': { own: () => ({ path: '/v1/me/companies' }) },
  'GET /v1/companies/{uscc}/members': onFirm('/v1/companies/{uscc}/members'),
  'PUT /v1/companies/{uscc}/members/{subject}': {
    own: async (api) => {
      await putCompany(api, OWN, { members: { [stranger]: 'reader' } });
      return { path: `/v1/companies/${OWN}/members/${stranger}`, body: { role: 'editor' } };
    },
    foreign: async (api) => {
      await putCompany(api, FOREIGN, { members: { [stranger]: 'reader' } });
      return { path: `/v1/companies/${FOREIGN}/members/${stranger}`, body: { role: 'editor' } };
    },
  },
  'DELETE /v1/companies/{uscc}/members/{subject}': {
    own: async (api) => {
      await putCompany(api, OWN, { members: { [stranger]: 'reader' } });
      return { path: `/v1/companies/${OWN}/members/${stranger}` };
    },
    foreign: async (api) => {
      await putCompany(api, FOREIGN, { members: { [stranger]: 'reader' } });
      return { path: `/v1/companies/${FOREIGN}/members/${stranger}` };
    },
  },
  'POST /v1/companies/{uscc}/leave': {
    own: async (api) => {
      await putCompany(api, OWN, { members: { [PEOPLE.firm.subject]: 'owner', [stranger]: 'owner' } });
      return { path: `/v1/companies/${OWN}/leave` };
    },
    foreign: async (api) => {
      await putCompany(api, FOREIGN, { members: { [stranger]: 'owner' } });
      return { path: `/v1/companies/${FOREIGN}/leave` };
    },
  },
  'POST /v1/companies/{uscc}/invitations': onFirm('/v1/companies/{uscc}/invitations', { body: { role: 'owner' } }),
  'GET /v1/companies/{uscc}/invitations': onFirm('/v1/companies/{uscc}/invitations'),
  'DELETE /v1/companies/{uscc}/invitations/{id}': {
    own: async (api) => {
      const { invitation = '' } = await putCompany(api, OWN, { inviting: 'reader' });
      return { path: `/v1/companies/${OWN}/invitations/${invitation}` };
    },
    foreign: async (api) => {
      const { invitation = '' } = await putCompany(api, FOREIGN, { inviting: 'reader' });
      return { path: `/v1/companies/${FOREIGN}/invitations/${invitation}` };
    },
  },
  'POST /v1/invitations/accept': {
    own: async (api) => {
      const { code = '' } = await putCompany(api, FOREIGN, { inviting: 'reader' });
      return { path: '/v1/invitations/accept', body: { code } };
    },
  },
  'GET /v1/managers': { own: () => ({ path: '/v1/managers' }) },
  'GET /v1/managers/none': { own: () => ({ path: '/v1/managers/none' }) },
  'GET /v1/companies/{uscc}/assignment': onFirm('/v1/companies/{uscc}/assignment'),
  'GET /v1/companies/{uscc}/managers': onFirm('/v1/companies/{uscc}/managers'),
  'PUT /v1/companies/{uscc}/managers/{subject}': {
    own: async (api) => {
      await putCompany(api, OWN);
      await putManagers(api);
      return { path: `/v1/companies/${OWN}/managers/manager-2` };
    },
    foreign: async (api) => {
      await putCompany(api, FOREIGN);
      await putManagers(api);
      return { path: `/v1/companies/${FOREIGN}/managers/manager-2` };
    },
  },
  'DELETE /v1/companies/{uscc}/managers/{subject}': {
    own: async (api) => {
      await putCompany(api, OWN, { managers: ['manager-2'] });
      return { path: `/v1/companies/${OWN}/managers/manager-2` };
    },
    foreign: async (api) => {
      await putCompany(api, FOREIGN, { managers: ['manager-2'] });
      return { path: `/v1/companies/${FOREIGN}/managers/manager-2` };
    },
  },
  'GET /v1/portfolio': { own: () => ({ path: '/v1/portfolio' }) },
  'POST /v1/portfolio/hand-over': {
    own: async (api) => {
      await putManagers(api);
      return {
        path: '/v1/portfolio/hand-over',
        body: { from: PEOPLE.manager.subject, to: 'manager-2' },
        headers: key,
      };
    },
  },
  'GET /v1/privacy': { own: () => ({ path: '/v1/privacy' }) },
};
