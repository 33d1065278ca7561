/** What is kept of whoever signs in, and of whoever has. */
import { z } from 'zod';

export const ROLES = ['firm', 'manager', 'staff', 'publisher', 'approver', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** What has to be remembered between leaving for the issuer and coming back. */
export const SigningIn = z.object({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  /** The page to go on with. */
  to: z.string(),
});
export type SigningIn = Readonly<z.infer<typeof SigningIn>>;

export const Tokens = z.object({
  access: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
  refresh: z.string().optional(),
});
export type Tokens = Readonly<z.infer<typeof Tokens>>;

export const Person = z.object({
  name: z.string(),
  role: z.enum(ROLES),
  district: z.string().nullable(),
  /** Staff: whether single firms may be seen. */
  firmLevel: z.boolean(),
});
export type Person = Readonly<z.infer<typeof Person>>;

export const SignedIn = z.object({
  person: Person,
  tokens: Tokens,
  /** Since when somebody has been renewing the tokens, in milliseconds since 1970. */
  renewing: z.number().optional(),
});
export type SignedIn = Readonly<z.infer<typeof SignedIn>>;
