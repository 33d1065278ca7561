import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { ProblemKind } from '../problem.ts';

/** Bytes of a request body that are taken. */
export const BODY_LIMIT = 256 * 1024;
/** A profile is five levels deep; far deeper nesting is an attack on whatever walks it. */
const DEPTH_LIMIT = 32;

export type Body = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly kind: ProblemKind };

/** The JSON of an event's body, or why there is none. */
export function bodyOf(event: APIGatewayProxyEventV2): Body {
  if (!isPlainJson(event.headers)) return refused('unsupported-media-type');
  const sent = event.body ?? '';
  if (sent.length > BODY_LIMIT * 2) return refused('too-large');
  const bytes = Buffer.from(sent, event.isBase64Encoded ? 'base64' : 'utf8');
  if (bytes.length > BODY_LIMIT) return refused('too-large');
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return isTooDeep(text) ? refused('invalid-json') : { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return refused('invalid-json');
  }
}

const refused = (kind: ProblemKind): Body => ({ ok: false, kind });

function isPlainJson(headers: Readonly<Record<string, string | undefined>>): boolean {
  const encoding = headers['content-encoding'] ?? 'identity';
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';');
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('charset='));
  return (
    type.trim() === 'application/json' &&
    encoding === 'identity' &&
    (charset === undefined || /^charset="?utf-?8"?$/.test(charset))
  );
}

/** Whether a JSON text nests deeper than {@link DEPTH_LIMIT}; counts brackets outside of strings. */
export function isTooDeep(text: string): boolean {
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === '\\') at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > DEPTH_LIMIT) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
