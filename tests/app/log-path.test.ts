import { expect, test } from 'vitest';
import { shownPath } from '#lib/server/log-path.ts';

test.each([
  ['/v1/proofs/91110105MA00000P0N/20260701010000000-4f1c-secret', '/v1/proofs/…/…'],
  ['/v1/companies/91110105MA00000P0N/requests/0mr1dc4g0-000000000003', '/v1/companies/…/requests/…'],
  ['/v1/corrections/abc123?code=secret', '/v1/corrections/…'],
  ['/v1/portfolio/hand-over', '/v1/portfolio/hand-over'],
  ['/v1/imports/template.xlsx?lang=en', '/v1/imports/template.xlsx'],
  ['/v1/managers/林晓', '/v1/managers/…'],
])('%s is logged as %s', (path, shown) => {
  expect(shownPath(path)).toBe(shown);
});
