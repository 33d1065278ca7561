import type { Examples } from './example.ts';

const FIGURE = { on: '2026-06-30', value: 33, source: { title: '朝阳区统计信息' } };

export const indicatorsExamples: Examples = {
  'GET /v1/indicators/figures': { own: () => ({ path: '/v1/indicators/figures' }) },
  'GET /v1/indicators/{id}/figures': { own: () => ({ path: '/v1/indicators/cy-unicorns/figures' }) },
  'POST /v1/indicators/{id}/figures': {
    own: () => ({ path: '/v1/indicators/cy-unicorns/figures', body: FIGURE }),
    foreign: () => ({ path: '/v1/indicators/dc-hnte/figures', body: FIGURE }),
  },
};
