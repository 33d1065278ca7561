/** What people write in their own words: plain text, shown as it is. */
import { z } from '@hono/zod-openapi';

/** Text without markup or control characters, trimmed, of so many characters. */
export const plainText = (least: number, most: number) =>
  z
    .string()
    .trim()
    .min(least)
    .max(most)
    .refine((text) => text.isWellFormed() && !CONTROL.test(text), {
      params: { zh: '含有不能显示的字符', en: 'has characters that cannot be shown' },
    })
    .refine((text) => !TAG.test(text), {
      params: { zh: '只收纯文字，不收 HTML', en: 'must be plain text, without HTML' },
    });

// Tabs and line breaks are text.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;
/** What begins a tag, a comment or a closing tag; “< 5%” is text. */
const TAG = /<[a-z!/?]/i;

/** Whether a text is a web address that a page may link to. */
export function isPublicUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

/** A web address, with words for what is wrong with it. */
export const PublicUrl = z
  .string()
  .trim()
  .max(1000)
  .refine((text) => text.isWellFormed() && isPublicUrl(text), {
    params: {
      zh: '应为以 https:// 或 http:// 开头的网址',
      en: 'must be an address beginning with https:// or http://',
    },
  });
