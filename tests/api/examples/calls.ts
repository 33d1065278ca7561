import type { TestApi } from '../support.ts';
import type { Asked, Example, Examples } from './example.ts';

/** A measure of the whole city that is applied for by yearly calls. */
const MEASURE = 'bj-srdi-equity-reward';
const path = `/v1/measures/${MEASURE}/calls`;
const FACTS = {
  publishedOn: '2026-06-01',
  windows: [{ opensOn: '2026-06-01', closesOn: '2026-08-31' }],
  grade: 'B',
  source: { title: '关于组织申报的通知', url: 'https://www.beijing.gov.cn/notice' },
  checked: '2026-06-15',
};

const CALL = { ...FACTS, year: 2026 };

const entered = async (api: TestApi, region: string): Promise<string> => {
  await api.as('publisher').post(path, { ...CALL, region });
  return `${path}/2026-${region}`;
};
/** On a call of the district of Chaoyang, and on one of Dongcheng. */
const ofDistrict = (on: (api: TestApi, region: string) => Promise<Asked>): Example => ({
  own: (api) => on(api, 'chaoyang'),
  foreign: (api) => on(api, 'dongcheng'),
});

export const callsExamples: Examples = {
  'GET /v1/measures/{id}/calls': { own: () => ({ path }) },
  'POST /v1/measures/{id}/calls': ofDistrict((_, region) => Promise.resolve({ path, body: { ...CALL, region } })),
  'PUT /v1/measures/{id}/calls/{call}': ofDistrict(async (api, region) => ({
    path: await entered(api, region),
    body: FACTS,
    headers: { 'if-match': '"v1"' },
  })),
  'DELETE /v1/measures/{id}/calls/{call}': ofDistrict(async (api, region) => ({
    path: await entered(api, region),
    headers: { 'if-match': '"v1"' },
  })),
  'GET /v1/measures/{id}/calls/{call}/history': {
    own: async (api) => ({ path: `${await entered(api, 'chaoyang')}/history` }),
  },
};
