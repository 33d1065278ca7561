/** The interface as the portal's own pages ask it. */
import { API_ORIGIN } from '$app/env/private';
import type { Lang } from '#rules/engine/types.ts';
import { englishName } from './demo-people.server.ts';
import { shownPath } from './log-path.ts';
import { onBehalfOf } from './visitor.server.ts';

export type Answer =
  | { readonly ok: true; readonly body: unknown; readonly etag: string | null }
  /** Refused: what the interface says a person can do about it. */
  | {
      readonly ok: false;
      readonly status: number;
      readonly problem: string | null;
      readonly faults: readonly string[];
      readonly faultsAt: FaultsAt;
    };

/** What is wrong by its place in the request, such as `to` or `query.from`; of faults without words nothing. */
export type FaultsAt = Readonly<Record<string, string>>;

const PATIENCE_MS = 5_000;

/** Asks the interface; null where it does not answer. */
export async function ask(
  fetch: typeof globalThis.fetch,
  path: string,
  lang: Lang,
  request: {
    readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, string>>;
    /** For whom the portal asks: limits count by visitor. */
    readonly address?: string;
    /** How long an answer may take; five seconds where nothing is said. */
    readonly patienceMs?: number;
  } = {},
): Promise<Answer | null> {
  // A form with a file goes as it is.
  const form = request.body instanceof FormData ? request.body : null;
  try {
    const response = await fetch(`${API_ORIGIN}${path}`, {
      method: request.method ?? 'GET',
      headers: {
        accept: 'application/json',
        'accept-language': lang,
        ...(request.body === undefined || form ? {} : { 'content-type': 'application/json' }),
        ...(request.address === undefined ? {} : onBehalfOf(request.address)),
        ...request.headers,
      },
      ...(request.body === undefined ? {} : { body: form ?? JSON.stringify(request.body) }),
      signal: AbortSignal.timeout(request.patienceMs ?? PATIENCE_MS),
    });
    const body: unknown = response.status === 204 ? null : readable(await response.text(), lang);
    if (response.ok) return { ok: true, body, etag: response.headers.get('etag') };
    return { ok: false, status: response.status, ...problemIn(body) };
  } catch (error) {
    console.error(
      JSON.stringify({
        level: 'error',
        asked: shownPath(path),
        error: error instanceof Error ? error.name : 'unknown',
      }),
    );
    return null;
  }
}

/** What was answered, with demo people's names in English where that is asked for: to look at every text takes time. */
const readable = (text: string, lang: Lang): unknown =>
  JSON.parse(
    text,
    lang === 'en' ? (_, value: unknown) => (typeof value === 'string' ? englishName(value) : value) : undefined,
  );

/** What a problem document (RFC 9457) says to a person. */
function problemIn(body: unknown): { problem: string | null; faults: string[]; faultsAt: FaultsAt } {
  if (!isRecord(body)) return { problem: null, faults: [], faultsAt: {} };
  const text = [body.detail, body.title].find((part) => typeof part === 'string');
  const faults = (Array.isArray(body.faults) ? (body.faults as readonly unknown[]) : []).flatMap((fault) =>
    isRecord(fault) && typeof fault.message === 'string' ? [{ at: String(fault.path), message: fault.message }] : [],
  );
  return {
    problem: typeof text === 'string' ? text : null,
    faults: faults.map(({ message }) => message),
    faultsAt: Object.fromEntries(faults.map(({ at, message }) => [at, message])),
  };
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
