/** The check as it runs in the browser: the artefact, the evaluator and the words are fetched when first needed. */
import type { Wording } from '#lib/wording/zh.ts';
import type { Lang, Rules, Texts } from '#rules/engine/types.ts';
import { rulesUrl, textsUrl } from './artefact.ts';
import type { Outcome } from './outcome.ts';

export type Choice =
  | { readonly kind: 'demo'; readonly id: string }
  /** The bytes of a file the visitor opened; they stay in this tab. */
  | { readonly kind: 'file'; readonly name: string; readonly size: number; readonly text: string };

export const FILE_LIMIT = 256 * 1024;

const demoProfiles = import.meta.glob<unknown>('/seeds/firms/*.json', { import: 'default' });

/** Fetches what the first check needs, ahead of it; a failure shows when the check is asked for. */
export function warm(lang: Lang): void {
  Promise.all([fetched(rulesUrl), fetched(textsUrl[lang]), import('./engine.ts')]).catch(() => undefined);
}

export async function evaluateHere(choice: Choice, asOf: string, lang: Lang, wording: Wording): Promise<Outcome> {
  const say = wording.checkPage;
  if (choice.kind === 'file' && choice.size > FILE_LIMIT) return { kind: 'notice', text: say.tooLarge };
  try {
    const [rules, texts, engine] = await Promise.all([
      fetched(rulesUrl) as Promise<Rules>,
      fetched(textsUrl[lang]) as Promise<Texts>,
      import('./engine.ts'),
    ]);
    const input =
      choice.kind === 'file' ? parsed(choice.text) : await demoProfiles[`/seeds/firms/${choice.id}.json`]?.();
    if (input === undefined) return { kind: 'notice', text: choice.kind === 'file' ? say.notJson : say.noChoice };
    return judged(() => engine.evaluate(rules, texts, wording, input, asOf), say.unavailable);
  } catch (error) {
    console.error(error);
    return { kind: 'notice', text: say.outdated };
  }
}

/** A file can be made to overwhelm whatever walks it, by nesting without end; that must not look like a lost network. */
function judged(evaluate: () => Outcome, unavailable: string): Outcome {
  try {
    return evaluate();
  } catch (error) {
    console.error(error);
    return { kind: 'notice', text: unavailable };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const responses = new Map<string, Promise<unknown>>();

/** One fetch per address; a failed one is tried again the next time. */
function fetched(url: string): Promise<unknown> {
  const known = responses.get(url);
  if (known) return known;
  const fresh = fetch(url).then((response) => {
    if (!response.ok) throw new Error(`${response.status} for ${url}`);
    return response.json() as Promise<unknown>;
  });
  responses.set(url, fresh);
  fresh.catch(() => responses.delete(url));
  return fresh;
}
