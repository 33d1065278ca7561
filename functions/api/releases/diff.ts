/** What differs between two releases, place by place, in words a person can follow. */
import { changesBetween } from '../measures/diff.ts';
import { isList, isRecord } from '#rules/engine/json.ts';
import type { Lang, Measure, Version } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';

export interface ReleaseChange {
  readonly what:
    'measure' | 'version' | 'condition' | 'parameter' | 'benefit' | 'basis' | 'structure' | 'text' | 'other';
  readonly change: 'added' | 'removed' | 'changed';
  /** The measure, its name, and where in it; null for what belongs to no measure. */
  readonly measure: string | null;
  readonly name: string | null;
  readonly at: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Everything that differs, in the newer catalogue's order. */
export function releaseDiff(older: LoadedCatalogue, newer: LoadedCatalogue, lang: Lang): ReleaseChange[] {
  const nameOf = (id: string): string | null =>
    newer.texts[lang].measures[id]?.name ?? older.texts[lang].measures[id]?.name ?? null;
  const whole = (id: string, change: 'added' | 'removed'): ReleaseChange => {
    const name = nameOf(id);
    const [before, after] = change === 'added' ? [null, name] : [name, null];
    return { what: 'measure', change, measure: id, name, at: '', before, after };
  };
  const measures = newer.rules.measures.flatMap((measure): ReleaseChange[] => {
    const before = older.catalogue.measures.get(measure.id);
    if (!before) return [whole(measure.id, 'added')];
    const at = { measure: measure.id, name: nameOf(measure.id) };
    return measureChanges({ loaded: older, measure: before }, { loaded: newer, measure }, lang).map((each) => ({
      ...each,
      ...at,
    }));
  });
  const gone = older.rules.measures.filter(({ id }) => !newer.catalogue.measures.has(id));
  const shared = (['parameters', 'sizes', 'regions', 'groups', 'fields'] as const).flatMap((part) =>
    places(older.rules[part], newer.rules[part], [part]).map((place): ReleaseChange => ({
      what: part === 'parameters' ? 'parameter' : 'other',
      measure: null,
      name: part === 'parameters' ? (newer.texts[lang].parameters[place.at.split('.')[1] ?? ''] ?? null) : null,
      ...place,
    })),
  );
  return [...measures, ...gone.map(({ id }) => whole(id, 'removed')), ...shared];
}

interface Side {
  readonly loaded: LoadedCatalogue;
  readonly measure: Measure;
}
type Change = Omit<ReleaseChange, 'measure' | 'name'>;

function measureChanges(before: Side, after: Side, lang: Lang): Change[] {
  const found: Change[] = [];
  for (const version of after.measure.versions) {
    const old = before.measure.versions.find(({ from }) => from === version.from);
    if (old) found.push(...versionChanges([before, old], [after, version], lang));
    else found.push({ what: 'version', change: 'added', at: version.from, before: null, after: version.from });
  }
  for (const { from } of before.measure.versions) {
    if (after.measure.versions.some((version) => version.from === from)) continue;
    found.push({ what: 'version', change: 'removed', at: from, before: from, after: null });
  }
  const rest = ({ measure }: Side): unknown => ({ ...measure, versions: undefined });
  const words = ({ loaded, measure }: Side): unknown => loaded.texts[lang].measures[measure.id];
  return [
    ...found,
    ...places(rest(before), rest(after), []).map((place): Change => ({ what: 'other', ...place })),
    ...places(words(before), words(after), []).map((place): Change => ({ what: 'text', ...place })),
  ];
}

/** Conditions, benefit and bases in words; the figures behind them where the words are the same. */
function versionChanges([before, older]: [Side, Version], [after, newer]: [Side, Version], lang: Lang): Change[] {
  const said = changesBetween({ ...before, version: older }, { ...after, version: newer }, lang);
  if (said.length > 0) {
    return said.map(({ what, change, id, before: old, after: now }) => ({
      what,
      change,
      at: `${newer.from} ${id}`,
      before: old,
      after: now,
    }));
  }
  return places(older, newer, [newer.from]).map((place) => ({ what: 'other', ...place }));
}

type Place = Pick<ReleaseChange, 'change' | 'at' | 'before' | 'after'>;

/** The innermost places at which two values differ; entries of lists are told apart by id or first day. */
function places(before: unknown, after: unknown, path: readonly string[]): Place[] {
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (!old || !now || path.length >= DEEPEST) {
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    return [{ change, at: path.join('.'), before: brief(before), after: brief(after) }];
  }
  return [...new Set([...old.keys(), ...now.keys()])].flatMap((key) =>
    places(old.get(key), now.get(key), [...path, key]),
  );
}
const DEEPEST = 12;

function entriesOf(value: unknown): Map<string, unknown> | undefined {
  if (isList(value)) {
    const named = value.map((entry, index) => [keyOf(entry) ?? String(index), entry] as const);
    return new Map(named);
  }
  return isRecord(value) ? new Map(Object.entries(value)) : undefined;
}
const keyOf = (entry: unknown): string | undefined => {
  if (!isRecord(entry)) return undefined;
  const { id, from } = entry;
  return typeof id === 'string' ? id : typeof from === 'string' ? from : undefined;
};

const MOST_CHARACTERS = 300;
const brief = (value: unknown): string | null =>
  value === undefined ? null : (typeof value === 'string' ? value : JSON.stringify(value)).slice(0, MOST_CHARACTERS);
