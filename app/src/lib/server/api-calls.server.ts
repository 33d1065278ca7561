/** A year’s call as staff enter, change and withdraw it for their district, publishers for everyone. */
import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { day } from '#lib/format.ts';
import { pathIn } from '#lib/lang.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import { staffWords } from '#lib/wording/rooms/staff.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { regionName } from '#rules/engine/sets.ts';
import type { Lang, Measure, Rules, Texts } from '#rules/engine/types.ts';
import { moment } from './api-firm.server.ts';
import { change, ifVersion, named, read, type Refused } from './api-session.server.ts';
import { Anything, Call, Calls } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';
import { formText } from './session-form.ts';
import type { Person } from './session-shapes.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** Whether the person enters the calls of this measure: those of a year; staff not those of another district. */
export const mayCall = ({ availability, level }: Measure, person: Person | undefined): boolean =>
  availability === 'calls' &&
  (person?.role === 'publisher' ||
    (person?.role === 'staff' && (!isDistrict(level) || level === (person.district ?? null))));

/** A measure’s calls in words, the latest first, with those that the person may change. */
export async function callRows(event: Event, measure: string, lang: Lang) {
  const { person } = event.locals;
  const [{ items }, words] = await Promise.all([read(event, Calls, `${callsPath(measure)}?lang=${lang}`), texts(lang)]);
  const { callStates, noWindow, unlisted } = staffWords[lang];
  return items.map((call) => ({
    id: call.id,
    year: call.year,
    region: placeName(words, call.region),
    windows: call.listed ? call.windows.map((span) => windowText(span, lang)) : [],
    without: !call.listed ? unlisted : call.windows.length === 0 ? noWindow : null,
    source: call.source,
    state: callStates[call.withdrawn ? 'withdrawn' : call.live ? 'live' : 'notLive'],
    by: call.by?.name ?? null,
    withdrawn: call.withdrawn,
    mayChange: mayChangeCall(call, person),
  }));
}

const CALL_DONE = ['entered', 'changed', 'kept', 'withdrawn'] as const;

/** What was done to a call just before the page was shown. */
export const callDone = ({ url }: Pick<Event, 'url'>) =>
  CALL_DONE.find((one) => one === url.searchParams.get('call')) ?? null;

/** The page on which a call is entered; not found where the person enters none for the measure. */
export async function newCall(event: Event, measure: string, lang: Lang) {
  const called = await calledMeasure(event, measure, lang);
  const rows = await callRows(event, measure, lang);
  return {
    ...called,
    /** Those beside which it will stand, or in whose place. */
    there: rows.filter(({ withdrawn }) => !withdrawn),
    oneOf: `${pathIn(lang, `${roomPath(event.locals.person)}/${measure}`)}${event.locals.person?.role === 'staff' ? '/call' : ''}`,
    regions: regionsFor(await rules(), await texts(lang), called.of, event.locals.person),
    today: todayInBeijing(new Date()),
    /** Sent with the form, so that a second click changes nothing twice. */
    key: randomUUID(),
  };
}

/** The page on which a call is changed or withdrawn; not found where it is not the person’s. */
export async function callToChange(event: Event, measure: string, id: string, lang: Lang) {
  const { items } = await read(event, Calls, `${callsPath(measure)}?lang=${lang}`);
  const call = items.find((one) => one.id === id);
  if (!call || !mayChangeCall(call, event.locals.person)) error(404, roomWords[lang].gone);
  return {
    ...(await calledMeasure(event, measure, lang)),
    call,
    region: placeName(await texts(lang), call.region),
    saved: call.savedAt === null ? '' : moment(call.savedAt, lang),
    today: todayInBeijing(new Date()),
  };
}

