/** What is kept of a visitor can be found and read only with the name that their cookie holds. */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** 256 bits that cannot be guessed, as 43 letters. */
export const newName = (): string => randomBytes(32).toString('base64url');

/** Where it lies: a keeper learns this, and the name cannot be told from it. */
export const placeOf = (name: string): string => createHash('sha256').update(name).digest('base64url');

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** `use` keeps apart what is sealed for different ends: the one cannot be opened as the other. */
export function seal(name: string, use: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, keyFrom(name, use), nonce, { authTagLength: TAG_BYTES });
  const body = [cipher.update(text, 'utf8'), cipher.final()];
  return Buffer.concat([nonce, ...body, cipher.getAuthTag()]).toString('base64url');
}

/** The text as it was sealed; undefined where it was sealed with another name, for another use, or altered since. */
export function unsealed(name: string, use: string, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv(CIPHER, keyFrom(name, use), nonce, { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

/** The name is random to the last bit, so it needs neither salt nor a slow function. */
const keyFrom = (name: string, use: string): Buffer => Buffer.from(hkdfSync('sha256', name, '', `ceyin ${use}`, 32));
