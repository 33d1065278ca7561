/** The places of a rule that a draft can change, in words, with what stands there now. */
import { day } from '#lib/format.ts';
import { exprWords, testWords, type Reader } from '#lib/catalogue/rule.ts';
import { itemsOf, itemsOfParameter, type RuleItem, type WordsPlace } from '#lib/catalogue/rule-items.ts';
import { leavesOf, type Place } from '#lib/catalogue/source.ts';
import { figureField, figureIn, isBoth, ruleIn, wordsIn } from '#lib/catalogue/rule-sent.ts';
import { ruleWords } from '#lib/wording/public/rule.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Lang, Rules, Texts, Version } from '#rules/engine/types.ts';
import type { RulePatch } from './api-drafts.server.ts';
import { rules, texts } from './catalogue.server.ts';

export interface Catalogue {
  readonly rules: Rules;
  /** In the language of whoever looks. */
  readonly words: Texts;
  readonly both: Readonly<Record<Lang, Texts>>;
}

export async function readCatalogue(lang: Lang): Promise<Catalogue> {
  const [own, zh, en] = await Promise.all([rules(), texts('zh'), texts('en')]);
  const both = { zh, en };
  return { rules: own, words: both[lang], both };
}

/** A measure or shared parameter that is there. */
export type Target = { readonly measure: string } | { readonly parameter: string };

/** Everything that forms offer to change in it; empty where there is none of that name. */
export function itemsFor({ rules: own, both }: Catalogue, target: RulePatch['target']): RuleItem[] {
  const measure = own.measures.find(({ id }) => id === target.measure);
  if (measure) return itemsOf(own, measure, both);
  const parameter = own.parameters[target.parameter ?? ''];
  return parameter ? itemsOfParameter(own, parameter) : [];
}

/** The changes that a draft makes in it. */
export const changesOf = (patches: readonly RulePatch[], target: Target): RulePatch[] =>
  patches.filter((patch) => JSON.stringify(patch.target) === JSON.stringify(target));

/** The forms, with what the draft has at their places already, by the provisions they belong to; those of the past aside. */
export function formsFor(catalogue: Catalogue, target: Target, changes: readonly RulePatch[]) {
  const { words } = catalogue;
  const say = rulesWords[words.lang];
  const today = todayInBeijing(new Date());
  const groups = new Map<string, ReturnType<typeof formOf>[]>();
  for (const item of itemsFor(catalogue, target)) {
    const { version } = item;
    if (version?.to !== undefined && version.to <= today) continue;
    const title = version ? periodWords(version, words.lang) : item.kind === 'names' ? say.wholeMeasure : say.parameter;
    groups.set(title, [...(groups.get(title) ?? []), formOf(catalogue, target, item, changes)]);
  }
  const name = 'measure' in target ? words.measures[target.measure]?.name : words.parameters[target.parameter];
  return { name: name ?? '', groups: [...groups].map(([title, forms]) => ({ title, forms })) };
}

function formOf(catalogue: Catalogue, target: Target, item: RuleItem, changes: readonly RulePatch[]) {
  const { lang } = catalogue.words;
  const places = item.rules.map((place) => {
    const source = ruleIn(place, changes);
    return {
      path: place.path,
      part: place.what,
      source,
      inForce: place.source,
      changed: source !== place.source,
      meaning: meaningOf(catalogue, item, place),
      figureField: figureField(place.path),
      figure: place.figure && { shown: figureIn(place, changes, lang) ?? '' },
    };
  });
  const words = item.words.map((place) => {
    const said = wordsIn(place, changes);
    const { inForce } = place;
    return {
      path: place.path,
      part: place.part,
      said,
      inForce,
      changed: said.zh !== inForce.zh || said.en !== inForce.en,
    };
  });
  return {
    key: item.key,
    name: nameOf(catalogue, target, item),
    changed: [...places, ...words].some(({ changed }) => changed),
    places,
    words,
  };
}

