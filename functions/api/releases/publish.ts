/** From a draft to a release, and back to a former one. */
import type { Write } from '#functions/store/port.ts';
import { BodyTooLarge } from '#functions/store/parts.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { actorOf, writeAudited } from '../audit/record.ts';
import type { Actor } from '../audit/chain.ts';
import type { AuditAction } from '../audit/actions.ts';
import type { Deps, LoadedCatalogue } from '../deps.ts';
import type { Principal } from '#functions/identity/principal.ts';
import type { Compilation } from './compiler.ts';
import { draftItem, type Check, type Draft, type KeptDraft } from './draft.ts';
import { contentOf, latestRelease, releaseWrites, type Content, type Release } from './release.ts';
import { wordsLeft } from './words-left.ts';

/** The draft as a catalogue, on what it changes; null where nothing here can compile. */
export async function compiledDraft(deps: Deps, draft: Pick<Draft, 'from' | 'patches'>): Promise<Compilation | null> {
  if (!deps.compiler) return null;
  const base = await baseOf(deps, draft);
  const compilation = await deps.compiler.compile([...base.patches, ...draft.patches], base.rules);
  if (compilation.ok) return compilation;
  // Its own changes are counted from its first; what is wrong in those before it lies elsewhere.
  const own = (patch: number | null): number | null =>
    patch === null || patch < base.patches.length ? null : patch - base.patches.length;
  return { ok: false, problems: compilation.problems.map((each) => ({ ...each, patch: own(each.patch) })) };
}

/** What a draft changes. */
export async function baseOf(deps: Deps, draft: Pick<Draft, 'from'>): Promise<Content> {
  const base = await contentOf(deps.store, draft.from, deps.builtCatalogue());
  if (!base) throw new Error(`Release ${draft.from} has no content.`);
  return base;
}

/** So many failures are kept of a check; the rest are counted. */
const MOST_FAILURES = 50;
const MOST_PROBLEMS = 200;
const MOST_WORDS = 100;

export const checkedAs = (compilation: Compilation, base: Content, version: number, at: string): Check =>
  compilation.ok
    ? {
        version,
        at,
        hash: compilation.rules.hash,
        problems: [],
        touched: compilation.touched,
        wordsLeft: wordsLeft(base, compilation).slice(0, MOST_WORDS),
        cases: {
          run: compilation.cases.run,
          failed: compilation.cases.failures.length,
          failures: compilation.cases.failures.slice(0, MOST_FAILURES),
        },
      }
    : {
        version,
        at,
        hash: null,
        problems: compilation.problems.slice(0, MOST_PROBLEMS),
        touched: [],
        wordsLeft: [],
        cases: { run: 0, failed: 0, failures: [] },
      };

/** A compiled draft beside the plans as built: as it would be served. */
export function loadedDraft(
  { rules, texts }: Compilation & { readonly ok: true },
  built: LoadedCatalogue,
): LoadedCatalogue {
  return { rules, texts, catalogue: loadCatalogue(rules), sources: built.sources };
}

export type Published =
  | { readonly ok: true; readonly release: Release }
  /** Not compilable here; another release came first; the content is no longer what was approved; too large. */
  | { readonly ok: false; readonly why: 'no-compiler' | 'overtaken' | 'not-as-approved' | 'too-large' };

/** Publishes an approved draft: exactly what was approved, or nothing. */
export async function publishDraft(
  deps: Deps,
  { draft, version }: KeptDraft & { readonly draft: { readonly approval: NonNullable<Draft['approval']> } },
  principal: Principal,
  requestId: string,
): Promise<Published> {
  const latest = await latestRelease(deps.store);
  if ((latest?.number ?? 0) !== draft.from) return { ok: false, why: 'overtaken' };
  const compilation = await compiledDraft(deps, draft);
  if (compilation === null) return { ok: false, why: 'no-compiler' };
  if (!compilation.ok || compilation.rules.hash !== draft.approval.hash) return { ok: false, why: 'not-as-approved' };
  const base = await contentOf(deps.store, draft.from, deps.builtCatalogue());
  const { rules, texts } = compilation;
  const number = draft.from + 1;
  const by = actorOf(principal);
  return written(deps, {
    release: {
      ...releaseOf(deps, number, rules.hash, by),
      title: draft.title,
      notes: draft.notes,
      approvedBy: draft.approval.by,
      from: draft.from,
      restores: null,
    },
    content: { rules, texts, patches: [...(base?.patches ?? []), ...draft.patches] },
    more: [{ put: draftItem({ ...draft, state: 'published', release: number }), if: { version } }],
    action: 'release.publish',
    requestId,
  });
}

/** A new release with a former one's content; undefined where there is no such release. */
export async function restoreRelease(
  deps: Deps,
  { number, notes }: { readonly number: number; readonly notes: string },
  principal: Principal,
  requestId: string,
): Promise<Published | undefined> {
  const content = await contentOf(deps.store, number, deps.builtCatalogue());
  if (!content) return undefined;
  const from = (await latestRelease(deps.store))?.number ?? 0;
  return written(deps, {
    release: {
      ...releaseOf(deps, from + 1, content.rules.hash, actorOf(principal)),
      title: `恢复第 ${number} 号 / Back to release ${number}`,
      notes,
      approvedBy: null,
      from,
      restores: number,
    },
    content,
    more: [],
    action: 'release.restore',
    requestId,
  });
}

const releaseOf = (deps: Deps, number: number, hash: string, by: Actor) => ({
  number,
  hash,
  at: deps.now().toISOString(),
  by,
  built: deps.builtCatalogue().rules.hash,
});

async function written(
  deps: Deps,
  {
    release,
    content,
    more,
    action,
    requestId,
  }: {
    readonly release: Release;
    readonly content: Content;
    readonly more: readonly Write[];
    readonly action: AuditAction;
    readonly requestId: string;
  },
): Promise<Published> {
  try {
    const writes = await releaseWrites(deps.store, release, content);
    const object = `release ${release.number}`;
    const result = await writeAudited(deps, [...writes, ...more], [{ action, by: release.by, object, requestId }]);
    if (!result.ok) return { ok: false, why: 'overtaken' };
  } catch (error) {
    if (error instanceof BodyTooLarge) return { ok: false, why: 'too-large' };
    throw error;
  }
  await deps.refreshCatalogue('now');
  return { ok: true, release };
}
