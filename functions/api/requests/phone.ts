/**
 * The telephone number that comes with a firm's question: of China where it names no other country. With the library's
 * full rules, as by the short ones a landline without its area code would do.
 */
import { z } from '@hono/zod-openapi';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';

const MOST = 40;

export const PhoneNumber = z
  .string()
  .trim()
  .max(MOST)
  .refine((typed) => phoneUri(typed) !== undefined, {
    params: {
      zh: '读不出这个电话号码。手机号如 13800138000，座机请带区号，如 010-65001234，分机写作“转 8001”',
      en: 'must be a telephone number: a mobile number such as 13800138000, a landline with its area code such as 010-65001234, an extension as “ext. 8001”',
    },
  })
  .openapi({ example: '010-65001234' });

/** What the library does not know as the beginning of an extension. */
const CHINESE_EXTENSION = /(?:转|分机)[:：]?/;

/** The number as a link dials it (RFC 3966); undefined where it is none. */
export function phoneUri(typed: string): string | undefined {
  const number = parsePhoneNumberFromString(typed.normalize('NFKC').replace(CHINESE_EXTENSION, ' ext. '), {
    defaultCountry: 'CN',
    extract: false,
  });
  return number?.isValid() ? number.getURI() : undefined;
}
