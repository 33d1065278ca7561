/**
 * What may be logged: a closed set of names, none of which can hold a figure, a firm or a person. A new one is added
 * here, where it is seen.
 */
export interface LogFields {
  readonly requestId?: string;
  readonly method?: string;
  /** The route's pattern, never the path that was asked for. */
  readonly route?: string;
  readonly status?: number;
  readonly ms?: number;
  /** A hash of the issuer's subject. */
  readonly subject?: string;
  /** The name of an error and where it was thrown, never its message. */
  readonly error?: string;
  readonly count?: number;
}

export interface Log {
  info(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** One JSON line per event, as log services read them. */
export function jsonLog(write: (line: string) => void = console.log, now: () => Date = () => new Date()): Log {
  const line = (level: string) => (event: string, fields: LogFields) =>
    write(JSON.stringify({ time: now().toISOString(), level, event, ...fields }));
  const [info, error] = [line('info'), line('error')];
  return { info: (event, fields = {}) => info(event, fields), error: (event, fields = {}) => error(event, fields) };
}

/** What may be logged of an error. */
export const nameOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name} ${(error.stack ?? '').split('\n').find((each) => /^\s+at /.test(each)) ?? ''}`
    : typeof error;