/** Enters what the form says, and comes back to the measure’s calls; so do the other two. */
export async function enterCall(event: RequestEvent, measure: string, lang: Lang) {
  const text = formText(await event.request.formData());
  const year = text('year');
  const body = { year: /^\d{4}$/.test(year) ? Number(year) : null, region: text('region') || null, ...callOf(text) };
  const done = await change(event, Call, callsPath(measure), {
    method: 'POST',
    headers: { 'idempotency-key': text('key') || randomUUID() },
    body,
  });
  if (!done.ok)
    return fail(done.refused.status, { ...atFields(done.refused, lang, body.year), body: { ...body, year } });
  redirect(303, pathAfterCall(event, measure, done.body.live ? 'entered' : 'kept', lang));
}

export async function changeCall(event: RequestEvent, measure: string, id: string, lang: Lang) {
  const text = formText(await event.request.formData());
  const body = callOf(text);
  const headers = ifVersion(text('version'));
  const done = await change(event, Call, onePath(measure, id), { method: 'PUT', headers, body });
  if (!done.ok) return fail(done.refused.status, { ...atFields(done.refused, lang), body });
  redirect(303, pathAfterCall(event, measure, done.body.live ? 'changed' : 'kept', lang));
}

export async function withdrawCall(event: RequestEvent, measure: string, id: string, lang: Lang) {
  const text = formText(await event.request.formData());
  const headers = ifVersion(text('version'));
  const done = await change(event, Anything, onePath(measure, id), { method: 'DELETE', headers });
  if (!done.ok) return fail(done.refused.status, { ...done.refused, at: {}, fields: [] as string[], body: null });
  redirect(303, pathAfterCall(event, measure, 'withdrawn', lang));
}

/** Where a person sees a measure’s calls. */
const roomPath = (person: Person | undefined): string => (person?.role === 'staff' ? '/demand' : '/rules/calls');

const pathAfterCall = ({ locals }: Event, measure: string, done: (typeof CALL_DONE)[number], lang: Lang): string =>
  pathIn(lang, `${roomPath(locals.person)}/${measure}?call=${done}#calls`);

const callsPath = (measure: string): string => `/v1/measures/${encodeURIComponent(measure)}/calls`;
const onePath = (measure: string, id: string): string => `${callsPath(measure)}/${encodeURIComponent(id)}`;

const isDistrict = (level: string): boolean => level === 'chaoyang' || level === 'dongcheng';

/** Whether it is theirs to change: entered here, not withdrawn, and for staff of their own district. */
const mayChangeCall = ({ origin, withdrawn, region }: Call, person: Person | undefined): boolean =>
  origin === 'entered' &&
  !withdrawn &&
  (person?.role === 'publisher' || (person?.role === 'staff' && region !== null && region === person.district));

/** The measure that a call is for, and the way back to it. */
export async function calledMeasure({ locals: { person } }: Pick<Event, 'locals'>, id: string, lang: Lang) {
  const measure = (await rules()).measures.find((one) => one.id === id);
  const text = measure && (await texts(lang)).measures[measure.id];
  if (!measure || !text || !mayCall(measure, person)) error(404, roomWords[lang].gone);
  const room = roomPath(person);
  return {
    of: measure.level,
    measure: { id: measure.id, name: text.name },
    path:
      person?.role === 'staff'
        ? [
            { href: pathIn(lang, room), name: staffWords[lang].title },
            { href: pathIn(lang, `${room}/${measure.id}`), name: text.name },
          ]
        : [
            { href: pathIn(lang, '/rules'), name: rulesWords[lang].title },
            { href: pathIn(lang, room), name: staffWords[lang].calls },
            { href: pathIn(lang, `${room}/${measure.id}`), name: text.name },
          ],
  };
}

