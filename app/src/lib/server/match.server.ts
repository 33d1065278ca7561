/** The check as it runs without JavaScript: asked of the match function over HTTP. */
import { API_ORIGIN } from '$app/env/private';
import { wordings } from '#lib/wording/both.ts';
import { faultsOutcome, type FaultView, type Outcome } from '#lib/check/outcome.ts';
import { present } from '#lib/check/present.ts';
import { isProfile } from '#lib/check/profile.ts';
import type { Lang, MatchResult } from '#rules/engine/types.ts';
import { rules, texts } from './catalogue.server.ts';
import { onBehalfOf } from './visitor.server.ts';

/** What the function says when it refuses, as far as a visitor can act on it. */
interface Problem {
  readonly type?: string;
  readonly title?: string;
  readonly faults?: readonly FaultView[];
  readonly moreFaults?: number;
}

/** @param visitor the address of whoever asks: limits count by visitor, not by portal */
export async function evaluateThere(
  fetch: typeof globalThis.fetch,
  visitor: string,
  profile: unknown,
  asOf: string,
  lang: Lang,
): Promise<{ status: number; outcome: Outcome }> {
  const say = wordings[lang];
  try {
    const response = await fetch(`${API_ORIGIN}/v1/match`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...onBehalfOf(visitor) },
      body: JSON.stringify({ profile, asOf, lang }),
      signal: AbortSignal.timeout(10_000),
    });
    if (response.ok) {
      const result = (await response.json()) as MatchResult;
      const firm = nameOf(profile) ?? say.checkPage.ownProfile;
      return {
        status: 200,
        outcome: {
          kind: 'result',
          view: present(result, isProfile(profile) ? profile : {}, firm, await rules(), await texts(lang), say),
        },
      };
    }
    return { status: response.status, outcome: refusal((await response.json()) as Problem, lang) };
  } catch (error) {
    console.error(
      JSON.stringify({ level: 'error', page: 'check', error: error instanceof Error ? error.name : 'unknown' }),
    );
    return { status: 503, outcome: { kind: 'notice', text: say.checkPage.unavailable } };
  }
}

/** The function's faults stand in the request; a visitor knows only the profile. */
function refusal({ type, title, faults = [], moreFaults }: Problem, lang: Lang): Outcome {
  const say = wordings[lang].checkPage;
  if (type === 'urn:ceyin:problem:too-large') return { kind: 'notice', text: say.tooLarge };
  if (type === 'urn:ceyin:problem:internal') return { kind: 'notice', text: say.unavailable };
  if (faults.some(({ path }) => path === 'asOf')) return { kind: 'notice', text: say.badDate };
  if (faults.length === 0) return { kind: 'notice', text: title ?? say.unavailable };
  return faultsOutcome(
    faults.map(({ path, message }) => ({ path: path.replace(/^profile\.?/, ''), message })),
    moreFaults,
  );
}

function nameOf(profile: unknown): string | undefined {
  if (typeof profile !== 'object' || profile === null || !('name' in profile)) return undefined;
  return typeof profile.name === 'string' ? profile.name : undefined;
}
