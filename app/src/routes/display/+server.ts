/** Large print on and off: a link sets a cookie and leads back, so that it works without script. */
import { redirect } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

const A_YEAR = 365 * 24 * 3600;

export const GET: RequestHandler = ({ url, cookies }) => {
  if (url.searchParams.get('text') === 'large') {
    cookies.set('text', 'large', {
      path: '/',
      maxAge: A_YEAR,
      sameSite: 'lax',
      httpOnly: true,
      secure: url.protocol === 'https:',
    });
  } else {
    cookies.delete('text', { path: '/' });
  }
  redirect(303, pathWithin(url));
};

/** The page to return to, on this site and nowhere else. */
function pathWithin(url: URL): string {
  try {
    const back = new URL(url.searchParams.get('back') ?? '/', url.origin);
    return back.origin === url.origin ? back.pathname + back.search : '/';
  } catch {
    return '/';
  }
}
