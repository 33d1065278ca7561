/** A change put into a draft by a form: of one rule’s figures and words, or of any place. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { changesSent, type Change, put, type SentFault, valueOf } from '#lib/catalogue/rule-sent.ts';
import { compilerWords } from '#lib/wording/rooms/compiler.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import type { Lang } from '#rules/engine/types.ts';
import { draftBy, type RulePatch, sendDraft } from './api-drafts.server.ts';
import type { Draft } from './api-shapes-rules.ts';
import { changesOf, itemsFor, readCatalogue, type Target } from './rule-places.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** What a form is told: put in, or what is wrong, by its field where that is known. */
export type Put =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly status: number;
      readonly problem: string;
      readonly faults: Readonly<Record<string, string>>;
    };

type Text = (name: string) => string;

/** Puts in what a form of one item says of it. */
export async function putItem(event: Event, id: string, target: Target, text: Text, lang: Lang): Promise<Put> {
  const words = rulesWords[lang];
  const [kept, catalogue] = await Promise.all([draftBy(event, id), readCatalogue(lang)]);
  const item = itemsFor(catalogue, target).find(({ key }) => key === text('item'));
  if (!item) return { ok: false, status: 400, problem: words.placeGone, faults: {} };
  const own = changesOf(kept.patches, target);
  const sent = changesSent(item, own, text, lang);
  if (!sent.ok) {
    const said = ([field, fault]: [string, SentFault]) => [field, faultWords(fault, lang)] as const;
    const faults = Object.fromEntries(Object.entries(sent.faults).map(said));
    return { ok: false, status: 400, problem: roomWords[lang].mend, faults };
  }
  const { changes } = sent;
  if (changes === null) return { ok: false, status: 400, problem: words.nothingNew, faults: {} };
  // Words are changed in both languages together.
  const fieldOf = (path: string): string => (item.words.some((place) => place.path === path) ? `${path}/zh` : path);
  return saved(event, { kept, target, changes, version: text('version'), lang }, fieldOf);
}

/** Puts in a change of any place, for those who know the rule files. */
export async function putAnywhere(event: Event, id: string, target: Target, text: Text, lang: Lang): Promise<Put> {
  const path = text('path');
  if (!path.startsWith('/')) {
    return { ok: false, status: 400, problem: roomWords[lang].mend, faults: { path: rulesWords[lang].badPath } };
  }
  const change: Change =
    text('op') === 'remove' ? { path, op: 'remove' } : { path, op: 'add', value: valueOf(text('value')) };
  const kept = await draftBy(event, id);
  const changes = put(changesOf(kept.patches, target), change);
  return saved(event, { kept, target, changes, version: text('version'), lang }, () => 'path');
}

interface Saving {
  readonly kept: z.infer<typeof Draft>;
  readonly target: Target;
  /** Everything that the draft then changes of it. */
  readonly changes: readonly Change[];
  readonly version: string;
  readonly lang: Lang;
}

/** Saves the draft so; what the interface refuses of a change is said at the field of its place. */
async function saved(
  event: Event,
  { kept, target, changes, version, lang }: Saving,
  fieldOf: (path: string) => string,
): Promise<Put> {
  const own = changesOf(kept.patches, target);
  const others = kept.patches.filter((patch) => !own.includes(patch));
  const patches: RulePatch[] = [...others, ...changes.map((one) => ({ target: { ...target }, ...one }))];
  const done = await sendDraft(event, kept, version, { patches });
  if (done.ok) return { ok: true };
  const { status, problem, faultsAt } = done.refused;
  const faults: Record<string, string> = {};
  for (const [at, message] of Object.entries(faultsAt)) {
    const patch = patches[Number(at.replace('patches.', ''))];
    if (patch) faults[fieldOf(patch.path)] = lang === 'zh' ? compilerWords(message) : message;
  }
  return { ok: false, status, problem: Object.keys(faults).length > 0 ? roomWords[lang].mend : problem, faults };
}

function faultWords(fault: SentFault, lang: Lang): string {
  const { missingText, onlyOneWay } = rulesWords[lang];
  if (fault === 'missing') return missingText;
  return fault === 'both' ? onlyOneWay : staffWords[lang].simulate.wrong[fault];
}
