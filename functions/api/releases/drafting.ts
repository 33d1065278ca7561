/** What the acts on a draft have in common: reading what is sent, keeping it, and the words of refusals. */
import type { z } from '@hono/zod-openapi';
import { authorize } from '#functions/identity/rights.ts';
import type { Write } from '#functions/store/port.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { AuditAction } from '../audit/actions.ts';
import { canonical } from '../audit/canonical.ts';
import { actorOf, writeAudited } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext } from '../env.ts';
import { refuse } from '../problem.ts';
import { expectedVersion, versionTag } from '../version.ts';
import { draftItem, getDraft, type Draft, type KeptDraft } from './draft.ts';
import { Patch } from './patch.ts';
import { compiledDraft, type Published } from './publish.ts';
import type { DraftBody } from './schemas.ts';
import { draftView } from './view.ts';

type Refusal = ReturnType<typeof refuse>;

export const notPublished = (c: ApiContext, { why }: Extract<Published, { ok: false }>): Refusal => {
  const detail = SAID[why][c.var.lang];
  if (why === 'no-compiler') return refuse(c, 'unavailable', { detail });
  return refuse(c, why === 'too-large' ? 'too-large' : 'wrong-state', { detail });
};

/**
 * The changes, each with a value where it needs one. Refused where one that is new can never stand: its place is not
 * there, or what it writes cannot be read. What else is wrong the check tells, as another change may mend it.
 */
export async function patchesOf(
  c: ApiContext,
  deps: Deps,
  { patches }: z.infer<typeof DraftBody>,
  before: Pick<Draft, 'from' | 'patches'>,
): Promise<
  { readonly ok: true; readonly patches: readonly Patch[] } | { readonly ok: false; readonly refusal: Refusal }
> {
  const refused = (faults: { path: string; message: string }[]) =>
    ({ ok: false, refusal: refuse(c, 'invalid-request', { faults }) }) as const;
  const parsed = patches.map((patch) => Patch.safeParse(patch));
  const wrong = parsed.flatMap((result, index) => (result.success ? [] : [index]));
  if (wrong.length > 0) {
    return refused(wrong.map((index) => ({ path: `patches.${index}`, message: SAID.target[c.var.lang] })));
  }
  const read = parsed.flatMap(({ data }) => data ?? []);
  const known = new Set(before.patches.map((patch) => canonical(patch)));
  const isNew = read.map((patch) => !known.has(canonical(patch)));
  const compilation = isNew.includes(true) ? await compiledDraft(deps, { from: before.from, patches: read }) : null;
  if (compilation === null || compilation.ok) return { ok: true, patches: read };
  const faults = compilation.problems.flatMap(({ patch, final, message }) =>
    final && patch !== null && isNew[patch] ? [{ path: `patches.${patch}`, message }] : [],
  );
  return faults.length === 0 ? { ok: true, patches: read } : refused(faults);
}

/** A draft that compiles, with what it comes to. */
export async function compilable(c: ApiContext, deps: Deps, id: string) {
  const refused = (refusal: Refusal) => ({ ok: false, refusal }) as const;
  const kept = await getDraft(deps.store, id);
  if (!kept) return refused(refuse(c, 'not-found'));
  const compilation = await compiledDraft(deps, kept.draft);
  if (compilation === null) return refused(refuse(c, 'unavailable', { detail: SAID['no-compiler'][c.var.lang] }));
  if (!compilation.ok) return refused(refuse(c, 'wrong-state', { detail: SAID.faulty[c.var.lang] }));
  return { ok: true, kept, compilation } as const;
}

type Found = { readonly ok: true; readonly kept: KeptDraft } | { readonly ok: false; readonly refusal: Refusal };

/** The draft that someone who wrote none of it may approve or give back. */
export async function toJudge(c: ApiContext, deps: Deps, id: string): Promise<Found> {
  const { subject } = principalOf(c);
  const kept = await getDraft(deps.store, id);
  if (!kept) return { ok: false, refusal: refuse(c, 'not-found') };
  // Whoever wrote any part of it is its author.
  const authors = kept.draft.authors.map((one) => one.subject);
  const author = authors.includes(subject) ? subject : authors[0];
  const decision = await authorize(deps, principalOf(c), 'releases.approve', { author });
  if (!decision.ok) return { ok: false, refusal: refuse(c, decision.kind) };
  return toChange(c, deps, id, ['draft']);
}

