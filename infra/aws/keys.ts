/**
 * What stands in the secret of a stage (密钥), printed as JSON for `aws secretsmanager put-secret-value`:
 *
 *     CEYIN_SMTP=smtps://… node infra/aws/keys.ts new     a first set; without a mail server, leave the variable out
 *     node infra/aws/keys.ts rotate [--keep N] < SECRET   the same with new keys before the last N (3) of the old ones
 */
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { newSigningKey } from '#functions/api/proofs/signer.ts';

const JwkList = z.array(z.looseObject({ kty: z.string(), kid: z.string() }));
const Secret = z.strictObject({
  /** Signs the cursors of lists: those given out before a rotation are refused, and the list is begun anew. */
  cursorKey: z.string().min(32),
  /** Private JWKs as JSON text, the newest first: it signs proofs, and all of them verify. */
  proofKeys: z.string(),
  /** The portal vouches with it for its visitors' addresses; a secret of before it was there has none. */
  portalKey: z.string().default(''),
  /** The CDN shows it, so that functions believe it whose address it names. */
  cdnKey: z.string().default(''),
  /** The mail server, `smtps://user:password@host`. */
  smtp: z.string(),
});
export type Secret = z.infer<typeof Secret>;

export async function newSecret(smtp = ''): Promise<Secret> {
  const proofKeys = JSON.stringify([await newSigningKey()]);
  return { cursorKey: newKey(), proofKeys, portalKey: newKey(), cdnKey: newKey(), smtp };
}

/** New keys before the old ones, of which so many are kept to verify what they signed; undefined where `given` is no such secret. */
export async function rotated(given: string, keep: number): Promise<Secret | undefined> {
  const secret = readJson(Secret, given);
  const keys = secret && readJson(JwkList, secret.proofKeys);
  if (!secret || !keys) return undefined;
  const proofKeys = JSON.stringify([await newSigningKey(), ...keys.slice(0, keep)]);
  return { ...secret, cursorKey: newKey(), proofKeys, portalKey: newKey(), cdnKey: newKey() };
}

const newKey = (): string => randomBytes(32).toString('base64url');

function readJson<T>(schema: z.ZodType<T>, given: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(given)).data;
  } catch {
    return undefined;
  }
}

async function main(): Promise<void> {
  const options = { keep: { type: 'string' } } as const;
  const { positionals, values } = parseArgs({ allowPositionals: true, options });
  const keep = Number(values.keep ?? 3);
  if (positionals[0] === 'new') {
    print(await newSecret(process.env.CEYIN_SMTP));
    return;
  }
  const rotating = positionals[0] === 'rotate' && Number.isInteger(keep) && keep >= 0;
  const secret = rotating ? await rotated(await text(process.stdin), keep) : undefined;
  if (secret) {
    print(secret);
    return;
  }
  console.error(
    rotating
      ? '标准输入不是这样的密钥。 What stands on standard input is no such secret.'
      : 'node infra/aws/keys.ts new | rotate [--keep N] < SECRET',
  );
  process.exitCode = 2;
}

const print = (secret: Secret): void => console.log(JSON.stringify(secret));

if (import.meta.main) await main();
