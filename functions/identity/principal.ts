/** Who is asking: taken from a checked OIDC access token, or nobody. */
export const ROLES = ['firm', 'manager', 'staff', 'publisher', 'approver', 'auditor', 'operator'] as const;
export type Role = (typeof ROLES)[number];

/** The districts whose staff use the portal. */
export const DISTRICTS = ['chaoyang', 'dongcheng'] as const;
export type District = (typeof DISTRICTS)[number];

export interface Principal {
  /** The issuer's stable subject. */
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  /** Staff: the district whose aggregates they may see. */
  readonly district?: District;
  /** Staff: whether they may also see single firms. */
  readonly firmLevel?: boolean;
}