/** What a call’s region can be: staff enter their own district’s, publishers any; a district’s measure has but one. */
function regionsFor({ fields, regions }: Rules, words: Texts, level: string, person: Person | undefined) {
  const named = (id: string) => ({ id, name: regionName(words, id) });
  if (person?.role === 'staff') return [named(person.district ?? '')];
  if (isDistrict(level)) return [named(level)];
  const districts = fields.region?.values ?? [];
  const sets = Object.keys(regions).filter((set) => regions[set]?.every((member) => districts.includes(member)));
  return [{ id: '', name: staffWords[words.lang].everywhere }, ...[...sets, ...districts].map(named)];
}

const placeName = (words: Texts, region: string | null): string =>
  region === null ? staffWords[words.lang].everywhere : regionName(words, region);

function windowText({ opensOn, closesOn }: Call['windows'][number], lang: Lang): string {
  const { until, from } = staffWords[lang];
  if (opensOn === null) return closesOn === null ? '' : until(day(closesOn, lang));
  return closesOn === null ? from(day(opensOn, lang)) : `${day(opensOn, lang)} – ${day(closesOn, lang)}`;
}

/** So many windows the form has room for. */
const WINDOWS = [1, 2, 3] as const;

/** What the form calls each part of a call. */
function fieldsOf(lang: Lang): Readonly<Record<string, string>> {
  const { window, opensOn, closesOn, source, url, ...say } = staffWords[lang].form;
  const inWindow = (n: number, part: string): string =>
    [window(n), part.toLowerCase()].join(lang === 'zh' ? '，' : ', ');
  const windows = WINDOWS.flatMap((n) => [
    [`windows.${n - 1}`, window(n)],
    [`windows.${n - 1}.opensOn`, inWindow(n, opensOn)],
    [`windows.${n - 1}.closesOn`, inWindow(n, closesOn)],
  ]);
  const { year, region, publishedOn, directions, grade, checked } = say;
  return {
    ...{ year, region, publishedOn, directions, grade, checked, 'source.title': source, 'source.url': url },
    ...(Object.fromEntries(windows) as Record<string, string>),
  };
}

/** The refusal in the form's own words, each fault also by the name of its field. */
function atFields(refused: Refused, lang: Lang, year?: number | null) {
  const { mendYear, mendGrade } = staffWords[lang].form;
  const own: Readonly<Record<string, string>> = { grade: mendGrade, ...(year === null ? { year: mendYear } : {}) };
  const faultsAt = Object.fromEntries(
    Object.entries(refused.faultsAt).map(([path, said]) => [path, own[path] ?? said] as const),
  );
  const { problem, faults } = named({ ...refused, faultsAt }, fieldsOf(lang), lang);
  const at = new Map(Object.entries(faultsAt).map(([path, said]) => [fieldAt(path), said]));
  return { problem, faults, fields: Object.keys(faultsAt).map(fieldAt), at: Object.fromEntries(at) };
}

/** The form's name for a place in the request. */
function fieldAt(path: string): string {
  const [, index, part = 'opensOn'] = /^windows\.(\d+)(?:\.(\w+))?$/.exec(path) ?? [];
  if (index !== undefined) return `${part}${Number(index) + 1}`;
  if (path.startsWith('source.')) return path === 'source.url' ? 'url' : 'source';
  return path.split('.', 1)[0] ?? path;
}

/** What the form says of a call, but for its year and region. */
function callOf(text: (name: string) => string) {
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

/** The measures that have yearly calls, with the year of their latest: those known of first, then by name. */
export async function calledMeasures(search: string, lang: Lang) {
  const [{ measures }, words] = await Promise.all([rules(), texts(lang)]);
  return measures
    .filter(({ availability }) => availability === 'calls')
    .map(({ id, calls }) => ({
      id,
      name: words.measures[id]?.name ?? id,
      latest: calls.length === 0 ? null : Math.max(...calls.map(({ year }) => year)),
    }))
    .filter(({ name, id }) => `${name} ${id}`.toLowerCase().includes(search.toLowerCase()))
    .sort((a, b) => (b.latest ?? 0) - (a.latest ?? 0) || a.name.localeCompare(b.name, lang));
}
