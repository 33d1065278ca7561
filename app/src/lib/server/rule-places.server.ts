/** The places of a rule that a draft can change, in words, with what stands there now. */
import { day } from '#lib/format.ts';
import { exprWords, testWords, type Reader } from '#lib/catalogue/rule.ts';
import { placesOf, valuesOf, type Place } from '#lib/catalogue/source.ts';
import { ruleWords } from '#lib/wording/public/rule.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Condition, Lang, Measure, Rules, Texts, Version } from '#rules/engine/types.ts';
import type { RulePatch } from './api-drafts.server.ts';
import { rules, texts } from './catalogue.server.ts';

interface Catalogue {
  readonly rules: Rules;
  /** In the language of whoever looks. */
  readonly words: Texts;
  readonly both: Readonly<Record<Lang, Texts>>;
}

export interface PlaceView {
  readonly path: string;
  readonly name: string;
  /** As it is written. */
  readonly source: string;
  /** As it reads; empty for texts, which are words already. */
  readonly meaning: string;
}
export interface PlaceGroup {
  readonly title: string;
  readonly places: readonly PlaceView[];
}

/** Everything a form offers to change in a measure; null where there is none of that name. */
export async function placesIn(measure: string, lang: Lang): Promise<{ name: string; groups: PlaceGroup[] } | null> {
  const catalogue = await readCatalogue(lang);
  const found = catalogue.rules.measures.find(({ id }) => id === measure);
  const text = catalogue.words.measures[measure];
  if (!found || !text) return null;
  const today = todayInBeijing(new Date());
  const versions = found.versions
    .map((version, index) => ({ version, index }))
    .filter(({ version: { to } }) => to === undefined || to > today)
    .map(({ version, index }) => ({
      title: periodWords(version, lang),
      places: placesOf(catalogue.rules, version, index).map((place) => viewOf(catalogue, found, version, place)),
    }));
  return {
    name: text.name,
    groups: [...versions, { title: rulesWords[lang].texts, places: textPlaces(catalogue, measure) }],
  };
}

/** The values of a shared parameter. */
export async function parameterPlaces(id: string, lang: Lang): Promise<{ name: string; groups: PlaceGroup[] } | null> {
  const catalogue = await readCatalogue(lang);
  if (!catalogue.rules.parameters[id]) return null;
  const group = { title: rulesWords[lang].parameter, places: placesOfTarget(catalogue, 'parameter', id) };
  return { name: catalogue.words.parameters[id] ?? id, groups: [group] };
}

/** A change of a draft: of which rule, where, from what to what. */
export function placeWords(catalogue: Catalogue, patch: RulePatch) {
  const { words } = catalogue;
  const { lang } = words;
  const say = rulesWords[lang];
  const [kind = '', id = ''] = Object.entries(patch.target)[0] ?? [];
  const known = placesOfTarget(catalogue, kind, id).find(({ path }) => path === patch.path);
  return {
    target: patch.target,
    path: patch.path,
    rule:
      kind === 'measure'
        ? (words.measures[id]?.name ?? id)
        : kind === 'parameter'
          ? `${say.parameter}：${words.parameters[id] ?? id}`
          : `${say.document}：${words.documents[id]?.title ?? id}`,
    href: kind === 'measure' && words.measures[id] ? `/measures/${id}` : null,
    place: known?.name ?? (patch.path === '' ? say.whole : patch.path),
    now: known?.source ?? null,
    op: say.ops[patch.op] ?? patch.op,
    then: patch.op === 'remove' ? null : typeof patch.value === 'string' ? patch.value : JSON.stringify(patch.value),
  };
}

function placesOfTarget(catalogue: Catalogue, kind: string, id: string): PlaceView[] {
  const say = rulesWords[catalogue.words.lang];
  const measure = kind === 'measure' ? catalogue.rules.measures.find((one) => one.id === id) : undefined;
  if (measure) {
    const versions = measure.versions.flatMap((version, index) =>
      placesOf(catalogue.rules, version, index).map((place) => viewOf(catalogue, measure, version, place)),
    );
    return [...versions, ...textPlaces(catalogue, id)];
  }
  const parameter = kind === 'parameter' ? catalogue.rules.parameters[id] : undefined;
  if (!parameter) return [];
  return valuesOf(catalogue.rules, parameter).map(({ path, source, from }) => ({
    path,
    name: `${say.parts.value ?? ''} ${say.inForce(day(from, catalogue.words.lang))}`,
    source,
    meaning: '',
  }));
}

function viewOf({ rules: own, words }: Catalogue, measure: Measure, version: Version, place: Place): PlaceView {
  const { lang } = words;
  const reader: Reader = { rules: own, texts: words, words: ruleWords[lang], on: todayInBeijing(new Date()) };
  const labels = words.measures[measure.id]?.versions[version.from]?.conditions ?? {};
  const { condition, what } = place;
  const leaf = condition === null ? undefined : leafIn(version, condition);
  const amount = what === 'yearly' || what === 'oneOff' || what === 'ceiling' ? version.benefit?.[what] : undefined;
  return {
    path: place.path,
    name: condition === null ? (rulesWords[lang].parts[what] ?? what) : (labels[condition]?.label ?? condition),
    source: place.source,
    meaning: leaf ? testWords(reader, leaf.test, leaf.unit ?? null) : amount ? exprWords(reader, amount, 'yuan') : '',
  };
}

function leafIn({ scope, require }: Version, id: string): Extract<Condition, { kind: 'test' }> | undefined {
  const search = (node: Condition): Extract<Condition, { kind: 'test' }>[] =>
    'of' in node ? node.of.flatMap(search) : node.kind === 'test' && node.id === id ? [node] : [];
  return [...(scope ? search(scope) : []), ...search(require)][0];
}

const LANGS = ['zh', 'en'] as const;
const TEXTS = ['name', 'summary'] as const;

const textPlaces = ({ words, both }: Catalogue, measure: string): PlaceView[] =>
  TEXTS.flatMap((part) =>
    LANGS.map((lang) => {
      const { parts, inLang } = rulesWords[words.lang];
      return {
        path: `/${part}/${lang}`,
        name: `${parts[part] ?? part}（${inLang[lang]}）`,
        source: both[lang].measures[measure]?.[part] ?? '',
        meaning: '',
      };
    }),
  );

const periodWords = ({ from, to }: Version, lang: Lang): string => {
  const say = rulesWords[lang];
  return to === undefined ? say.inForce(day(from, lang)) : say.fromTo(day(from, lang), day(to, lang));
};

async function readCatalogue(lang: Lang): Promise<Catalogue> {
  const [own, zh, en] = await Promise.all([rules(), texts('zh'), texts('en')]);
  const both = { zh, en };
  return { rules: own, words: both[lang], both };
}
