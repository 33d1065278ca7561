/** Measures as they stand in a list: what they are, and whether they can be applied for on a day. */
import { assess } from '#rules/engine/evaluate.ts';
import type { Availability, IsoDate, Lang, Measure, Profile, Version } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';

export interface Row {
  readonly id: string;
  readonly name: string;
  readonly summary: string;
  readonly level: Measure['level'];
  readonly instrument: string;
  readonly department: string;
  readonly grade: Measure['grade'];
  readonly checked: IsoDate;
  /** The certificate type it grants. */
  readonly title: string | null;
  readonly availability: Availability;
  /** What it brings, in words of the version in force. */
  readonly benefit: string | null;
  /** First day of the version in force, or of the nearest one. */
  readonly version: IsoDate;
}

/** Where a firm sits decides which call counts; a district's own measures are for firms of that district. */
const HOME: Readonly<Partial<Record<Measure['level'], string>>> = { chaoyang: 'chaoyang', dongcheng: 'dongcheng' };

/** Days and regions asked for are remembered, so many per catalogue: most requests are for today. */
const REMEMBERED = 100;
const known = new WeakMap<LoadedCatalogue, Map<string, readonly Row[]>>();

/** Every measure's row on a day, in the catalogue's order; with a region, as a firm there meets them. */
export function rowsOn(loaded: LoadedCatalogue, lang: Lang, asOf: IsoDate, region?: string): readonly Row[] {
  const days = known.get(loaded) ?? new Map<string, readonly Row[]>();
  known.set(loaded, days);
  const key = `${lang} ${asOf} ${region ?? ''}`;
  const before = days.get(key);
  if (before) return before;
  if (days.size >= REMEMBERED) days.clear();
  const availability = availabilities(loaded, asOf, region);
  const rows = loaded.rules.measures.map((measure) => rowOf(loaded, lang, measure, asOf, availability(measure)));
  days.set(key, rows);
  return rows;
}

export const versionOn = ({ versions }: Measure, asOf: IsoDate): Version | undefined =>
  versions.find(({ from, to }) => from <= asOf && (to === undefined || asOf < to)) ??
  (versions[0] && asOf < versions[0].from ? versions[0] : versions.at(-1));

function rowOf(
  { texts }: LoadedCatalogue,
  lang: Lang,
  measure: Measure,
  asOf: IsoDate,
  availability: Availability,
): Row {
  const { id, level, instrument, grade, checked, title = null } = measure;
  const words = texts[lang].measures[id];
  const version = versionOn(measure, asOf)?.from ?? '';
  return {
    id,
    name: words?.name ?? id,
    summary: words?.summary ?? '',
    level,
    instrument,
    department: words?.department ?? '',
    grade,
    checked,
    title,
    availability,
    benefit: words?.versions[version]?.benefit?.text ?? null,
    version,
  };
}

function availabilities({ catalogue }: LoadedCatalogue, asOf: IsoDate, region?: string) {
  const byRegion = new Map<string, ReturnType<typeof assess>>();
  return (measure: Measure): Availability => {
    const where = region ?? HOME[measure.level] ?? '';
    const profile: Profile = where === '' ? {} : { region: where };
    const assessment = byRegion.get(where) ?? assess(catalogue, profile, asOf, { gaps: false });
    byRegion.set(where, assessment);
    return assessment(measure).availability;
  };
}
