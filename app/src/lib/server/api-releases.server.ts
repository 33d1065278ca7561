/** The releases of rules: what has been in force, what each changed, and the way back. */
import { error, type RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import type { ToldChange } from '#lib/catalogue/rule-items.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import type { Lang } from '#rules/engine/types.ts';
import { moment } from './api-firm.server.ts';
import { change, type Done, read } from './api-session.server.ts';
import { Release, ReleaseDiff, Releases } from './api-shapes-rules.ts';
import { texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

const MOST_LISTED = 50;

export const releaseRows = async (event: Event, lang: Lang) =>
  (await read(event, Releases, `/v1/releases?limit=${MOST_LISTED}`)).items.map((one) => viewOf(one, lang));

/** One release with what it changed against the one before; not found where no number is meant. */
export async function releaseView(event: Event, number: string, lang: Lang) {
  if (!/^(0|[1-9]\d{0,5})$/.test(number)) error(404, roomWords[lang].gone);
  const n = Number(number);
  const release = viewOf(await read(event, Release, `/v1/releases/${n}`), lang);
  const changes = n === 0 ? [] : await changesOf(event, n - 1, n, lang);
  return { ...release, changes };
}

/** What bringing a release back would change of the one in force. */
export async function changesBack(event: Event, n: number, lang: Lang) {
  const { items } = await read(event, Releases, `/v1/releases?limit=${MOST_LISTED}`);
  const served = items.find((one) => one.served)?.number ?? 0;
  return served === n ? [] : await changesOf(event, served, n, lang);
}

async function changesOf(event: Event, from: number, to: number, lang: Lang) {
  const { changes } = await read(event, ReleaseDiff, `/v1/releases/${from}/diff/${to}?lang=${lang}`);
  return diffRows(changes, lang);
}

/** What differs, place by place, by the names of rules and conditions. */
export async function diffRows(changes: z.infer<typeof ReleaseDiff>['changes'], lang: Lang): Promise<ToldChange[]> {
  const { measures, parameters } = await texts(lang);
  return changes.map(({ measure, name, at, before, after }, index) => {
    const versions = Object.values(measures[measure ?? '']?.versions ?? {});
    const wordsOf = (step: string): string | undefined =>
      versions.map(({ conditions }) => conditions[step]?.label).find((label) => label !== undefined) ??
      parameters[step];
    const said = at
      .split(/[ .]/)
      .map(wordsOf)
      .find((one) => one !== undefined);
    return { key: String(index), rule: name ?? said ?? at, place: said ?? at, ...told(before, after) };
  });
}

/** What stood and what stands there, without the words before it that did not change. */
function told(before: string | null, after: string | null) {
  const words = before?.split(SAID)[0] ?? '';
  const same = before !== null && after !== null && before.startsWith(words + SAID) && after.startsWith(words + SAID);
  const from = same ? words.length + SAID.length : 0;
  return { before: before?.slice(from) ?? null, after: after?.slice(from) ?? null };
}
const SAID = ' | ';

export const bringBack = (event: Event, number: string, notes: string): Promise<Done<z.infer<typeof Release>>> =>
  change(event, Release, `/v1/releases/${encodeURIComponent(number)}/restore`, {
    method: 'POST',
    body: { notes },
    patienceMs: 60_000,
  });

function viewOf(release: z.infer<typeof Release>, lang: Lang) {
  const { number, title, notes, at, by, approvedBy, restores, served, outdated } = release;
  const words = rulesWords[lang];
  return {
    number,
    title: number === 0 ? '' : restores === null ? title : words.restores(words.release(restores)),
    notes,
    at: at === null ? null : moment(at, lang),
    people: [by, approvedBy].flatMap((person) => (person ? [person.name] : [])),
    served,
    outdated,
  };
}
