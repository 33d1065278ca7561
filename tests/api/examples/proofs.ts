import { putCompany } from '../companies.ts';
import { FOREIGN, OWN } from '../world.ts';
import type { Examples } from './example.ts';

const headers = { 'idempotency-key': 'an-example-key' };
const body = { measures: ['cn-hnte'] };

export const proofsExamples: Examples = {
  'POST /v1/companies/{uscc}/proofs': {
    own: async (api) => {
      await putCompany(api, OWN);
      return { path: `/v1/companies/${OWN}/proofs`, body, headers };
    },
    foreign: async (api) => {
      await putCompany(api, FOREIGN);
      return { path: `/v1/companies/${FOREIGN}/proofs`, body, headers };
    },
  },
  'GET /v1/companies/{uscc}/proofs': {
    own: () => ({ path: `/v1/companies/${OWN}/proofs` }),
    foreign: () => ({ path: `/v1/companies/${FOREIGN}/proofs` }),
  },
  'GET /v1/companies/{uscc}/proofs/{id}': {
    own: async (api) => {
      const { proof = '' } = await putCompany(api, OWN, { proving: 'cn-hnte' });
      return { path: `/v1/companies/${OWN}/proofs/${proof}` };
    },
    foreign: async (api) => {
      const { proof = '' } = await putCompany(api, FOREIGN, { proving: 'cn-hnte' });
      return { path: `/v1/companies/${FOREIGN}/proofs/${proof}` };
    },
  },
  'GET /v1/proofs/{uscc}/{id}': {
    own: async (api) => {
      const { proof = '' } = await putCompany(api, OWN, { proving: 'cn-hnte' });
      return { path: `/v1/proofs/${OWN}/${proof}` };
    },
  },
  'GET /v1/proofs/keys': { own: () => ({ path: '/v1/proofs/keys' }) },
  'POST /v1/proofs/verify': { own: () => ({ path: '/v1/proofs/verify', body: { proof: 'a.b.c' } }) },
};