function nameOf({ words }: Catalogue, target: RulePatch['target'], item: RuleItem): string {
  const say = rulesWords[words.lang];
  switch (item.kind) {
    case 'benefit':
      return say.benefit;
    case 'names':
      return say.texts;
    case 'value':
      return `${say.parts.value ?? ''} ${say.inForce(day(item.from ?? '', words.lang))}`;
    case 'condition': {
      const id = item.condition ?? '';
      const said = words.measures[target.measure ?? '']?.versions[item.version?.from ?? ''];
      return said?.conditions[id]?.label ?? id;
    }
  }
}

/** How a test or an amount reads; empty for what says so itself. */
function meaningOf({ rules: own, words }: Catalogue, { version, condition }: RuleItem, { what }: Place): string {
  const reader: Reader = { rules: own, texts: words, words: ruleWords[words.lang], on: todayInBeijing(new Date()) };
  if (!version) return '';
  if (what === 'test') {
    const leaf = leavesOf(version, 0).find((one) => one.condition.id === condition)?.condition;
    return leaf?.kind === 'test' ? testWords(reader, leaf.test, leaf.unit ?? null) : '';
  }
  const amount = what === 'pass' || what === 'value' ? undefined : version.benefit?.[what];
  return amount ? exprWords(reader, amount, 'yuan') : '';
}

/** A change of a draft: of which rule, where, from what to what. */
export function placeWords(catalogue: Catalogue, patch: RulePatch) {
  const { words } = catalogue;
  const say = rulesWords[words.lang];
  const [kind = '', id = ''] = Object.entries(patch.target)[0] ?? [];
  const known = knownPlace(catalogue, patch);
  return {
    rule:
      kind === 'measure'
        ? (words.measures[id]?.name ?? id)
        : kind === 'parameter'
          ? `${say.parameter}：${words.parameters[id] ?? id}`
          : `${say.document}：${words.documents[id]?.title ?? id}`,
    href: kind === 'measure' && words.measures[id] ? `/measures/${id}` : null,
    place: known?.name ?? (patch.path === '' ? say.whole : patch.path),
    /** Where the form that changes it stands; null where none does. */
    form: known ? formAddress(kind, id, known.key) : null,
    now: known?.now ?? null,
    op: say.ops[patch.op] ?? patch.op,
    then: patch.op === 'remove' ? null : written(patch.value),
  };
}

/** On the page that changes a draft, the open form. */
export const formAddress = (kind: string, id: string, key: string): string =>
  `change?${kind}=${encodeURIComponent(id)}&place=${encodeURIComponent(key)}#${key}`;

/** Both languages of a text as they stand; anything else as files have it. */
const written = (value: unknown): string =>
  typeof value === 'string' ? value : isBoth(value) ? `${value.zh} / ${value.en}` : JSON.stringify(value);

function knownPlace(catalogue: Catalogue, { target, path }: RulePatch) {
  const { lang } = catalogue.words;
  const { parts, inLang } = rulesWords[lang];
  const part = (one: Place['what'] | WordsPlace['part']): string => parts[one] ?? one;
  for (const item of itemsFor(catalogue, target)) {
    const at = (what: string): string =>
      item.kind === 'value' ? nameOf(catalogue, target, item) : `${nameOf(catalogue, target, item)} · ${what}`;
    const rule = item.rules.find((place) => place.path === path);
    if (rule) return { key: item.key, name: at(part(rule.what)), now: rule.source };
    for (const place of item.words) {
      if (place.path === path) return { key: item.key, name: at(part(place.part)), now: written(place.inForce) };
      for (const each of ['zh', 'en'] as const) {
        if (`${place.path}/${each}` !== path) continue;
        return { key: item.key, name: at(`${part(place.part)} (${inLang[each]})`), now: place.inForce[each] };
      }
    }
  }
  return null;
}

const periodWords = ({ from, to }: Version, lang: Lang): string => {
  const say = rulesWords[lang];
  return to === undefined ? say.inForce(day(from, lang)) : say.fromTo(day(from, lang), day(to, lang));
};
