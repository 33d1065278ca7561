// Where things are and how a tool is run, for the plain JavaScript that runs before anything is installed.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** The Node that the rules, the functions and the portal are written for. */
const wanted = 24;

/** A sentence for the person at the terminal; entries print it without a stack trace and exit 1. */
export class Complaint extends Error {}

/** Runs an entry's work; a complaint becomes one sentence and exit code 1. */
export async function entry(/** @type {() => Promise<unknown>} */ work) {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/**
 * The path of an installed tool; for `node`, the one that came with `npm ci`, or the host's where the platform
 * has no such package and the host's is new enough.
 * @param {string} name
 */
export function bin(name) {
  const path = join(root, 'node_modules/.bin', name) + (process.platform === 'win32' ? '.cmd' : '');
  if (name !== 'node' || existsSync(path)) return path;
  if (Number(process.versions.node.split('.')[0]) >= wanted) return process.execPath;
  throw new Complaint(
    `Node ${wanted} does not come as a package for ${process.platform}-${process.arch}: install Node ${wanted} or newer and try again.`,
  );
}

/** Puts the installed Node beside the other tools, where npm scripts find it; npm 10 leaves that out. */
export function linkNode() {
  const name = `node-${process.platform}-${process.arch}`;
  const link = join(root, 'node_modules/.bin/node');
  if (process.platform === 'win32' || existsSync(link) || !existsSync(join(root, 'node_modules', name))) return;
  symlinkSync(join('..', name, 'bin/node'), link);
}

/** The environment for child processes: the installed tools first in PATH, so that all of them see the same Node. */
export function toolEnv() {
  return { ...process.env, PATH: [join(root, 'node_modules/.bin'), outerPath()].join(delimiter) };
}

/** PATH without any node_modules/.bin: npm itself must not run on a Node that it is about to replace. */
export function outerPath() {
  const parts = (process.env['PATH'] ?? '').split(delimiter);
  return parts.filter((part) => !/node_modules[\\/]\.bin[\\/]?$/.test(part)).join(delimiter);
}

/**
 * Runs a command to its end; when it fails, shows what it printed and complains about what was being done.
 * @param {string} doing
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function must(doing, command, args, env = toolEnv()) {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    env,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
  });
  if (error) throw new Complaint(`${doing} failed: ${command} could not be run (${error.message}).`);
  if (status === 0) return;
  process.stderr.write(stdout + stderr);
  throw new Complaint(`${doing} failed; the reason stands above.`);
}

/**
 * Runs a command to its end and keeps what it printed, in the order printed.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
export function capture(command, args, env = toolEnv()) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (/** @type {Buffer} */ chunk) => (output += chunk.toString());
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve({ ok: false, output: output + error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

/**
 * One hash over the names and bytes of files and folders (paths from the root; absent ones count as absent).
 * @param {string[]} paths
 */
export function hashOf(paths) {
  const hash = createHash('sha256');
  const take = (/** @type {string} */ path) => {
    const full = join(root, path);
    if (!existsSync(full)) hash.update(`absent ${path}\n`);
    else if (statSync(full).isDirectory()) for (const name of readdirSync(full).sort()) take(join(path, name));
    else hash.update(`${path}\n`).update(readFileSync(full));
  };
  for (const path of paths) take(path);
  return hash.digest('hex');
}
