/** Whether a question can be answered by a catalogue: the same for the match function and for the API. */
import { unknownMeasures, type Catalogue } from '#rules/engine/load.ts';
import type { Lang, Profile, Texts } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import type { RequestFault } from '../problem.ts';

/** A catalogue with its words. */
export interface InForce {
  readonly catalogue: Catalogue;
  readonly texts: Readonly<Record<Lang, Texts>>;
}

export type Checked =
  | { readonly ok: true; readonly profile: Profile }
  | {
      readonly ok: false;
      readonly kind: 'unknown-measure' | 'invalid-profile';
      readonly faults: readonly RequestFault[];
    };

/** The profile as the engine takes it, where every measure asked for is there; else each fault at its place. */
export function checked(
  catalogue: Catalogue,
  {
    profile,
    measures = [],
    lang,
  }: { readonly profile: unknown; readonly measures?: readonly string[] | undefined; readonly lang: Lang },
): Checked {
  const unknown = unknownMeasures(catalogue, measures);
  if (unknown.length > 0) {
    const faults = unknown.map((id) => ({ path: `measures.${measures.indexOf(id)}`, message: id.slice(0, 100) }));
    return { ok: false, kind: 'unknown-measure', faults };
  }
  const validated = validateProfile(profile, catalogue.rules.fields);
  if (validated.ok) return { ok: true, profile: validated.profile };
  const faults = validated.faults.map((fault) => ({
    path: ['profile', fault.path].filter(Boolean).join('.'),
    message: fault[lang],
  }));
  return { ok: false, kind: 'invalid-profile', faults };
}
