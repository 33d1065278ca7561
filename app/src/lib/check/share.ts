/**
 * Answers in a link: compressed, in the fragment, which a browser never sends. A link is read like any foreign
 * input: bounded in size, then checked against the field dictionary.
 */

/** What a link carries: the profile as it was filled in, and the questions that were left open on purpose. */
export interface Carried {
  readonly profile: unknown;
  readonly unsure: readonly string[];
}

const VERSION = '1';
const PREFIX = `#a=${VERSION}.`;
/** No answers are larger; a link that unpacks to more was made to do harm. */
const MOST_BYTES = 256 * 1024;
const MOST_UNSURE = 500;

export async function toFragment({ profile, unsure }: Carried): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify({ p: profile, u: unsure }));
  return PREFIX + base64url(await piped(bytes, new CompressionStream('deflate-raw')));
}

/** Whether a fragment is meant to carry answers, readable or not. */
export const carriesAnswers = (fragment: string): boolean => fragment.startsWith('#a=');

/** Whether a link carries the same answers as another, or as were kept. */
export const sameAnswers = (one: Carried, other: Carried): boolean =>
  JSON.stringify([one.profile, one.unsure]) === JSON.stringify([other.profile, other.unsure]);

/** Undefined where the fragment carries no answers at all; null where it does but they cannot be read. */
export async function fromFragment(fragment: string): Promise<Carried | null | undefined> {
  if (!carriesAnswers(fragment)) return undefined;
  if (!fragment.startsWith(PREFIX)) return null;
  try {
    const packed = fromBase64url(fragment.slice(PREFIX.length));
    const bytes = await piped(packed, new DecompressionStream('deflate-raw'));
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (!isRecordOfUnknown(value)) return null;
    return { profile: value.p, unsure: unsureOf(value.u) };
  } catch {
    return null;
  }
}

export const unsureOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((path) => typeof path === 'string').slice(0, MOST_UNSURE) : [];

const isRecordOfUnknown = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function piped(bytes: Uint8Array<ArrayBuffer>, through: CompressionStream | DecompressionStream) {
  const stream = new Blob([bytes]).stream().pipeThrough(through);
  const reader = stream.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MOST_BYTES) {
      await reader.cancel();
      throw new Error('larger than any answers');
    }
    parts.push(part.value);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

function base64url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (character) => character.charCodeAt(0));
}
