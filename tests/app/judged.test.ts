/** Of which measures a number of firms says something. */
import { expect, test } from 'vitest';
import { isOnlyJudged } from '#lib/catalogue/judged.ts';
import { DAY, measure } from './public/support.ts';

test.each(['bj-listing-support', 'zgc-intl-talent-plan', 'cn-tech-transfer-vat'])(
  '%s asks for nothing that a firm’s answers could settle',
  (id) => expect(isOnlyJudged(measure(id), DAY)).toBe(true),
);

test.each(['cn-hnte', 'cn-tech-sme', 'zgc-hnte-foundation', 'bj-innovation-voucher'])('%s asks for some', (id) =>
  expect(isOnlyJudged(measure(id), DAY)).toBe(false),
);
