/** A compiler that stands in for the real one where only the way of a draft is tried: its content is what was asked for. */
import { createHash } from 'node:crypto';
import type { Compiler } from '#functions/api/releases/compiler.ts';
import { texts } from '../functions/artefact.ts';

export const quickCompiler: Compiler = {
  compile(patches, against) {
    const hash = createHash('sha256')
      .update(against.hash + JSON.stringify(patches))
      .digest('hex');
    return Promise.resolve({
      ok: true,
      rules: { ...against, hash },
      texts,
      touched: [],
      cases: { run: 0, failures: [] },
    });
  },
};
