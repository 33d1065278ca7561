/** A profile from elsewhere: what the dictionary takes of it, and what it does not. */
import type { FieldDictionary, Profile } from '#rules/engine/types.ts';
import type { Fault } from '#rules/profile/faults.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { isProfile, withAnswer } from './profile.ts';

/** Answers kept by an earlier release may name what the dictionary has since dropped; the rest is kept. */
export function salvaged(
  input: unknown,
  fields: FieldDictionary,
): { readonly profile: Profile; readonly faults: readonly Fault[] } {
  const checked = validateProfile(input, fields);
  if (checked.ok) return { profile: checked.profile, faults: [] };
  const rest = checked.faults.reduce<unknown>(
    (profile, { path }) => (isProfile(profile) && path !== '' ? withAnswer(profile, answerOf(path), undefined) : {}),
    input,
  );
  const again = validateProfile(rest, fields);
  return { profile: again.ok ? again.profile : {}, faults: checked.faults };
}

/** A fault inside a list or a range takes the whole answer with it. */
const answerOf = (path: string): string => path.replace(/\.(\d{1,3}(\..*)?|min|max)$/, '');
