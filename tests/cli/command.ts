import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '#rules/cli/paths.ts';

export interface Outcome {
  code: number;
  out: string;
  err: string;
}
/** Runs a script of the command line as a person would, and gives what it printed. */
export const command = (script: string, ...args: string[]): Promise<Outcome> =>
  new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(ROOT, 'rules/cli', script), ...args],
      { cwd: ROOT, maxBuffer: 1e8 },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
  });
