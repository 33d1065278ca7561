import type { Place } from '#functions/demand/events.ts';
import { placesOn } from '#functions/demand/where.ts';
import type { IsoDate, Profile, Rules } from '#rules/engine/types.ts';

/** Where a firm counts. The question is compiled once a day for a catalogue. */
export function placeOf(rules: Rules, day: IsoDate, profile: Profile): Place {
  const known = compiled.get(rules);
  const at = known?.day === day ? known.at : placesOn(rules, day);
  compiled.set(rules, { day, at });
  return at(profile);
}
const compiled = new WeakMap<Rules, { readonly day: IsoDate; readonly at: (profile: Profile) => Place }>();
