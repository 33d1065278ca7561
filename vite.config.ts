import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vitest/config';

/** Tests that set the environment or put something else in a module's place: each file has a worker of its own. */
const ALONE = [
  'tests/lambda/**/*.test.ts',
  'tests/functions/**/*.test.ts',
  'tests/api/bundle.test.ts',
  'tests/app/session-portals.test.ts',
  'tests/store/dynamodb.test.ts',
];

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ out: 'build/portal' }),
      files: { src: 'app/src', assets: 'app/static' },
      // A page that answers in another one’s place, such as “not yours”, lies at another depth than its address.
      paths: { relative: false },
      // Most pages have no script: the one that has need not carry the list of all routes.
      router: { resolution: 'server' },
      csp: {
        mode: 'auto',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          // The one style attribute there is: SvelteKit's own announcer of page changes, for screen readers.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'base-uri': ['none'],
        },
      },
    }),
  ],
  // The compiled catalogue and the demo firms lie outside the app's folder.
  server: { fs: { allow: ['.'] } },
  build: {
    assetsInlineLimit: 0,
    // What a script fetches on demand names its scripts itself; listing them ahead would weigh on every start.
    modulePreload: { resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')) },
  },
  test: {
    projects: [
      { extends: true, test: { name: 'alone', include: ALONE } },
      {
        extends: true,
        test: {
          name: 'shared',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', '**/node_modules/**', ...ALONE],
          // What one file has read, the catalogue above all, the next need not read again.
          isolate: false,
        },
      },
    ],
    environment: 'node',
    setupFiles: ['tests/seed.ts'],
    pool: 'threads',
    // Some files mostly wait for what they started: a third keeps two cores busy.
    maxWorkers: 3,
    testTimeout: 60_000,
  },
});
