import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { staffPages } from '#lib/server/api-demand.server.ts';
import { moment } from '#lib/server/api-firm.server.ts';
import { aboutOf, markSeen, questionOf } from '#lib/server/api-notices.server.ts';
import { managerPages } from '#lib/server/api-portfolio.server.ts';
import { change, read, readTagged } from '#lib/server/api-session.server.ts';
import {
  Anything,
  FIRM_QUESTIONS,
  FOR_MANAGERS,
  NOTICE_KINDS,
  NoticePreferences,
  Notices,
} from '#lib/server/api-shapes.ts';
import { linked, unnamed } from '#lib/server/notice-parts.ts';
import { HOME, signInPath } from '#lib/server/session-guard.server.ts';
import type { Role } from '#lib/server/session-shapes.ts';
import { formText } from '#lib/server/session-form.ts';
import { noticeWords } from '#lib/wording/rooms/notices.ts';
import type { Actions, PageServerLoad } from './$types';

const PREFERENCES = '/v1/notices/preferences';

/** The pages of the rooms that this one belongs to. */
const PAGES: Readonly<Partial<Record<Role, typeof staffPages>>> = { manager: managerPages, staff: staffPages };

/** Where whoever has firms has a page for each. */
const FIRMS: Readonly<Partial<Record<Role, string>>> = { manager: '/portfolio', firm: '/account/companies' };

/** For whoever is told of something: not found for the others. */
export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { person } = event.locals;
  if (!person) redirect(303, signInPath(event.url));
  const [found, preferences] = await Promise.all([
    read(event, Notices, `/v1/notices?limit=100&lang=${lang}`),
    readTagged(event, NoticePreferences, PREFERENCES),
  ]);
  const room = FIRMS[person.role];
  return {
    home: pathIn(lang, HOME[person.role]),
    pages: PAGES[person.role]?.(lang) ?? [],
    unread: found.unread,
    unreadIds: found.items.filter(({ readAt }) => readAt === null).map(({ id }) => id),
    preferences: preferences.body,
    tag: preferences.etag,
    kinds: kindsFor(person.role),
    saved: event.url.searchParams.has('saved'),
    notices: found.items.map(({ id, at, readAt, kind, title, text, object, firms, measures }) => ({
      id,
      at: moment(at, lang),
      unread: readAt === null,
      question: room === undefined ? null : questionOf({ kind, firms, object }, lang),
      title,
      parts: linked(text, aboutOf({ firms, measures }, room, lang)),
      firms: unnamed(text, firms).map(({ name }) => name),
      measures: unnamed(text, measures),
    })),
  };
};

/** Only firms and those who look after them are told of anything: of questions, each of what the other does. */
const UNTOLD: Readonly<Partial<Record<Role, readonly string[]>>> = { firm: FOR_MANAGERS, manager: FIRM_QUESTIONS };
const kindsFor = (role: Role) => NOTICE_KINDS.filter((kind) => !(UNTOLD[role] ?? NOTICE_KINDS).includes(kind));

export const actions: Actions = {
  read: async (event) => {
    const ids = (await event.request.formData()).getAll('id').filter((id) => typeof id === 'string');
    const done = await markSeen(event, ids);
    if (!done.ok) {
      const { status, problem, faults } = done.refused;
      return fail(status, { problem, faults: [...faults], given: null, wrongEmail: null });
    }
    redirect(303, event.url.pathname);
  },
  preferences: async (event) => {
    const { person } = event.locals;
    if (!person) redirect(303, signInPath(event.url));
    const sent = await event.request.formData();
    const text = formText(sent);
    const wanted = sent.getAll('kind');
    const [email, mail] = [text('email'), text('mail')];
    const given = { email, mail, kinds: wanted.filter((kind) => typeof kind === 'string') };
    if (email === '' && mail !== 'none') {
      const { needEmail } = noticeWords[event.params.lang ?? 'zh'];
      return fail(400, { problem: null, faults: [] as string[], given, wrongEmail: needEmail });
    }
    const done = await change(event, Anything, PREFERENCES, {
      method: 'PUT',
      headers: { 'if-match': text('tag') },
      body: {
        email: email || null,
        mail,
        lang: event.params.lang ?? 'zh',
        refused: kindsFor(person.role).filter((kind) => !wanted.includes(kind)),
      },
    });
    if (!done.ok) {
      const { status, problem, faults, faultsAt } = done.refused;
      const wrongEmail = faultsAt.email ? noticeWords[event.params.lang ?? 'zh'].wrongEmail : null;
      return fail(status, { problem: wrongEmail === null ? problem : null, faults: [...faults], given, wrongEmail });
    }
    redirect(303, `${event.url.pathname}?saved#saved`);
  },
};
