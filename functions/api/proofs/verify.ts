/** Checking a proof: whether it is ours and unaltered, and what has changed since. */
import { decodeProtectedHeader, errors } from 'jose';
import type { Rules } from '#rules/engine/types.ts';
import { PROOF_TYPE, type Signer } from './signer.ts';
import { Statement } from './statement.ts';

export const REASONS = {
  malformed: {
    zh: '这不是一份证明：格式不对，可能复制不完整',
    en: 'This is no proof: its form is wrong, perhaps it was copied in part',
  },
  'wrong-type': { zh: '这是别的签名文件，不是证明', en: 'This is something else that was signed, not a proof' },
  'unknown-key': { zh: '不是本平台签发的', en: 'It was not signed with a key of this portal' },
  'bad-signature': { zh: '签名不符：内容被改动过', en: 'The signature does not fit: something was changed' },
} as const;
export type Reason = keyof typeof REASONS;

/** What holds of a genuine proof today. */
export const REMARKS = {
  'catalogue-changed': {
    zh: '此后政策目录有过更新，结论以签发时的版本为准',
    en: 'The catalogue has changed since; the outcome is that of the version named',
  },
} as const;
export type Remark = keyof typeof REMARKS;

export type Verified =
  | { readonly valid: true; readonly statement: Statement; readonly remarks: readonly Remark[] }
  | { readonly valid: false; readonly reason: Reason };

export async function verifyProof(signer: Signer, rules: Rules, proof: string): Promise<Verified> {
  const type = typeOf(proof);
  if (type === undefined) return { valid: false, reason: 'malformed' };
  if (type !== PROOF_TYPE) return { valid: false, reason: 'wrong-type' };
  try {
    const { payload } = await signer.verify(proof);
    const statement = Statement.parse(JSON.parse(new TextDecoder().decode(payload)));
    return { valid: true, statement, remarks: statement.catalogue === rules.hash ? [] : ['catalogue-changed'] };
  } catch (error) {
    if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JOSEAlgNotAllowed) {
      return { valid: false, reason: 'unknown-key' };
    }
    if (error instanceof errors.JWSSignatureVerificationFailed) return { valid: false, reason: 'bad-signature' };
    if (error instanceof errors.JOSEError) return { valid: false, reason: 'malformed' };
    throw error;
  }
}

/** The type its header names, which the signature covers; empty where it names none, undefined where it has no header. */
function typeOf(proof: string): string | undefined {
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(proof)) return undefined;
  try {
    const { typ } = decodeProtectedHeader(proof);
    return typ ?? '';
  } catch {
    return undefined;
  }
}
