/** The compiler over the source tree (for the single process): in a thread of its own, so that requests go on meanwhile. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Compilation, Compiler } from '../compiler.ts';
import type { Result, Task } from './worker.ts';

/** Compiles one draft after another. The thread starts with the first draft and never keeps the process alive. */
export function treeCompiler(rulesDirectory: string): Compiler & { readonly close: () => Promise<void> } {
  let thread: Worker | undefined;
  let before: Promise<unknown> = Promise.resolve();

  async function inThread(task: Task): Promise<Compilation> {
    thread ??= new Worker(new URL('worker.ts', import.meta.url), { workerData: rulesDirectory, execArgv: [] });
    const worker = thread;
    worker.ref();
    try {
      worker.postMessage(task);
      // Rejects where the thread fails; the next draft gets a new one.
      const [result] = (await once(worker, 'message')) as [Result];
      worker.unref();
      if (!result.ok) throw new Error(`A draft could not be compiled: ${result.why}`);
      return result.compilation;
    } catch (error) {
      await worker.terminate();
      thread = undefined;
      throw error;
    }
  }

  return {
    compile(patches, against) {
      const result = before.then(() => inThread({ patches, against }));
      before = result.catch(() => undefined);
      return result;
    },
    async close() {
      await before;
      await thread?.terminate();
    },
  };
}
