/** Who may enter which room. The interface decides on everything in it once more. */
import type { RequestEvent } from '@sveltejs/kit';
import { langOf, pathIn } from '#lib/lang.ts';
import { sessionOf } from './session.server.ts';
import type { Role } from './session-shapes.ts';

/** Where each role is at home. */
export const HOME: Readonly<Record<Role, string>> = {
  firm: '/account/companies',
  manager: '/portfolio',
  staff: '/demand',
  publisher: '/rules',
  approver: '/rules',
  auditor: '/audit',
  operator: '/operate',
};

/** Groups of routes that are not for everyone, with the roles they are for; `account` is for whoever signs in or out. */
const ROLES_IN = {
  account: null,
  firm: ['firm'],
  manager: ['manager'],
  imports: ['manager', 'operator'],
  staff: ['staff'],
  rules: ['publisher', 'approver', 'auditor'],
  audit: ['auditor'],
  operate: ['operator'],
} as const satisfies Readonly<Record<string, readonly Role[] | null>>;
export type Room = keyof typeof ROLES_IN;
const ROOMS = Object.keys(ROLES_IN) as readonly Room[];

export const roomOf = (route: string | null): Room | undefined =>
  ROOMS.find((room) => route?.startsWith(`/(${room})/`) === true);

/** Lets a visitor in, with who they are in `locals`; or the answer that keeps them out. */
export async function enter(event: RequestEvent, room: Room): Promise<Response | undefined> {
  const session = await sessionOf(event);
  if (session) {
    event.locals.session = session;
    event.locals.person = session.person;
  }
  const roles: readonly Role[] | null = ROLES_IN[room];
  if (roles === null) return undefined;
  if (!session) return new Response(null, { status: 303, headers: { location: signInPath(event.url) } });
  if (roles.includes(session.person.role)) return undefined;
  const page = await event.fetch(pathIn(langOf(event.url), '/account?elsewhere'));
  return new Response(page.body, { status: 403, headers: page.headers });
}

/** Signing in and coming back to the page. */
export const signInPath = (url: URL): string =>
  `${pathIn(langOf(url), '/signin')}?${new URLSearchParams({ to: url.pathname + url.search }).toString()}`;

/** A page of this site to go on with; anything else becomes the person's own room. */
export function pathAfter(to: string | null, url: URL): string {
  const own = pathIn(langOf(url), '/account');
  if (to === null || !/^\/[^/\\]/.test(to) || !URL.canParse(to, url)) return own;
  const target = new URL(to, url);
  return target.origin === url.origin ? target.pathname + target.search : own;
}
