/** A year’s call as staff enter, change and withdraw it. */
import { error, type RequestEvent } from '@sveltejs/kit';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Lang, Measure } from '#rules/engine/types.ts';
import { districtName } from './api-demand.server.ts';
import { read } from './api-session.server.ts';
import { type Call, Calls } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** Whether a district’s staff enter the calls of this measure: those of a year, of their own district or of all. */
export const mayCall = ({ availability, level }: Measure, district: string | null): boolean =>
  availability === 'calls' && ((level !== 'chaoyang' && level !== 'dongcheng') || level === district);

/** Whether it is theirs to change: entered here, for their own district, and not withdrawn. */
export const mayChangeCall = ({ origin, withdrawn, region }: Call, district: string | null): boolean =>
  origin === 'entered' && !withdrawn && region !== null && region === district;

export const callsPath = (measure: string): string => `/v1/measures/${encodeURIComponent(measure)}/calls`;

/** The measure that a call is for, as the page of the form names it; not found where the person enters none for it. */
export async function calledMeasure({ locals }: Pick<Event, 'locals'>, id: string, lang: Lang) {
  const measure = (await rules()).measures.find((one) => one.id === id);
  const district = locals.person?.district ?? null;
  const words = await texts(lang);
  const text = measure && words.measures[measure.id];
  if (!measure || !text || !mayCall(measure, district)) error(404, roomWords[lang].gone);
  return { measure: { id: measure.id, name: text.name }, district: districtName(words, district) };
}

/** A call that the person may change, as it stands. */
export async function callToChange(event: Event, measure: string, id: string, lang: Lang) {
  const { items } = await read(event, Calls, `${callsPath(measure)}?lang=${lang}`);
  const call = items.find((one) => one.id === id);
  if (!call || !mayChangeCall(call, event.locals.person?.district ?? null)) error(404, roomWords[lang].gone);
  return call;
}

/** So many windows the form has room for. */
export const WINDOWS = [1, 2, 3] as const;

/** What the form says of a call, but for its year and region. */
export function callOf(text: (name: string) => string) {
  const dayOrNone = (name: string): string | null => text(name) || null;
  return {
    publishedOn: dayOrNone('publishedOn'),
    listed: text('listed') !== 'no',
    directions: text('directions')
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter(Boolean),
    windows: WINDOWS.map((n) => ({ opensOn: dayOrNone(`opensOn${n}`), closesOn: dayOrNone(`closesOn${n}`) })).filter(
      ({ opensOn, closesOn }) => opensOn !== null || closesOn !== null,
    ),
    firstCome: text('firstCome') !== '',
    acrossYears: text('acrossYears') !== '',
    grade: text('grade'),
    source: { title: text('source'), url: dayOrNone('url') },
    checked: text('checked'),
  };
}
