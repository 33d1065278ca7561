/**
 * The catalogue in force, for a function that keeps nothing and holds only the catalogue it was built with: it asks the
 * API what has been entered or released since.
 */
import { isRecord } from '#rules/engine/json.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import { updated, type Update } from '#rules/engine/update.ts';
import type { InForce } from './answer.ts';

export interface Built {
  readonly rules: Rules;
  readonly texts: Readonly<Record<Lang, Texts>>;
}

/** At most so often it is asked; a request waits no longer than this for what has changed. */
const EVERY_MS = 5000;
const PATIENCE_MS = 1000;

/** The catalogue as built, brought up to what the API at this address serves; as it was known where that cannot be told. */
export function kept(
  { rules, texts }: Built,
  api: string | undefined,
  { now, fetch }: { readonly now: () => Date; readonly fetch: typeof globalThis.fetch },
): () => Promise<InForce> {
  let known: InForce = { catalogue: loadCatalogue(rules), texts };
  if (api === undefined) return () => Promise.resolve(known);

  const address = new URL(`/v1/catalogue/current?from=${rules.hash}&texts=zh&texts=en`, api);
  let tag: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  async function look(): Promise<void> {
    const answer = await fetch(address, {
      headers: tag === undefined ? {} : { 'if-none-match': tag },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error(`The API answered ${answer.status}.`);
    const current: unknown = await answer.json();
    if (!isCurrent(current)) throw new Error('The API answered something else.');
    known = {
      catalogue: loadCatalogue(updated(rules, current.rules)),
      texts: { zh: updated(texts.zh, current.texts.zh), en: updated(texts.en, current.texts.en) },
    };
    tag = answer.headers.get('etag') ?? undefined;
  }

  return async () => {
    const time = now().getTime();
    if (time - lookedAt >= EVERY_MS) {
      lookedAt = time;
      looking = look().catch(() => console.error(JSON.stringify({ level: 'error', event: 'catalogue-unknown' })));
    }
    await looking;
    return known;
  };
}

interface Current {
  readonly rules: Update;
  readonly texts: Readonly<Record<Lang, Update>>;
}
const isCurrent = (value: unknown): value is Current =>
  isRecord(value) &&
  isRecord(value.rules) &&
  isRecord(value.texts) &&
  isRecord(value.texts.zh) &&
  isRecord(value.texts.en);
