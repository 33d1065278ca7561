import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const HERE = fileURLToPath(new URL('.', import.meta.url));
/** What the bench makes for itself: the compiled rule set, and the engine as one file. */
export const BUILT = fileURLToPath(new URL('../../build/bench/', import.meta.url));
export const ARTEFACT = join(BUILT, 'rules.json');
export const BUNDLE = join(BUILT, 'ceyin.mjs');
