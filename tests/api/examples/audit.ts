import type { Examples } from './example.ts';

export const auditExamples: Examples = {
  'GET /v1/audit': { own: () => ({ path: '/v1/audit' }) },
  'GET /v1/audit/actions': { own: () => ({ path: '/v1/audit/actions' }) },
  'GET /v1/audit/firms': { own: () => ({ path: `/v1/audit/firms?name=${encodeURIComponent('示例')}` }) },
  'GET /v1/audit/verify': { own: () => ({ path: '/v1/audit/verify?chain=00' }) },
};
