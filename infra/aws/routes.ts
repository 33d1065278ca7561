/**
 * What anyone may ask without a token, by the API's own declarations (a test compares). Every other path below `/v1`
 * passes the authorizer first. The API checks tokens and rights itself in any case.
 */
export const PUBLIC_ROUTES = [
  'GET /v1/calendar.ics',
  'GET /v1/catalogue.csv',
  'GET /v1/catalogue.json',
  'GET /v1/catalogue/current',
  'GET /v1/corrections/{id}',
  'GET /v1/docs',
  'GET /v1/health',
  'GET /v1/imports/template.csv',
  'GET /v1/imports/template.xlsx',
  'GET /v1/indicators',
  'GET /v1/measures',
  'GET /v1/measures/{id}',
  'GET /v1/measures/{id}/calls',
  'GET /v1/measures/{id}/calls/{call}/history',
  'GET /v1/measures/{id}/versions',
  'GET /v1/measures/{id}/versions/{from}/diff/{other}',
  'GET /v1/openapi.json',
  'GET /v1/privacy',
  'GET /v1/proofs/keys',
  'GET /v1/proofs/{uscc}/{id}',
  'GET /v1/provisions',
  'POST /v1/corrections',
  'POST /v1/match/next-question',
  'POST /v1/match/path',
  'POST /v1/match/portfolio',
  'POST /v1/match/timeline',
  'POST /v1/proofs/verify',
] as const;

/** The match function's own path, with whatever method: it refuses the wrong ones itself. */
export const MATCH_ROUTE = 'ANY /v1/match';
/** Whatever else lies below `/v1`. */
export const API_ROUTE = 'ANY /v1/{proxy+}';
