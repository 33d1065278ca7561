/** The thread that compiles: a draft comes, its answer goes back. */
import { parentPort, workerData } from 'node:worker_threads';
import type { Rules } from '#rules/engine/types.ts';
import type { Compilation } from '../compiler.ts';
import type { Patch } from '../patch.ts';
import { draftCompiler } from './compile.ts';

/** What `tree.ts` sends, and gets back. */
export interface Task {
  readonly patches: readonly Patch[];
  readonly against: Rules;
}
export type Result =
  { readonly ok: true; readonly compilation: Compilation } | { readonly ok: false; readonly why: string };

const compile = draftCompiler(workerData as string);
const resultOf = ({ patches, against }: Task): Result => {
  try {
    return { ok: true, compilation: compile(patches, against) };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
};

parentPort?.on('message', (task: Task) => parentPort?.postMessage(resultOf(task)));
