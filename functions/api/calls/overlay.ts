/** The compiled catalogue with the calls that staff have entered since; the engine meets one catalogue. */
import { createHash } from 'node:crypto';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Call, DocumentText, Lang, Measure, Rules, Texts } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { callId, type StoredCall } from './call.ts';

/**
 * The catalogue in which every entered call stands in the place of the compiled one of the same year and region. Its
 * hash is that of the catalogue and of the calls: the same calls give the same hash. Calls of grade C never decide and
 * are left out, as are withdrawn ones and those of measures that are not there or take no calls.
 */
export function withCalls(loaded: LoadedCatalogue, stored: readonly StoredCall[]): LoadedCatalogue {
  const { rules, texts } = loaded;
  const takes = (id: string): boolean => loaded.catalogue.measures.get(id)?.availability === 'calls';
  const live = stored
    .filter((call) => decides(call) && takes(call.measure))
    .sort((a, b) => (documentId(a) < documentId(b) ? -1 : 1));
  if (live.length === 0) return loaded;

  const hash = hashWith(rules.hash, live);
  const byMeasure = Map.groupBy(live, ({ measure }) => measure);
  const measures = rules.measures.map((measure) => {
    const own = byMeasure.get(measure.id);
    return own ? { ...measure, calls: callsOf(rules, measure, own) } : measure;
  });
  const overlaid: Rules = { ...rules, hash, measures };
  const textsIn = (lang: Lang): Texts => ({
    ...texts[lang],
    hash,
    documents: {
      ...texts[lang].documents,
      ...Object.fromEntries(live.map((call) => [documentId(call), documentOf(texts[lang], call)])),
    },
  });
  return {
    ...loaded,
    rules: overlaid,
    texts: { zh: textsIn('zh'), en: textsIn('en') },
    catalogue: loadCatalogue(overlaid),
  };
}

/** Whether the call counts for anyone (see the rule on grades). */
export const decides = ({ withdrawn, grade }: StoredCall): boolean => !withdrawn && grade !== 'C';

/** Under this id the call's source stands among the documents. */
export const documentId = (call: StoredCall): string => `call-${call.measure}-${callId(call)}`;

const hashWith = (hash: string, calls: readonly StoredCall[]): string =>
  createHash('sha256')
    .update(`${hash}+${JSON.stringify(calls.map((call) => [call.measure, compiled(call), call.source]))}`)
    .digest('hex');

/** The narrower region first: a district's own call counts before the city's. */
function callsOf(rules: Rules, { calls }: Measure, own: readonly StoredCall[]): readonly Call[] {
  const replaced = new Set(own.map(callId));
  const kept = calls.filter(({ year, region }) => !replaced.has(callId({ year, region: region ?? null })));
  const breadth = ({ region }: Call): number =>
    region === undefined ? Number.POSITIVE_INFINITY : (rules.regions[region]?.length ?? 1);
  return [...own.map(compiled), ...kept].sort((a, b) => {
    const [x, y] = [breadth(a), breadth(b)];
    return x === y ? 0 : x - y;
  });
}

function compiled(call: StoredCall): Call {
  const { year, region, publishedOn, listed, windows, firstCome, grade, checked } = call;
  return {
    year,
    ...(region === null ? {} : { region }),
    ...(publishedOn === null ? {} : { publishedOn }),
    listed,
    windows: windows.map(({ opensOn, closesOn }) => ({
      ...(opensOn === null ? {} : { opensOn }),
      ...(closesOn === null ? {} : { closesOn }),
    })),
    ...(firstCome ? { firstCome: true } : {}),
    grade,
    doc: documentId(call),
    checked,
  };
}

/** The source's own title in both languages: nobody has translated it. */
const documentOf = ({ measures }: Texts, { measure, source, publishedOn }: StoredCall): DocumentText => ({
  title: source.title,
  number: null,
  issuer: measures[measure]?.department ?? '',
  issuedOn: publishedOn,
  url: source.url,
});
