/** What a change of rules would do to the stored firms. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { day, plain } from '#lib/format.ts';
import type { Lang } from '#rules/engine/types.ts';
import { change } from './api-session.server.ts';
import { Impact } from './api-shapes-rules.ts';
import { texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** Judging all firms takes its time. */
const PATIENCE_MS = 60_000;

/** By measure, of the draft or release with this path; measures that nothing happens to are left out. */
export async function impactOf(event: Event, path: string, lang: Lang) {
  const done = await change(event, Impact, `/v1/releases/${path}/impact`, { method: 'POST', patienceMs: PATIENCE_MS });
  if (!done.ok) return done;
  const words = await texts(lang);
  const { asOf, firms, exact, measures } = done.body;
  const rows = measures
    .filter(({ enter, leave, money }) => enter !== 0 || leave !== 0 || moved(money))
    .map(({ measure, enter, leave, money }) => ({
      id: measure,
      name: words.measures[measure]?.name ?? measure,
      cells: [enter, leave],
      gap: moneyWords(money, lang),
    }));
  return {
    ok: true,
    found: { day: day(asOf, lang), firms: firms === null ? '<5' : String(firms), exact, rows },
  } as const;
}

type Moved = z.infer<typeof Impact>['measures'][number]['money'];
const moved = (money: Moved): boolean => money !== null && JSON.stringify(money.before) !== JSON.stringify(money.after);

function moneyWords(money: Moved, lang: Lang): string | null {
  if (money === null) return null;
  const span = ({ min, max }: { readonly min: number; readonly max: number }): string =>
    [...new Set([min, max])].map((yuan) => plain(Math.round(yuan / 10_000), lang)).join('–');
  return moved(money) ? `${span(money.before)} → ${span(money.after)}` : null;
}
