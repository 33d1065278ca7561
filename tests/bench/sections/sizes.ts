import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { atMost, type Row, row } from '../report.ts';

const ROOT = join(import.meta.dirname, '../../..');
const KIB = 1024;

/** What a check fetches besides its page, and what the match function carries, as built. */
export function measure(): Promise<Row[]> {
  const client = globSync('build/portal/client/_app/immutable/**/*.{js,json}', { cwd: ROOT });
  if (client.length === 0) throw new Error('Nothing is built yet: npm run build.');
  const evaluator = client.filter((file) => file.endsWith('.js') && isEvaluator(readFileSync(join(ROOT, file))));
  const fetched = (lang: 'zh' | 'en'): number =>
    compressed([
      ...evaluator,
      ...client.filter((file) => new RegExp(`/(rules|texts\\.${lang})\\.[^/]+\\.json$`).test(file)),
    ]);
  const beside = ['rules.json', 'texts.zh.json', 'texts.en.json'].map((file) => `build/functions/match/${file}`);
  return Promise.resolve([
    row('evaluator and catalogue in the browser, Chinese, br', fetched('zh'), 'KiB', atMost(150)),
    row('evaluator and catalogue in the browser, English, br', fetched('en'), 'KiB', atMost(150)),
    row('match function: code', plain(['build/functions/match/index.mjs']), 'KiB', atMost(300)),
    row('match function: artefact beside it', plain(beside), 'KiB', atMost(2 * KIB)),
  ]);
}

/** The evaluator and the check of what is typed are known by what only they say. */
const isEvaluator = (body: Buffer): boolean =>
  body.includes('part-above-whole') || body.includes('The catalogue has no measure');

const compressed = (files: readonly string[]): number =>
  sum(files, (file) => brotliCompressSync(readFileSync(join(ROOT, file))).length);
const plain = (files: readonly string[]): number => sum(files, (file) => statSync(join(ROOT, file)).size);
const sum = (files: readonly string[], of: (file: string) => number): number =>
  Number((files.reduce((all, file) => all + of(file), 0) / KIB).toFixed(1));
