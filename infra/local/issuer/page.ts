/** The demo issuer's pages: no script, one style that its own policy names. */
import { createHash } from 'node:crypto';
import { roleOf, type DemoPerson } from './people.ts';

const STYLE = `
  :root { color-scheme: light; font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
  body { margin: 0; background: #fff; color: #1d2433; }
  main { max-width: 40rem; margin: 0 auto; padding: 2rem 1rem; }
  h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 .5rem; }
  p { margin: 0 0 1rem; }
  .note { border-left: 4px solid #b45309; background: #fff7ed; padding: .75rem 1rem; }
  ul { list-style: none; margin: 1.5rem 0 0; padding: 0; }
  li { margin: 0 0 .5rem; }
  button { display: block; width: 100%; min-height: 44px; padding: .6rem 1rem; text-align: left; font: inherit; color: inherit;
    background: #fff; border: 1px solid #8a94a6; border-radius: 6px; cursor: pointer; }
  button:hover { border-color: #1a56a8; background: #f2f6fc; }
  button:focus-visible { outline: 3px solid #1a56a8; outline-offset: 2px; }
  strong { color: #1a56a8; }
  span { display: block; }
  .en { color: #4a5365; }
`;

/** The policy that the pages are sent with; a form may lead back to the portal. */
export const policyFor = (origins: readonly string[]): string =>
  [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`,
    `form-action 'self' ${origins.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');

/** Everyone there is to be, one button each. */
export const loginPage = (people: readonly DemoPerson[]): string =>
  page(
    '演示登录 Demo sign-in',
    `<h1>演示登录 <span lang="en">Demo sign-in</span></h1>
    <p class="note">以下都是虚构的人，不需要密码。只供试用：任何人都可以以任何身份进入。
      <span class="en" lang="en">Everyone below is made up and needs no password. For trying out only: anyone may enter as anybody.</span></p>
    <form method="post"><ul>${people.map(personButton).join('')}</ul></form>`,
  );

function personButton(person: DemoPerson): string {
  const { subject, name } = person;
  const { zh, en } = roleOf(person);
  return `<li><button name="subject" value="${escaped(subject)}"><strong>${escaped(name.zh)}</strong>
    <span>${escaped(zh)}</span><span class="en" lang="en">${escaped(`${name.en}: ${en}`)}</span></button></li>`;
}

/** Asks before signing out; the form is the issuer's own. */
export const logoutPage = (form: string): string =>
  page(
    '退出登录 Sign out',
    `<h1>要退出演示登录吗？<span lang="en">Sign out of the demo?</span></h1>${form}
    <ul><li><button type="submit" form="op.logoutForm" name="logout" value="yes">退出 <span class="en" lang="en">Sign out</span></button></li>
    <li><button type="submit" form="op.logoutForm">留下 <span class="en" lang="en">Stay signed in</span></button></li></ul>`,
  );

export const loggedOutPage = (): string =>
  page('已退出 Signed out', '<h1>已退出演示登录 <span lang="en">You are signed out</span></h1>');

/** What went wrong in plain words, with the protocol's own code for whoever mends it. */
export const errorPage = (code: string): string =>
  page(
    '登录没有完成 Sign-in failed',
    `<h1>登录没有完成 <span lang="en">Sign-in was not completed</span></h1>
    <p>可能是页面开得太久。请回到策引，重新登录。
      <span class="en" lang="en">The page may have been open too long. Go back to Ceyin and sign in again.</span></p>
    <p class="en">${escaped(code)}</p>`,
  );

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${title}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
  <style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

const escaped = (text: string): string =>
  text.replaceAll(
    /[&<>"']/g,
    (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '&#39;',
  );
