/** Input that a person can mend: one line per fault on stderr, exit code 2. */
export class InputFault extends Error {
  readonly lines: readonly string[];
  constructor(lines: readonly string[]) {
    super(lines[0]);
    this.lines = lines;
  }
}

/** Runs a command; faults in its input become lines on stderr and exit code 2, never a stack trace. */
export function run(command: () => number): void {
  // A reader that has seen enough (`| head`) closes the pipe; that is no fault.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  try {
    process.exitCode = command();
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    for (const line of error.lines) console.error(line.replace(/\s*[\r\n]+\s*/g, ' '));
    process.exitCode = 2;
  }
}

/** Turns what Node's argument parser says into a fault of the input. */
export function parsed<T>(parse: () => T, usage: string): T {
  try {
    return parse();
  } catch (error) {
    throw new InputFault([error instanceof Error ? error.message : String(error), usage]);
  }
}
