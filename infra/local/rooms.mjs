// Which room may import which, as a rule for both linters: oxlint asks it of plain files, ESLint of components.
import { posix, relative, dirname } from 'node:path';

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

export default { meta: { name: 'rooms' }, rules: { arrows: rooms } };
