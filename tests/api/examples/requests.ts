import { putCompany } from '../companies.ts';
import { ask, putRequest } from '../requests.ts';
import type { TestApi } from '../support.ts';
import { FOREIGN, OWN, PEOPLE } from '../world.ts';
import type { Act } from '#functions/api/requests/states.ts';
import type { Example, Examples } from './example.ts';

const onBoth = (prepare: (uscc: string) => Example['own']): Example => ({
  own: prepare(OWN),
  foreign: prepare(FOREIGN),
});
const me = { subject: PEOPLE.manager.subject, name: PEOPLE.manager.name };

/** The request after these acts, and one more to be asked for. */
const after = (acts: readonly Act[], path: string, body?: unknown): Example =>
  onBoth((uscc) => async (api: TestApi) => {
    await putCompany(api, uscc, { managers: [me.subject, 'manager-2'] });
    const { id, version } = await putRequest(api, { uscc, manager: me }, acts);
    const headers = { 'if-match': `"v${version}"` };
    return { path: `/v1/companies/${uscc}/requests/${id}${path}`, ...(body === undefined ? {} : { body, headers }) };
  });
const text = '请补充 2025 年研发费用';

export const requestsExamples: Examples = {
  'POST /v1/companies/{uscc}/requests': onBoth((uscc) => async (api) => {
    await putCompany(api, uscc);
    return { path: `/v1/companies/${uscc}/requests`, ...ask() };
  }),
  'GET /v1/companies/{uscc}/requests': onBoth((uscc) => () => ({ path: `/v1/companies/${uscc}/requests` })),
  'GET /v1/companies/{uscc}/requests/{id}': after([], ''),
  'GET /v1/requests': { own: () => ({ path: '/v1/requests' }) },
  'GET /v1/requests/unassigned': { own: () => ({ path: '/v1/requests/unassigned' }) },
  'GET /v1/requests/overdue': { own: () => ({ path: '/v1/requests/overdue' }) },
  'POST /v1/companies/{uscc}/requests/{id}/accept': after([], '/accept', {}),
  'POST /v1/companies/{uscc}/requests/{id}/answer': after(['accept'], '/answer', { text }),
  'POST /v1/companies/{uscc}/requests/{id}/ask-firm': after(['accept'], '/ask-firm', { text }),
  'POST /v1/companies/{uscc}/requests/{id}/resume': after(['accept', 'ask-firm'], '/resume', {}),
  'POST /v1/companies/{uscc}/requests/{id}/solve': after(['accept'], '/solve', { text }),
  'POST /v1/companies/{uscc}/requests/{id}/decline': after(['accept'], '/decline', { text, reason: 'no-measure' }),
  'POST /v1/companies/{uscc}/requests/{id}/reassign': after(['accept'], '/reassign', { to: 'manager-2' }),
  'POST /v1/companies/{uscc}/requests/{id}/reply': after(['accept', 'ask-firm'], '/reply', { text }),
  'POST /v1/companies/{uscc}/requests/{id}/withdraw': after([], '/withdraw', {}),
  'POST /v1/companies/{uscc}/requests/{id}/rate': after(['accept', 'solve'], '/rate', { score: 5 }),
};
