import { error, fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { moment } from '#lib/server/api-firm.server.ts';
import { change, read, readTagged } from '#lib/server/api-session.server.ts';
import { Anything, NOTICE_KINDS, NoticePreferences, Notices } from '#lib/server/api-shapes.ts';
import { HOME, signInPath } from '#lib/server/session-guard.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { roomWords } from '#lib/wording/rooms/room.ts';
import type { Actions, PageServerLoad } from './$types';

const PREFERENCES = '/v1/notices/preferences';

/** For everyone who has a room. */
export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const { person } = event.locals;
  if (!person) redirect(303, signInPath(event.url));
  const home = HOME[person.role];
  if (home === undefined) error(404, roomWords[lang].gone);
  const [found, preferences] = await Promise.all([
    read(event, Notices, `/v1/notices?limit=100&lang=${lang}`),
    readTagged(event, NoticePreferences, PREFERENCES),
  ]);
  return {
    home: pathIn(lang, home),
    unread: found.unread,
    preferences: preferences.body,
    tag: preferences.etag,
    kinds: NOTICE_KINDS,
    saved: event.url.searchParams.has('saved'),
    notices: found.items.map(({ id, at, readAt, title, text, firms, measures }) => ({
      id,
      at: moment(at, lang),
      unread: readAt === null,
      title,
      text,
      firms: firms.map(({ name }) => name),
      measures,
    })),
  };
};

export const actions: Actions = {
  read: async (event) => {
    const text = formText(await event.request.formData());
    const path = `/v1/notices/${encodeURIComponent(text('id'))}/read`;
    const done = await change(event, Anything, path, { method: 'POST' });
    if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, event.url.pathname);
  },
  preferences: async (event) => {
    const sent = await event.request.formData();
    const text = formText(sent);
    const wanted = sent.getAll('kind');
    const done = await change(event, Anything, PREFERENCES, {
      method: 'PUT',
      headers: { 'if-match': text('tag') },
      body: {
        email: text('email') || null,
        mail: text('mail'),
        lang: event.params.lang ?? 'zh',
        refused: NOTICE_KINDS.filter((kind) => !wanted.includes(kind)),
      },
    });
    if (!done.ok) return fail(done.refused.status, { problem: done.refused.problem, faults: [...done.refused.faults] });
    redirect(303, `${event.url.pathname}?saved`);
  },
};