export async function toChange(
  c: ApiContext,
  deps: Deps,
  id: string,
  states: readonly Draft['state'][],
): Promise<Found> {
  const refused = (refusal: Refusal) => ({ ok: false, refusal }) as const;
  const kept = await getDraft(deps.store, id);
  if (!kept) return refused(refuse(c, 'not-found'));
  const expected = expectedVersion(c);
  if (!expected.ok && expected.kind === 'precondition-required') return refused(refuse(c, expected.kind));
  if (!expected.ok || expected.version !== kept.version) return refused(outdated(c, kept));
  if (!states.includes(kept.draft.state)) return refused(refuse(c, 'wrong-state'));
  return { ok: true, kept };
}

/** Keeps the draft with its audit entry; undefined where someone else was faster. */
export async function keep(
  c: ApiContext,
  deps: Deps,
  { draft, version }: KeptDraft,
  action: AuditAction,
  more: readonly Write[] = [],
): Promise<KeptDraft | undefined> {
  const result = await writeAudited(
    deps,
    [{ put: draftItem(draft), if: version === 0 ? 'absent' : { version } }, ...more],
    [{ action, by: actorOf(principalOf(c)), object: `${draft.id} ${draft.state}`, requestId: c.var.requestId }],
  );
  if (!result.ok) return undefined;
  c.header('etag', versionTag(version + 1));
  return { draft, version: version + 1 };
}

export const outdated = (c: ApiContext, kept: KeptDraft | undefined): Refusal =>
  kept
    ? refuse(c, 'version-conflict', {
        current: draftView(kept, undefined),
        headers: { etag: versionTag(kept.version) },
      })
    : refuse(c, 'not-found');

type Saying =
  | Extract<Published, { ok: false }>['why']
  | 'unchecked'
  | 'faulty'
  | 'failing'
  | 'stale'
  | 'back'
  | 'sent'
  | 'unsent'
  | 'target';
export const SAID: Readonly<Record<Saying, Readonly<Record<Lang, string>>>> = {
  unchecked: { zh: '请先检查草案，再送审批。', en: 'Check the draft before it is sent for approval.' },
  sent: { zh: '这份草案已经送审批。', en: 'This draft is with those who approve already.' },
  unsent: {
    zh: '起草人还没有把这一版送审批。',
    en: 'This version was not sent for approval by its author.',
  },
  faulty: { zh: '草案还有错误，请先改正。', en: 'The draft has faults; mend them first.' },
  failing: {
    zh: '有用例结果不同。若正是规则变了，请逐个看过并勾选确认，再批准。',
    en: 'Worked examples come out differently. Where the rule itself is what changes, look at each and tick so before approving.',
  },
  stale: {
    zh: '规则改了，但有说明文字里的数字没有改。请退回修改，或逐处看过并勾选确认，再批准。',
    en: 'The rule changes while words that name a figure stay. Give the draft back, or look at each and tick so before approving.',
  },
  back: {
    zh: '这份草案已退回，等起草人修改。',
    en: 'This draft was given back; its author has to change it first.',
  },
  target: { zh: '修改的位置或内容不对', en: 'names no place of the catalogue, or a value that cannot stand there' },
  'no-compiler': {
    zh: '这里不能编译规则；发布由流水线完成。',
    en: 'Rules cannot be compiled here; releases are built by the pipeline.',
  },
  overtaken: {
    zh: '其间已有新的发布。请重新保存草案，再检查、批准。',
    en: 'Another release came in between. Save the draft again, then have it checked and approved.',
  },
  'not-as-approved': {
    zh: '编译结果与批准时不同。请重新保存草案，再检查、批准。',
    en: 'It no longer compiles to what was approved. Save the draft again, then have it checked and approved.',
  },
  'too-large': { zh: '这次发布的内容过大。', en: 'The content of this release is too large.' },
};
