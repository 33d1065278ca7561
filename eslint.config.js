import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';
import rooms from './infra/local/rooms.mjs';

/**
 * What TypeScript asks, types included, oxlint sees to (`.oxlintrc.json`), and so it does to the rooms of plain files.
 * Left to ESLint are the components. Each component makes the type service begin anew, a second or more apiece: `npm run lint` does that,
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
    plugins: { rooms },
    rules: { 'rooms/arrows': 'error' },
  },
);
