import { toDay, toIso, yearOf } from '../engine/calendar.ts';
import type { IsoDate, Lang, Measure, Rules, Texts } from '../engine/types.ts';
import type { CatalogueFiles } from '../language/compile.ts';
import { documentsSchema, parametersSchema } from '../language/schema.ts';
import { checked as shaped } from '../language/shape.ts';
import { aligned } from './text.ts';

/** Days after which a checked fact should be looked at again, and within which an end is worth asking about. */
const FRESH_DAYS = 180;

/** What can still be acted on comes before what is over. */
const URGENCY: readonly StaleFact['what'][] = ['ends', 'call', 'checked', 'ended'];

/** One thing to ask about: what is out of date, the question and whom to ask. */
export interface StaleFact {
  readonly kind: 'measure' | 'parameter' | 'document';
  readonly id: string;
  readonly what: 'checked' | 'call' | 'ends' | 'ended';
  /** The day it was checked or ends; the year of a missing call. */
  readonly when: string;
  readonly question: string;
  /** Department and telephone as published; the issuer for documents. */
  readonly whom: string;
}

/** What is past its check date, its call year or its end on a day, or close to its end. */
export function staleOn(rules: Rules, texts: Texts, files: CatalogueFiles, asOf: IsoDate): StaleFact[] {
  const { lang } = texts;
  const words = WORDS[lang];
  const relied = reliedOn(rules, asOf);
  const fact = (
    kind: StaleFact['kind'],
    id: string,
    whom: string,
    what: StaleFact['what'],
    when: string,
  ): StaleFact => ({
    kind,
    id,
    what,
    when,
    question: words.question[what](when),
    whom,
  });
  return [
    ...rules.measures
      .flatMap((measure) =>
        agedMeasure(measure, asOf).map(([what, when]) =>
          fact('measure', measure.id, contactOf(measure, texts), what, when),
        ),
      )
      .sort((a, b) => URGENCY.indexOf(a.what) - URGENCY.indexOf(b.what)),
    ...files.parameters
      .flatMap((source) => shaped(source, parametersSchema) ?? [])
      .flatMap(({ id, values }) => {
        const last = values.at(-1);
        const current = values.find(({ to }) => to === undefined || toDay(to) > toDay(asOf)) ?? last;
        const whom = texts.documents[current?.basis.doc ?? '']?.issuer ?? '';
        return [...agedCheck(current?.checked, asOf), ...agedEnd(last?.to, asOf)].map(([what, when]) =>
          fact('parameter', id, whom, what, when),
        );
      }),
    ...(shaped(files.documents, documentsSchema) ?? []).flatMap((document) => {
      const end = relied.has(document.id) && document.effectiveTo ? dayAfter(document.effectiveTo) : undefined;
      return [...agedCheck(document.checked, asOf), ...agedEnd(end, asOf)].map(([what, when]) =>
        fact('document', document.id, document.issuer[lang], what, when),
      );
    }),
  ];
}

type Aged = readonly [StaleFact['what'], string];

/** A measure that is over is asked about once, unless its successor is known; calls and checks no longer matter. */
function agedMeasure(measure: Measure, asOf: IsoDate): Aged[] {
  const end = measure.versions.at(-1)?.to;
  if (end !== undefined && toDay(end) <= toDay(asOf)) return measure.successor === undefined ? [['ended', end]] : [];
  const year = yearOf(toDay(asOf));
  const hasCall = measure.availability !== 'calls' || measure.calls.some((call) => call.year === year);
  return [
    ...agedCheck(measure.checked, asOf),
    ...(hasCall ? [] : [['call', String(year)] as const]),
    ...agedEnd(end, asOf),
  ];
}

const agedCheck = (day: IsoDate | undefined, asOf: IsoDate): Aged[] =>
  day !== undefined && toDay(asOf) - toDay(day) > FRESH_DAYS ? [['checked', day]] : [];

/** `end` is the first day on which it no longer holds. */
function agedEnd(end: IsoDate | undefined, asOf: IsoDate): Aged[] {
  if (end === undefined || toDay(end) - toDay(asOf) > FRESH_DAYS) return [];
  return [[toDay(end) <= toDay(asOf) ? 'ended' : 'ends', end]];
}

const dayAfter = (day: IsoDate): IsoDate => toIso(toDay(day) + 1);

/** Documents that a version in force on the day rests on. */
function reliedOn({ measures }: Rules, asOf: IsoDate): ReadonlySet<string> {
  const versions = measures.flatMap((measure) =>
    measure.versions.filter(
      ({ from, to }) => toDay(from) <= toDay(asOf) && (to === undefined || toDay(asOf) < toDay(to)),
    ),
  );
  return new Set(versions.flatMap(({ bases }) => bases.map(({ doc }) => doc)));
}

function contactOf(measure: Measure, { measures, lang }: Texts): string {
  const text = measures[measure.id];
  return [text?.department, text?.contact].filter(Boolean).join(lang === 'zh' ? '；' : '; ');
}

const WORDS = {
  zh: {
    head: ['对象', '编号', '什么过期', '要问的问题', '问谁'],
    kind: { measure: '措施', parameter: '参数', document: '文件' },
    what: {
      checked: (when: string) => `${when} 核对`,
      call: (when: string) => `没有 ${when} 年通知`,
      ends: (when: string) => `${when} 起失效`,
      ended: (when: string) => `${when} 起已失效`,
    },
    question: {
      checked: () => '现在还和编入的一样吗？',
      call: (when: string) => `${when} 年有没有通知？哪些方向、哪几天申报？`,
      ends: () => '到期后由什么接替？',
      ended: () => '有没有延续或接替它的文件？',
    },
    total: (asOf: string, counts: string) => `截至 ${asOf}：${counts}`,
    none: '没有过期的内容',
  },
  en: {
    head: ['kind', 'id', 'what', 'question', 'whom'],
    kind: { measure: 'measure', parameter: 'parameter', document: 'document' },
    what: {
      checked: (when: string) => `checked ${when}`,
      call: (when: string) => `no call of ${when}`,
      ends: (when: string) => `ends before ${when}`,
      ended: (when: string) => `ended before ${when}`,
    },
    question: {
      checked: () => 'Is it still as encoded?',
      call: (when: string) => `Is there a call of ${when}, with which directions and days?`,
      ends: () => 'What follows it?',
      ended: () => 'Has any text carried it on or replaced it?',
    },
    total: (asOf: string, counts: string) => `as of ${asOf}: ${counts}`,
    none: 'nothing is stale',
  },
} as const satisfies Record<Lang, unknown>;

/** A table for a person, with the number of facts of each kind at the end. */
export function renderStale(facts: readonly StaleFact[], asOf: IsoDate, lang: Lang): string {
  const words = WORDS[lang];
  if (facts.length === 0) return `${words.none}\n`;
  const rows = facts.map(({ kind, id, what, when, question, whom }) => [
    words.kind[kind],
    id,
    words.what[what](when),
    question,
    whom,
  ]);
  const counts = (['measure', 'parameter', 'document'] as const).map(
    (kind) => `${words.kind[kind]} ${facts.filter((fact) => fact.kind === kind).length}`,
  );
  return `${aligned(words.head, rows)}${words.total(asOf, counts.join(lang === 'zh' ? '，' : ', '))}\n`;
}
