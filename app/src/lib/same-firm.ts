/** Whether answers are about the firm they would be saved to, told by what a firm rarely or never changes. */
import { answerIn } from './check/profile.ts';
import type { Profile } from '#rules/engine/types.ts';

const LASTING = ['name', 'registeredOn'] as const;

/**
 * What speaks for another firm: the lasting facts that both sides give, and give differently. Empty where nothing
 * does, and where both bear the same credit code: a firm may have been renamed.
 */
export function speaksForAnother(
  kept: { readonly uscc: string; readonly profile: Profile },
  given: Profile,
): readonly ('uscc' | (typeof LASTING)[number])[] {
  const code = given.uscc;
  if (code === kept.uscc) return [];
  const differing = LASTING.filter((path) => {
    const [now, then] = [plain(answerIn(kept.profile, path)), plain(answerIn(given, path))];
    return now !== '' && then !== '' && now !== then;
  });
  return typeof code === 'string' ? ['uscc', ...differing] : differing;
}

/** The firm the answers name by code or by name, `new` where they name another, null where they name none. */
export function firmNamed(
  firms: readonly { readonly uscc: string; readonly name: string }[],
  given: Profile,
): string | null {
  const code = given.uscc;
  const name = plain(given.name);
  const named =
    firms.find(({ uscc }) => uscc === code) ?? firms.find((firm) => name !== '' && plain(firm.name) === name);
  if (named) return named.uscc;
  return name !== '' || typeof code === 'string' ? 'new' : null;
}

/** A name as it counts: brackets are typed narrow or wide, and blanks creep in. */
const plain = (value: unknown): string =>
  typeof value === 'string' ? value.normalize('NFKC').replaceAll(/\s/g, '') : '';
