/** What changed about a firm since it was evaluated before. */
import type { RequestEvent } from '@sveltejs/kit';
import { movesSince } from '#lib/check/causes.ts';
import type { Earlier } from '#lib/check/earlier.ts';
import { type Judged, touchedBy } from '#lib/check/incremental.ts';
import { entryOfPath } from '#lib/check/profile.ts';
import type { GroupKey } from '#lib/check/view.ts';
import { fieldLabel } from '#lib/check/words.ts';
import { day } from '#lib/format.ts';
import { desks, wordings } from '#lib/wording/both.ts';
import { managerWords } from '#lib/wording/rooms/manager.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Lang } from '#rules/engine/types.ts';
import { firmPath, moment } from './api-firm.server.ts';
import { change, read } from './api-session.server.ts';
import { Anything, Evaluation, Evaluations, type Finding, History } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

const LINES = 5;
const SHOWN = 4;

/**
 * Verdicts that differ from the last look at other inputs, each with its cause, and what was saved since; null where
 * this is the first look. The look is kept: what it saw is what the next one compares with.
 */
export async function changesOf(event: Event, uscc: string, version: number, judged: Judged, lang: Lang) {
  const { asOf } = judged;
  const catalogue = loadCatalogue(await rules());
  await change(event, Anything, `${firmPath(uscc)}/evaluations`, { method: 'POST', body: {} });
  const { items } = await read(event, Evaluations, `${firmPath(uscc)}/evaluations?limit=20`);
  const before = items.find(
    (one) => one.asOf < asOf || one.profileVersion < version || one.catalogue !== catalogue.rules.hash,
  );
  if (!before) return null;
  const [{ findings }, history, words] = await Promise.all([
    read(event, Evaluation, `${firmPath(uscc)}/evaluations/${encodeURIComponent(before.id)}`),
    read(event, History, `${firmPath(uscc)}/history?limit=${LINES}`),
    texts(lang),
  ]);
  const { verdicts } = wordings[lang];
  const say = managerWords[lang];
  const moved = desks[lang].journey.moved;
  const saved = history.items.filter((line) => line.version > before.profileVersion);
  const entries = new Set(saved.flatMap(({ changed }) => changed.map(entryOfPath)));
  const touched = touchedBy(catalogue, entries);
  const isAllKnown = saved.length === version - before.profileVersion;
  const earlier: Earlier = {
    on: before.asOf,
    rules: before.catalogue,
    groups: new Map(findings.map((finding) => [finding.measure, groupOf(finding)])),
  };
  const moves =
    judged.results.length === 0
      ? []
      : movesSince(catalogue, words, earlier, judged, (measure) => !isAllKnown || touched.has(measure));
  const byAnswers = moves.filter(({ causes }) => causes.includes('answers'));
  return {
    on: day(before.asOf, lang),
    /** What answers have moved: from where to where, and how many. */
    moved: [...Map.groupBy(byAnswers, ({ from, to }) => `${from} ${to}`).values()].flatMap((same) => {
      const [first] = same;
      return first ? [{ was: verdicts[first.from].short, now: verdicts[first.to].short, count: same.length }] : [];
    }),
    measures: moves.map(({ measure, from, to, causes }) => ({
      id: measure,
      name: words.measures[measure]?.name ?? measure,
      was: verdicts[from].short,
      now: to,
      word: verdicts[to].short,
      because: causes.map((cause) => moved.causes[cause]).join(moved.or),
    })),
    saved: saved
      .filter((line) => line.changed.length > 0)
      .map(({ at, by, changed }) => {
        const labels = changed
          .slice(0, SHOWN)
          .map((path) => fieldLabel({ lang, texts: words, say: wordings[lang] }, path))
          .join(wordings[lang].answers.list);
        const what = changed.length > SHOWN ? `${labels} ${say.andMore(changed.length)}` : labels;
        return say.savedLine(moment(at, lang), by.name ?? by.role, what);
      }),
  };
}

function groupOf({ verdict, near, availability }: Finding): GroupKey {
  if (availability === 'lapsed' || availability === 'future') return 'not-in-force';
  return verdict === 'ineligible' && near ? 'near' : verdict;
}
