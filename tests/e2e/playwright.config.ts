import { defineConfig } from '@playwright/test';

const { CHROMIUM: executablePath, PORTAL: baseURL } = process.env;

/** What publishes rules comes last: all others judge by the rules as they were built. */
const PUBLISHING = '**/rooms-rules.spec.ts';

export default defineConfig({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: [['list'], ['json', { outputFile: '../../test-results/playwright.json' }]],
  // Nothing waits that long but where the machine is slow; a test that passes is not made longer by it.
  timeout: 240_000,
  expect: { timeout: 40_000 },
  globalSetup: './server.ts',
  projects: [
    { name: 'portal', testIgnore: PUBLISHING },
    { name: 'publishing', testMatch: PUBLISHING, dependencies: ['portal'] },
  ],
  use: {
    // Set by the global set-up, before the workers read this file.
    ...(baseURL === undefined ? {} : { baseURL }),
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    launchOptions: {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
