/** What zod finds wrong, in plain words of both languages. */
import type { z } from '@hono/zod-openapi';
import type { RequestFault } from '#functions/problem.ts';
import type { Lang } from '#rules/engine/types.ts';

type Issue = z.core.$ZodIssue;
type Words = Readonly<Record<Lang, string>>;

/** One fault per place. A refinement brings its own words: `refine(…, { params: { zh: '…', en: '…' } })`. */
export const faultsOf = (issues: readonly Issue[], lang: Lang, at: readonly string[] = []): RequestFault[] =>
  issues.flatMap((issue) => {
    const path = [...at, ...issue.path.map(String)];
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => faultAt([...path, key], { zh: '没有这一项', en: 'is not known' }, lang));
    }
    return [faultAt(path, wordsOf(issue), lang)];
  });

const faultAt = (path: readonly string[], words: Words, lang: Lang): RequestFault => ({
  path: path.join('.').slice(0, 200),
  message: words[lang],
});

const KINDS: Readonly<Record<string, Words>> = {
  string: { zh: '文字', en: 'text' },
  number: { zh: '数字', en: 'a number' },
  int: { zh: '整数', en: 'a whole number' },
  boolean: { zh: ' true 或 false', en: 'true or false' },
  array: { zh: '列表', en: 'a list' },
  object: { zh: '对象（{ … }）', en: 'an object ({ … })' },
  record: { zh: '对象（{ … }）', en: 'an object ({ … })' },
};
const FORMATS: Readonly<Record<string, Words>> = {
  date: { zh: '应为日期，如 2026-07-01', en: 'must be a date such as 2026-07-01' },
  datetime: { zh: '应为时间，如 2026-07-01T08:00:00Z', en: 'must be a time such as 2026-07-01T08:00:00Z' },
  email: { zh: '应为邮箱地址', en: 'must be an e-mail address' },
  url: { zh: '应为网址', en: 'must be a web address' },
  uuid: { zh: '应为 UUID', en: 'must be a UUID' },
};

function wordsOf(issue: Exclude<Issue, { code: 'unrecognized_keys' }>): Words {
  switch (issue.code) {
    case 'invalid_type': {
      const kind = KINDS[issue.expected];
      return kind
        ? { zh: `缺少，或应为${kind.zh}`, en: `is missing or must be ${kind.en}` }
        : { zh: '类型不对', en: 'has the wrong type' };
    }
    case 'invalid_value': {
      const choices = issue.values.map(String).slice(0, 20).join(', ');
      return { zh: `应为其中之一：${choices}`, en: `must be one of: ${choices}` };
    }
    case 'invalid_format':
      return FORMATS[issue.format] ?? { zh: '写法不对', en: 'is not written as it must be' };
    case 'too_small':
      return bound(issue.origin, Number(issue.minimum), { zh: '至少', en: 'at least' });
    case 'too_big':
      return bound(issue.origin, Number(issue.maximum), { zh: '最多', en: 'at most' });
    case 'not_multiple_of':
      return { zh: `应为 ${String(issue.divisor)} 的倍数`, en: `must be a multiple of ${String(issue.divisor)}` };
    case 'invalid_union':
      return { zh: '不是允许的几种形式之一', en: 'has none of the allowed shapes' };
    case 'invalid_key':
    case 'invalid_element':
      return { zh: '其中有一项不对', en: 'holds an entry that is not right' };
    case 'custom': {
      const { zh, en } = issue.params ?? {};
      return typeof zh === 'string' && typeof en === 'string' ? { zh, en } : { zh: '不对', en: 'is not right' };
    }
    default:
      return issue satisfies never;
  }
}

function bound(origin: string, limit: number, much: Words): Words {
  if (origin === 'string') return { zh: `${much.zh} ${limit} 个字`, en: `must have ${much.en} ${limit} characters` };
  if (origin === 'array' || origin === 'set' || origin === 'map') {
    return { zh: `${much.zh} ${limit} 项`, en: `must have ${much.en} ${limit} entries` };
  }
  return { zh: `${much.zh}为 ${limit}`, en: `must be ${much.en} ${limit}` };
}
