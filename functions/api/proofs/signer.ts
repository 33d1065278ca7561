/** What proofs (企业情况证明) are signed with: EdDSA over Ed25519, by the first key; the others still verify. */
import {
  calculateJwkThumbprint,
  compactVerify,
  CompactSign,
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CompactVerifyResult,
  type JWK,
} from 'jose';

export interface Signer {
  /** A compact JWS over this JSON text. */
  sign(text: string): Promise<string>;
  /** Throws an error of jose where the signature is not one of our keys'. */
  verify(jws: string): Promise<CompactVerifyResult>;
  /** For anyone who wants to check a proof without us. */
  readonly publicKeys: readonly JWK[];
}

const ALGORITHM = 'EdDSA';
/** Kept apart from tokens: a proof is never taken for one, nor a token for a proof. */
export const PROOF_TYPE = 'ceyin-proof+json';

/** A private key as a JWK, to be kept secret. */
export async function newSigningKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair(ALGORITHM, { crv: 'Ed25519', extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, alg: ALGORITHM, use: 'sig', kid: await calculateJwkThumbprint(jwk) };
}

/** At least one private key; the newest first. */
export function signerOf(keys: readonly JWK[]): Signer {
  const [newest] = keys;
  if (newest?.kid === undefined) throw new Error('No key to sign proofs with.');
  const { kid } = newest;
  const publicKeys = keys.map(({ kty, crv, x, kid, alg, use }): JWK =>
    Object.fromEntries(Object.entries({ kty, crv, x, kid, alg, use }).filter(([, value]) => value !== undefined)),
  );
  const known = createLocalJWKSet({ keys: publicKeys });
  let imported: ReturnType<typeof importJWK> | undefined;
  return {
    publicKeys,
    async sign(text) {
      imported ??= importJWK(newest, ALGORITHM);
      return new CompactSign(new TextEncoder().encode(text))
        .setProtectedHeader({ alg: ALGORITHM, kid, typ: PROOF_TYPE })
        .sign(await imported);
    },
    verify: (jws) => compactVerify(jws, known, { algorithms: [ALGORITHM] }),
  };
}
