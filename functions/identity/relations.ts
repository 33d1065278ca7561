import type { District } from './principal.ts';

/** What a member of a firm may do there: its owner invites others, an editor changes figures, a reader looks. */
export const FIRM_ROLES = ['owner', 'editor', 'reader'] as const;
export type FirmRole = (typeof FIRM_ROLES)[number];

/** How people and firms belong together; looked up anew for every request, so that a withdrawal counts at once. */
export interface Relations {
  /** What the person is in the firm; null where no member. */
  memberOf(subject: string, uscc: string): Promise<FirmRole | null>;
  /** Whether the service manager (服务管家) looks after the firm. */
  assignedTo(subject: string, uscc: string): Promise<boolean>;
  /** The district the firm belongs to; null where it is unknown or another. */
  districtOf(uscc: string): Promise<District | null>;
}
