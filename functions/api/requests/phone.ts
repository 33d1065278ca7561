/**
 * The telephone number that comes with a firm's question: mobile, landline with area code, 400, or of another country.
 * By patterns of its own, as the library that knows the world's numbers would take more than this interface may weigh.
 */
import { z } from '@hono/zod-openapi';

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

const EXTENSION = /(?:转|分机|ext|x|#)[:：]?(\d{1,6})$/i;
const IN_CHINA = [
  /** Mobile. */
  /^1[3-9]\d{9}$/,
  /** Landline, after its area code. */
  /^0(?:10|2\d|[3-9]\d{2})[2-9]\d{6,7}$/,
  /** Nationwide. */
  /^[48]00\d{7}$/,
];
const ABROAD = /^[1-9]\d{6,14}$/;
const CHINA = '86';

/** The number as a link dials it (RFC 3966); undefined where it is none. */
export function phoneUri(typed: string): string | undefined {
  const plain = typed.normalize('NFKC').replaceAll(/[\s().\-‐-―]/g, '');
  const extension = EXTENSION.exec(plain)?.[1];
  const number = extension === undefined ? plain : plain.replace(EXTENSION, '');
  const international = /^(?:\+|00)(\d+)$/.exec(number)?.[1];
  const dialled = international === undefined ? chinese(number) : abroad(international);
  return dialled && `tel:+${dialled}${extension === undefined ? '' : `;ext=${extension}`}`;
}

/** With the country's code; a trunk's 0 is not dialled after it. */
function chinese(number: string): string | undefined {
  const own = number.startsWith(CHINA) && number.length > 11 ? number.slice(CHINA.length) : number;
  const whole = IN_CHINA.some((form) => form.test(own));
  return whole ? CHINA + own.replace(/^0/, '') : undefined;
}

function abroad(digits: string): string | undefined {
  if (!digits.startsWith(CHINA)) return ABROAD.test(digits) ? digits : undefined;
  const own = digits.slice(CHINA.length);
  return chinese(own) ?? chinese(`0${own}`);
}
