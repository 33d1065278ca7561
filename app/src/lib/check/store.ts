/**
 * Answers kept in this browser, so that a closed tab loses nothing. One entry for all tabs; each writing bears a
 * stamp, so that a tab notices when another has written since it last looked.
 */
import { type Earlier, earlierOf } from './earlier.ts';
import { unsureOf } from './share.ts';

export interface Kept {
  readonly profile: unknown;
  readonly unsure: readonly string[];
  readonly stamp: string;
  /** What came of them when they were last looked at. */
  readonly seen: Earlier | null;
}

/** `other` carries what another tab has written meanwhile: nothing was overwritten. */
export type Saved =
  | { readonly kind: 'saved'; readonly stamp: string }
  | { readonly kind: 'other'; readonly kept: Kept }
  | { readonly kind: 'full' }
  | { readonly kind: 'blocked' };

/** `newer` was written by a later release of the portal: it is neither read nor overwritten. */
export type Read =
  | { readonly kind: 'none' }
  | { readonly kind: 'blocked' }
  | { readonly kind: 'newer' }
  | { readonly kind: 'kept'; readonly kept: Kept };

export const KEY = 'ceyin.check';
const VERSION = 1;

export function readKept(storage: () => Storage): Read {
  try {
    return parsed(storage().getItem(KEY));
  } catch {
    return { kind: 'blocked' };
  }
}

/** Writes unless someone else has written since `seen`; `seen` is null for the first writing. */
export function keep(
  storage: () => Storage,
  answers: { readonly profile: unknown; readonly unsure: readonly string[] },
  seen: string | null,
  { force = false } = {},
): Saved {
  const read = readKept(storage);
  if (read.kind === 'blocked' || read.kind === 'newer') return { kind: 'blocked' };
  if (!force && read.kind === 'kept' && read.kept.stamp !== seen) return { kind: 'other', kept: read.kept };
  const stamp = crypto.randomUUID();
  try {
    storage().setItem(KEY, JSON.stringify({ v: VERSION, stamp, profile: answers.profile, unsure: answers.unsure }));
    return { kind: 'saved', stamp };
  } catch (error) {
    return { kind: error instanceof DOMException && error.name === 'QuotaExceededError' ? 'full' : 'blocked' };
  }
}

/** Notes what the answers led to, beside answers that are still those of this stamp. */
export function keepSeen(storage: () => Storage, stamp: string | null, { on, rules, groups }: Earlier): void {
  const read = readKept(storage);
  if (read.kind !== 'kept' || read.kept.stamp !== stamp) return;
  const { profile, unsure } = read.kept;
  const seen = { on, rules, groups: Object.fromEntries(groups) };
  try {
    storage().setItem(KEY, JSON.stringify({ v: VERSION, stamp, profile, unsure, seen }));
  } catch {
    // Where there is no room for it, the next visit has nothing to compare with.
  }
}

export function forget(storage: () => Storage): void {
  try {
    storage().removeItem(KEY);
  } catch {
    // Nothing is kept where storage is blocked.
  }
}

/** What a storage event of another tab says; undefined where it is about something else. */
export const keptIn = ({ key, newValue }: Pick<StorageEvent, 'key' | 'newValue'>): Read | undefined =>
  key === KEY || key === null ? parsed(newValue) : undefined;

function parsed(text: string | null): Read {
  if (text === null) return { kind: 'none' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'none' };
  }
  if (typeof value !== 'object' || value === null || !('v' in value) || typeof value.v !== 'number')
    return { kind: 'none' };
  if (value.v > VERSION) return { kind: 'newer' };
  if (!('stamp' in value) || typeof value.stamp !== 'string' || !('profile' in value)) return { kind: 'none' };
  const unsure = 'unsure' in value ? unsureOf(value.unsure) : [];
  const seen = 'seen' in value ? earlierOf(value.seen) : null;
  return { kind: 'kept', kept: { profile: value.profile, unsure, stamp: value.stamp, seen } };
}
