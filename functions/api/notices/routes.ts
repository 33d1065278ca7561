/** `/v1/notices`: what a person is told, and how they want to be told. */
import { OpenAPIHono, z } from '@hono/zod-openapi';
import { KINDS, wordsOf } from '#functions/notices/notice.ts';
import {
  markRead,
  noticesOf,
  Preferences,
  preferencesOf,
  setPreferences,
  unreadOf,
  type KeptNotice,
} from '#functions/notices/kept.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiEnv } from '../env.ts';
import { LangParam } from '../fields.ts';
import { pageOf, pageQuery, readCursor, writeCursor } from '../page.ts';
import { refuse } from '../problem.ts';
import { defineRoute, json, jsonBody } from '../route.ts';
import { expectedVersion, ifMatchHeader, versionTag } from '../version.ts';

const Notice = z
  .object({
    id: z.string(),
    kind: z.enum(KINDS),
    at: z.string(),
    readAt: z.string().nullable(),
    title: z.string(),
    text: z.string(),
    firms: z.array(z.object({ uscc: z.string(), name: z.string() })).readonly(),
    measures: z.array(z.object({ id: z.string(), name: z.string() })).readonly(),
    on: z.string().nullable().openapi({ description: 'The day it is about.' }),
    object: z.string().nullable().openapi({ description: 'A certificate’s type, a request’s id.' }),
  })
  .openapi('Notice');
const Notices = pageOf(Notice).extend({ unread: z.number().int().openapi({ description: 'At most 1,000.' }) });
const PreferencesBody = z.strictObject(Preferences.shape).openapi('NoticePreferences');

const shared = { access: { right: 'notices.read.own' }, tag: 'notices' } as const;
const list = defineRoute({
  ...shared,
  method: 'get',
  path: '/v1/notices',
  summary: { zh: '我的提醒', en: 'My notices' },
  request: { query: z.object({ ...pageQuery, unread: z.enum(['true', 'false']).default('false'), lang: LangParam }) },
  responses: { 200: json(Notices, 'The latest first.') },
  problems: ['invalid-cursor'],
});
const read = defineRoute({
  ...shared,
  method: 'post',
  path: '/v1/notices/{id}/read',
  summary: { zh: '标为已读', en: 'Mark a notice as read' },
  request: { params: z.object({ id: z.string().regex(/^[\w-]{8,200}$/) }) },
  responses: { 200: json(Notice, 'The notice.') },
  problems: ['not-found'],
});
const preferences = defineRoute({
  ...shared,
  method: 'get',
  path: '/v1/notices/preferences',
  summary: { zh: '我的提醒方式', en: 'How I want to be told' },
  responses: { 200: json(PreferencesBody, 'With its version as ETag.') },
});
const change = defineRoute({
  ...shared,
  method: 'put',
  path: '/v1/notices/preferences',
  summary: { zh: '修改提醒方式，可以拒绝推送', en: 'Change how I want to be told; pushes can be refused' },
  request: { headers: ifMatchHeader, ...jsonBody(PreferencesBody) },
  responses: { 200: json(PreferencesBody, 'As it stands now.') },
  problems: ['precondition-required', 'version-conflict'],
});

export function noticesRoutes(deps: Deps): OpenAPIHono<ApiEnv> {
  const app = new OpenAPIHono<ApiEnv>();
  const { store } = deps;
  const view = (notice: KeptNotice, lang: Lang) => {
    const texts = deps.catalogue().texts[lang];
    const { id, kind, at, readAt, firms, measures, on, object } = notice;
    const named = measures.map((measure) => ({ id: measure, name: texts.measures[measure]?.name ?? measure }));
    return { id, kind, at, readAt, ...wordsOf(notice, lang, texts), firms, measures: named, on, object };
  };

  app.openapi(list, async (c) => {
    const { subject } = principalOf(c);
    const { limit, cursor, unread } = c.req.valid('query');
    const scope = ['notices', subject, unread];
    const start = readCursor(deps, scope, cursor);
    if (!start.ok) return refuse(c, 'invalid-cursor');
    const { notices, next } = await noticesOf(store, subject, {
      limit,
      unread: unread === 'true',
      ...(start.after === undefined ? {} : { after: start.after }),
    });
    return c.json(
      {
        items: notices.map((notice) => view(notice, c.var.lang)),
        next: next === undefined ? null : writeCursor(deps, scope, next),
        unread: await unreadOf(store, subject),
      },
      200,
    );
  });

  app.openapi(read, async (c) => {
    const notice = await markRead(deps, principalOf(c).subject, c.req.valid('param').id);
    return notice ? c.json(view(notice, c.var.lang), 200) : refuse(c, 'not-found');
  });

  app.openapi(preferences, async (c) => {
    const { version, ...found } = await preferencesOf(store, principalOf(c).subject);
    c.header('etag', tagOf(version));
    return c.json(found, 200);
  });

  app.openapi(change, async (c) => {
    const { subject } = principalOf(c);
    const { version, ...current } = await preferencesOf(store, subject);
    // What was never set has version 0, and nothing to overwrite.
    const expected =
      version === 0 && c.req.header('if-match') === FIRST ? { ok: true as const, version } : expectedVersion(c);
    if (!expected.ok) return refuse(c, expected.kind, { current: { ...current } });
    const wanted = c.req.valid('json');
    if (expected.version !== version || !(await setPreferences(store, subject, version, wanted))) {
      return refuse(c, 'version-conflict', { current: { ...current } });
    }
    c.header('etag', tagOf(version + 1));
    return c.json(wanted, 200);
  });

  return app;
}

const FIRST = '"v0"';
const tagOf = (version: number): string => (version === 0 ? FIRST : versionTag(version));
