import { rematch } from '#functions/rematch/run.ts';
import { firms } from '../../functions/artefact.ts';
import { saveFirm } from '../../demand/firms.ts';
import { FOREIGN, OWN } from '../world.ts';
import type { Example, Examples } from './example.ts';

const profile = firms.get('chaoyang-ai-software.json') ?? {};

const ofFirm = (asked: { readonly body?: unknown; readonly headers?: Record<string, string> } = {}): Example => {
  const on = (uscc: string): Example['own'] => {
    return async (api) => {
      await saveFirm(api.deps.store, uscc, profile);
      return { path: `/v1/companies/${uscc}/demand`, ...asked };
    };
  };
  return { own: on(OWN), foreign: on(FOREIGN) };
};
const ofDistrict = (path: string): Example => ({
  own: () => ({ path: `${path}&district=chaoyang` }),
  foreign: () => ({ path: `${path}&district=dongcheng` }),
});

const simulating = (district: string) => ({
  path: '/v1/population/simulate',
  body: { district, measure: 'cn-tech-sme', patch: { condition: 'staff-limit', value: 600 } },
});

export const demandExamples: Examples = {
  'GET /v1/companies/{uscc}/demand': ofFirm(),
  'POST /v1/companies/{uscc}/demand': ofFirm({
    body: { measure: 'cn-hnte', type: 'looked' },
    headers: { 'idempotency-key': 'key-for-the-matrix' },
  }),
  'GET /v1/demand/summary': ofDistrict('/v1/demand/summary?by=measure'),
  'GET /v1/demand/funnel': ofDistrict('/v1/demand/funnel?by=place&measure=cn-hnte'),
  'GET /v1/population/blockers': ofDistrict('/v1/population/blockers?measure=cn-hnte'),
  'POST /v1/population/simulate': {
    own: () => simulating('chaoyang'),
    foreign: () => simulating('dongcheng'),
  },
  'GET /v1/rematch/runs/{id}': {
    own: async ({ deps }) => {
      await rematch(deps, deps.catalogue().catalogue, { id: 'r1', cause: 'date', object: null, asOf: '2026-07-01' });
      return { path: '/v1/rematch/runs/r1' };
    },
  },
  'GET /v1/demand/series': ofDistrict('/v1/demand/series?measure=cn-hnte'),
};
