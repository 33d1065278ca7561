/** One measure in full: everything the catalogue knows of it, in one language. */
import type { z } from '@hono/zod-openapi';
import type { Condition, IsoDate, Lang, Measure, Version } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { benefitOf, conditionTree } from './conditions.ts';
import { rowsOn, versionOn } from './rows.ts';
import type { MeasureView, VersionView } from './schemas.ts';

export function measureView(
  loaded: LoadedCatalogue,
  lang: Lang,
  measure: Measure,
  asOf: IsoDate,
): z.infer<typeof MeasureView> {
  const { rules, texts, sources } = loaded;
  const { id, versions, relations, calls, provisions, successor } = measure;
  const row = rowsOn(loaded, lang, asOf)[rules.measures.indexOf(measure)];
  const version = versionOn(measure, asOf);
  if (!row || !version) throw new Error(`${id} has no version.`);
  const { contact = null, apply, evidence = [] } = texts[lang].measures[id] ?? {};
  const named = (other: string) => ({ id: other, name: texts[lang].measures[other]?.name ?? other });
  const provisionName = (provision: string) =>
    sources.provisions.find((each) => each.id === provision)?.name[lang] ?? provision;
  return {
    ...row,
    contact,
    apply: apply ? { channel: apply.channel, url: apply.url ?? null } : null,
    evidence,
    provisions: provisions.map((provision) => ({ id: provision, name: provisionName(provision) })),
    relations: {
      prerequisiteOf: (relations.prerequisiteOf ?? []).map(named),
      excludes: (relations.excludes ?? []).map(named),
      supersedes: (relations.supersedes ?? []).map(named),
      successor: successor === undefined ? null : named(successor),
    },
    calls: calls.map(
      ({ year, region = null, publishedOn = null, listed, firstCome = false, windows, grade, doc, checked }) => ({
        year,
        region,
        publishedOn,
        listed,
        firstCome,
        windows: windows.map(({ opensOn = null, closesOn = null }) => ({ opensOn, closesOn })),
        grade,
        doc,
        checked,
      }),
    ),
    documents: documentsIn(measure).flatMap((doc) => {
      const found = texts[lang].documents[doc];
      return found ? [{ id: doc, ...found }] : [];
    }),
    versions: versions.map(({ from, to = null }) => ({ from, to })),
    inForce: versionView(loaded, lang, measure, version),
  };
}

export function versionView(
  loaded: LoadedCatalogue,
  lang: Lang,
  measure: Measure,
  version: Version,
): z.infer<typeof VersionView> {
  const { from, to = null, bases, scope, require } = version;
  const { note = null, leftOut = [] } = loaded.texts[lang].measures[measure.id]?.versions[from] ?? {};
  const tree = (condition: Condition) => conditionTree(loaded, lang, measure, version, condition);
  return {
    from,
    to,
    bases,
    scope: scope ? tree(scope) : null,
    require: tree(require),
    benefit: benefitOf(loaded, lang, measure, version),
    note,
    leftOut,
  };
}

/** The documents a measure rests on, in the order in which they are first cited. */
const documentsIn = (measure: Measure): string[] => [
  ...new Set([...JSON.stringify(measure).matchAll(/"doc":"([^"]+)"/g)].map(([, doc = '']) => doc)),
];
