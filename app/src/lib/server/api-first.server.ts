/** What needs doing first (先办): the few things that wait for a person, each with the page to do it on. */
import type { RequestEvent } from '@sveltejs/kit';
import { certificatesIn, endingWithin } from '#rules/profile/certificates.ts';
import { day } from '#lib/format.ts';
import { pathIn } from '#lib/lang.ts';
import { accountWords } from '#lib/wording/rooms/account.ts';
import { firstWords } from '#lib/wording/rooms/first.ts';
import { unassignedWords } from '#lib/wording/rooms/unassigned.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Lang } from '#rules/engine/types.ts';
import { firmPath, moment } from './api-firm.server.ts';
import { isLate, shortened } from './api-requests.server.ts';
import { read } from './api-session.server.ts';
import { Company, IndicatorFigures, Indicators, Notices, Requests } from './api-shapes.ts';
import { texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
export interface First {
  readonly href: string;
  readonly text: string;
  /** Late already. */
  readonly late: boolean;
}

const unread = async (event: Event, lang: Lang): Promise<First[]> => {
  const { unread: count } = await read(event, Notices, `/v1/notices?limit=1&unread=true&lang=${lang}`);
  const text = accountWords[lang].firstNotices(count);
  return count === 0 ? [] : [{ href: pathIn(lang, '/account/notices'), text, late: false }];
};

/** So many firms of a person are looked through. */
const MOST_FIRMS = 5;
/** So many characters of a question name it. */
const MOST_QUOTED = 20;

/** So many days before its last one a certificate is among what needs doing first, for the firm and its manager. */
export const ENDING_DAYS = 60;

/** The certificates that run out soon, by the profile as it stands when the page is opened. */
async function ending(event: Event, uscc: string, lang: Lang): Promise<Pick<First, 'href' | 'text'>[]> {
  const [{ profile }, { fields }] = await Promise.all([read(event, Company, firmPath(uscc)), texts(lang)]);
  const href = pathIn(lang, `/account/companies/${uscc}/certificates`);
  return endingWithin(certificatesIn(profile), todayInBeijing(new Date()), ENDING_DAYS).map(
    ({ type, validTo, left }) => ({
      href,
      text: firstWords[lang].ending(fields.certificates?.values?.[type] ?? type, day(validTo, lang), left),
    }),
  );
}

/** For the people of firms: questions that wait for their answer, those that are overdue, certificates that run out, notices. */
export async function firstForFirm(
  event: Event,
  firms: readonly { readonly uscc: string; readonly name: string }[],
  lang: Lang,
): Promise<First[]> {
  const words = firstWords[lang];
  const waiting = await Promise.all(
    firms.slice(0, MOST_FIRMS).map(async ({ uscc, name }) => {
      const [{ items }, certificates] = await Promise.all([
        read(event, Requests, `${firmPath(uscc)}/requests?limit=100`),
        ending(event, uscc, lang),
      ]);
      const named = (what: string): string => (firms.length > 1 ? words.ofFirm(name, what) : what);
      const running = certificates.map(({ href, text }): First => ({ href, text: named(text), late: false }));
      const asking = items.flatMap(({ id, text, state, clock: { dueAt } }): First[] => {
        const late = isLate(dueAt);
        if (!late && state !== 'waiting-for-firm') return [];
        const href = pathIn(lang, `/account/companies/${uscc}/requests/${id}`);
        const said = shortened(text ?? id, MOST_QUOTED);
        const what = late ? words.lateFor(said) : words.reply(said);
        return [{ href, text: named(what), late }];
      });
      return [...asking, ...running];
    }),
  );
  const asked = waiting.flat();
  return [...asked.filter(({ late }) => late), ...asked.filter(({ late }) => !late), ...(await unread(event, lang))];
}

/** For a service manager: overdue questions, those that wait, those that nobody has taken, certificates that run out soon. */
export async function firstForManager(event: Event, firms: Promise<readonly Running[]>, lang: Lang): Promise<First[]> {
  const words = firstWords[lang];
  const [mine, nobodys, running, { fields }] = await Promise.all([
    read(event, Requests, '/v1/requests?which=pending&limit=100'),
    read(event, Requests, '/v1/requests?which=unassigned&limit=100'),
    firms,
    texts(lang),
  ]);
  const lateIn = ({ items }: typeof mine): number => items.filter(({ clock: { dueAt } }) => isLate(dueAt)).length;
  const [late, nobodysLate] = [lateIn(mine), lateIn(nobodys)];
  const inbox = pathIn(lang, '/portfolio/requests');
  const [next = ''] = mine.items.flatMap(({ clock: { dueAt }, labels }) =>
    dueAt === null || isLate(dueAt) ? [] : [words.soonest(moment(dueAt, lang), labels.urgency)],
  );
  return [
    ...(late > 0 ? [{ href: inbox, text: words.late(late), late: true }] : []),
    ...(mine.items.length > late
      ? [{ href: inbox, text: words.waiting(mine.items.length - late) + next, late: false }]
      : []),
    ...(nobodys.items.length > 0
      ? [
          {
            href: `${inbox}?which=unassigned`,
            text:
              nobodysLate > 0
                ? words.nobodysLate(nobodys.items.length, nobodysLate)
                : words.nobodys(nobodys.items.length),
            late: nobodysLate > 0,
          },
        ]
      : []),
    ...running
      .flatMap(({ uscc, name, ending }) => ending.map((one) => ({ ...one, uscc, name: name ?? uscc })))
      .sort((a, b) => a.left - b.left)
      .slice(0, MOST_ENDING)
      .map(({ uscc, name, type, validTo, left }) => {
        const certificate = fields.certificates?.values?.[type] ?? type;
        const text = words.ofFirm(name, words.ending(certificate, day(validTo, lang), left));
        return { href: pathIn(lang, `/portfolio/${uscc}`), text, late: false };
      }),
  ];
}
/** So many of them are named. */
const MOST_ENDING = 5;

/** A firm with its certificates that run out within {@link ENDING_DAYS}. */
interface Running {
  readonly uscc: string;
  readonly name: string | null;
  readonly ending: readonly { readonly type: string; readonly validTo: string; readonly left: number }[];
}

/** For district staff: questions without anyone to answer, notices, and targets of their plan without a figure. */
export async function firstForStaff(
  event: Event,
  plan: string,
  unassigned: readonly { readonly late: boolean }[],
  lang: Lang,
): Promise<First[]> {
  const [notices, { items }] = await Promise.all([
    unread(event, lang),
    read(event, Indicators, `/v1/indicators?limit=100&doc=${encodeURIComponent(plan)}`),
  ]);
  const targets = items.filter(({ target }) => target.value !== null);
  const entered = new Set(
    (await read(event, IndicatorFigures, '/v1/indicators/figures')).items.map((one) => one.indicator),
  );
  const missing = targets.filter(({ id }) => !entered.has(id)).length;
  const href = pathIn(lang, `/demand/indicators?plan=${plan}&which=missing`);
  const nobodys: First[] =
    unassigned.length === 0
      ? []
      : [
          {
            href: `${pathIn(lang, '/demand')}#unassigned`,
            text: unassignedWords[lang].first(unassigned.length),
            late: unassigned.some(({ late }) => late),
          },
        ];
  return [
    ...nobodys,
    ...notices,
    ...(missing > 0 ? [{ href, text: firstWords[lang].missing(missing), late: false }] : []),
  ];
}
