/** Where everything about a firm lies. */
import { createHash } from 'node:crypto';
import type { Key } from '#functions/store/port.ts';

export const firmPk = (uscc: string): string => `FIRM#${uscc}`;
export const PROFILE = 'PROFILE';
export const profileKey = (uscc: string): Key => ({ pk: firmPk(uscc), sk: PROFILE });
/** The few values that lists of firms show. */
export const cardKey = (uscc: string): Key => ({ pk: firmPk(uscc), sk: 'CARD' });
/** Stands while the firm is being erased: it cannot be created anew until that is done. */
export const ERASING = 'ERASING';
export const erasingKey = (uscc: string): Key => ({ pk: firmPk(uscc), sk: ERASING });
/** Which evaluation came last. */
export const latestKey = (uscc: string): Key => ({ pk: firmPk(uscc), sk: 'EVALUATION' });

export const MEMBER = 'MEMBER#';
export const memberKey = (uscc: string, subject: string): Key => ({ pk: firmPk(uscc), sk: MEMBER + subject });
/** The other side of a membership: the firms of a person. */
export const personPk = (subject: string): string => `PERSON#${subject}`;
export const OF_FIRM = 'FIRM#';
export const ofFirmKey = (subject: string, uscc: string): Key => ({ pk: personPk(subject), sk: OF_FIRM + uscc });
/** What the directory knows of a person. */
export const personKey = (subject: string): Key => ({ pk: personPk(subject), sk: 'PERSON' });
export const rolePk = (role: string): string => `ROLE#${role}`;

export const MANAGER = 'MANAGER#';
export const managerKey = (uscc: string, subject: string): Key => ({ pk: firmPk(uscc), sk: MANAGER + subject });
/** Managers who looked after the firm before, by the day on which that ended. */
export const FORMER = 'FORMER#';
export const formerKey = (uscc: string, until: string, subject: string): Key => ({
  pk: firmPk(uscc),
  sk: `${FORMER}${until}#${subject}`,
});
/** The other side of an assignment: the firms of a manager. */
export const PORTFOLIO = 'PORTFOLIO#';
export const portfolioPk = (subject: string): string => PORTFOLIO + subject;
export const portfolioKey = (subject: string, uscc: string): Key => ({ pk: portfolioPk(subject), sk: uscc });

/** Sorts as versions do. */
export const versionSk = (version: number): string => `v${String(version).padStart(9, '0')}`;
export const historyPk = (uscc: string): string => `HISTORY#${uscc}`;
/** Profiles of former versions, apart from the history so that it can be listed without them. */
export const versionPk = (uscc: string): string => `VERSION#${uscc}`;
export const evaluationPk = (uscc: string): string => `EVALUATION#${uscc}`;
/** What an evaluation found, measure by measure, apart from the list of evaluations. */
export const findingsPk = (uscc: string): string => `FINDINGS#${uscc}`;
export const proofPk = (uscc: string): string => `PROOF#${uscc}`;

export const regionPk = (region: string): string => `REGION#${region}`;

/** An invitation is found by the hash of its code; the code itself is kept nowhere. */
export const inviteId = (code: string): string => createHash('sha256').update(code).digest('base64url');
export const inviteKey = (id: string): Key => ({ pk: `INVITE#${id}`, sk: 'INVITE' });
export const invitesPk = (uscc: string): string => `INVITES#${uscc}`;
