// A Chromium for the browser tests: one that is there, else Debian's package (as root), else Playwright's own download.
import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { bin, capture, Complaint, toolEnv } from '../infra/local/tools.mjs';

/**
 * The environment that tells the browser tests which Chromium to use; empty where Playwright brought its own.
 * @returns {Promise<Record<string, string>>}
 */
export async function findChromium() {
  const given = process.env['CHROMIUM'];
  if (given) {
    if (!existsSync(given)) throw new Complaint(`CHROMIUM points to ${given}, which does not exist.`);
    return { CHROMIUM: given };
  }
  const there = installed();
  if (there) {
    await chineseFont();
    return { CHROMIUM: there };
  }
  if (await hasOwnChromium()) return {};
  if (await byApt()) {
    const fresh = installed();
    if (fresh) return { CHROMIUM: fresh };
  }
  console.log('Downloading Chromium …');
  if ((await capture(bin('playwright'), ['install', 'chromium'])).ok) return {};
  throw new Complaint(
    'The browser tests need Chromium: install it (on Debian: apt-get install chromium fonts-noto-cjk) or set CHROMIUM to its path, then run npm test again.',
  );
}

function installed() {
  return ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
    .map((name) => `/usr/bin/${name}`)
    .find((path) => existsSync(path));
}

/** Whether Playwright's own Chromium has been downloaded before. */
async function hasOwnChromium() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}

function isAptRoot() {
  return process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
}

async function byApt() {
  if (!isAptRoot()) return false;
  console.log('Installing Chromium and a Chinese font …');
  const env = { ...toolEnv(), DEBIAN_FRONTEND: 'noninteractive' };
  await capture('apt-get', ['update', '-qq'], env);
  // Without the windows of a whole browser the tests take a third less; not every release has it as a package.
  for (const name of ['chromium-headless-shell', 'chromium']) {
    const packages = ['install', '-y', '-qq', '--no-install-recommends', name, 'fonts-noto-cjk'];
    if ((await capture('apt-get', packages, env)).ok) return true;
  }
  return false;
}

/** Without a Chinese font every character is a box, and as wide as one. The tests pass either way; pictures do not. */
async function chineseFont() {
  const fonts = spawnSync('fc-list', [':lang=zh', 'file'], { encoding: 'utf8' });
  if (fonts.status === 0 && fonts.stdout.trim() !== '') return;
  if (!isAptRoot()) return;
  await capture('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'fonts-noto-cjk'], {
    ...toolEnv(),
    DEBIAN_FRONTEND: 'noninteractive',
  });
}
