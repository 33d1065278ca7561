import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const RULES = join(dirname(fileURLToPath(import.meta.url)), '..');
export const ROOT = join(RULES, '..');
export const ARTEFACT = join(ROOT, 'build', 'catalogue');
export const CASES = join(ROOT, 'tests', 'cases');
