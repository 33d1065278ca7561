import { firms, rules } from '../../functions/artefact.ts';
import type { Examples } from './example.ts';

const [measure] = rules.measures;
const id = measure?.id ?? '';
const from = measure?.versions[0]?.from ?? '';
const profile = firms.get('chaoyang-ai-software.json');
const asking = (path: string) => ({ own: () => ({ path, body: { profile, measures: [id] } }) });

export const coreExamples: Examples = {
  'GET /v1/health': { own: () => ({ path: '/v1/health' }) },
  'GET /v1/openapi.json': { own: () => ({ path: '/v1/openapi.json' }) },
  'GET /v1/docs': { own: () => ({ path: '/v1/docs' }) },
  'GET /v1/me': { own: () => ({ path: '/v1/me' }) },
  'GET /v1/measures': { own: () => ({ path: '/v1/measures?level=beijing' }) },
  'GET /v1/measures/{id}': { own: () => ({ path: `/v1/measures/${id}` }) },
  'GET /v1/measures/{id}/versions': { own: () => ({ path: `/v1/measures/${id}/versions` }) },
  'GET /v1/measures/{id}/versions/{from}/diff/{other}': {
    own: () => ({ path: `/v1/measures/${id}/versions/${from}/diff/${from}` }),
  },
  'GET /v1/provisions': { own: () => ({ path: '/v1/provisions' }) },
  'GET /v1/indicators': { own: () => ({ path: '/v1/indicators' }) },
  'GET /v1/catalogue.json': { own: () => ({ path: '/v1/catalogue.json' }) },
  'GET /v1/catalogue.csv': { own: () => ({ path: '/v1/catalogue.csv' }) },
  'GET /v1/calendar.ics': { own: () => ({ path: '/v1/calendar.ics' }) },
  'GET /v1/catalogue/current': { own: () => ({ path: `/v1/catalogue/current?from=${rules.hash}&texts=zh` }) },
  'POST /v1/match': asking('/v1/match'),
  'POST /v1/match/next-question': asking('/v1/match/next-question'),
  'POST /v1/match/path': asking('/v1/match/path'),
  'POST /v1/match/portfolio': asking('/v1/match/portfolio'),
  'POST /v1/match/timeline': asking('/v1/match/timeline'),
};
