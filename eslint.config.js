import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import { posix, relative, dirname } from 'node:path';
import ts from 'typescript-eslint';

/**
 * Which rooms a room may import (folders, longest match first). Tests may import anything; nothing else may import
 * them, infra or app. The portal reaches the functions over HTTP and holds only what a browser may hold.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const arrows = {
  'rules/engine': ['rules/engine', 'rules/profile'],
  'rules/profile': ['rules/engine', 'rules/profile'],
  rules: ['rules'],
  functions: ['functions', 'rules'],
  app: ['app', 'rules/engine', 'rules/profile', 'build/catalogue'],
  infra: ['infra', 'functions', 'app'],
  seeds: ['seeds', 'rules', 'functions'],
};
/** Rooms that hold no package and no Node module: they run wherever JavaScript runs. */
const bare = ['rules/engine', 'rules/profile'];
/** Packages that would make the match function's bundle several times larger. @type {Readonly<Record<string, RegExp>>} */
const heavy = { 'functions/match': /^(zod|@aws-sdk|hono)(\/|$)/ };

/** @type {Readonly<Record<string, string>>} */
const aliases = { '#rules/': 'rules/', '#functions/': 'functions/', '#lib/': 'app/src/lib/' };
const inside = (/** @type {string} */ path, /** @type {string} */ folder) =>
  path === folder || path.startsWith(`${folder}/`);

/** @type {import('eslint').Rule.RuleModule} */
const rooms = {
  meta: { type: 'problem', schema: [], messages: { closed: '{{ why }}' } },
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll('\\', '/');
    const room = Object.keys(arrows).find((folder) => inside(file, folder));
    if (room === undefined) return {};

    const check = (/** @type {import('estree').Expression | null | undefined} */ node) => {
      if (node?.type !== 'Literal' || typeof node.value !== 'string') return;
      const specifier = node.value;
      const alias = Object.keys(aliases).find((prefix) => specifier.startsWith(prefix));
      const target = alias
        ? `${aliases[alias]}${specifier.slice(alias.length)}`
        : specifier.startsWith('.')
          ? posix.join(dirname(file), specifier)
          : undefined;
      const why = target === undefined ? packageFault(file, specifier) : roomFault(room, target);
      if (why) context.report({ node, messageId: 'closed', data: { why } });
    };

    return {
      ImportDeclaration: (node) => check(node.source),
      ExportNamedDeclaration: (node) => check(node.source),
      ExportAllDeclaration: (node) => check(node.source),
      ImportExpression: (node) => check(node.source),
    };
  },
};

/** @param {string} room @param {string} target */
function roomFault(room, target) {
  const allowed = arrows[room] ?? [];
  if (allowed.some((open) => inside(target, open))) return undefined;
  return `${room}/ must not import ${target}: it may import ${allowed.join(', ')} only.`;
}

/** @param {string} file @param {string} specifier */
function packageFault(file, specifier) {
  const plain = bare.find((folder) => inside(file, folder));
  if (plain) return `${plain}/ imports no package and no Node module (${specifier}).`;
  const light = Object.keys(heavy).find((folder) => inside(file, folder) && heavy[folder]?.test(specifier));
  return light && `${light}/ must stay small: no ${specifier}.`;
}

/**
 * What TypeScript asks, types included, oxlint sees to (`.oxlintrc.json`). Left to ESLint are the rooms and the
 * components. Each component makes the type service begin anew, a second or more apiece: `npm run lint` does that,
 * `npm test` leaves the types of components to svelte-check.
 */
const typedComponents = process.env.TYPED_COMPONENTS === '1';

export default defineConfig(
  globalIgnores(['build/', '.data/', '.svelte-kit/', 'node_modules/', 'test-results/', 'playwright-report/']),
  // Directives are written for oxlint, which also says where one is of no use.
  { linterOptions: { reportUnusedDisableDirectives: 'off' } },
  {
    files: ['**/*.svelte'],
    extends: typedComponents
      ? [ts.configs.strictTypeChecked, ts.configs.stylisticTypeChecked]
      : [ts.configs.strict, ts.configs.stylistic],
  },
  svelte.configs.recommended,
  svelte.configs.prettier,
  { files: ['**/*.ts'], languageOptions: { parser: ts.parser } },
  {
    files: ['**/*.svelte'],
    languageOptions: {
      parserOptions: { parser: ts.parser, projectService: typedComponents, extraFileExtensions: ['.svelte'] },
    },
    rules: {
      // What the compiler or prettier already sees to, or what would forbid clear code.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      ...(typedComponents && {
        '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
        '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
        '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
        // A component's props are `any` to this parser; svelte-check knows their types and checks them.
        '@typescript-eslint/no-unsafe-argument': 'off',
        '@typescript-eslint/no-unsafe-assignment': 'off',
        '@typescript-eslint/no-unsafe-call': 'off',
        '@typescript-eslint/no-unsafe-member-access': 'off',
        '@typescript-eslint/no-unsafe-return': 'off',
      }),
      eqeqeq: 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'svelte/no-at-html-tags': 'error',
      'svelte/no-inline-styles': 'error',
      'svelte/require-each-key': 'error',
    },
  },
  {
    files: ['**/*.{ts,js,mjs,svelte}'],
    plugins: { rooms: { rules: { arrows: rooms } } },
    rules: { 'rooms/arrows': 'error' },
  },
);
