/** Drafts and releases as they are shown. */
import type { z } from '@hono/zod-openapi';
import type { Actor } from '../audit/chain.ts';
import type { LoadedCatalogue } from '../deps.ts';
import type { Check, KeptDraft } from './draft.ts';
import type { Release } from './release.ts';
import type { CheckView, DraftPage, DraftView, ReleaseView } from './schemas.ts';

const personOf = ({ name, role }: Actor) => ({ name, role });

export const draftRow = ({ draft, version }: KeptDraft): z.infer<typeof DraftPage>['items'][number] => {
  const { id, title, state, from, authors, createdAt, changedAt, release } = draft;
  return { id, title, state, from, authors: authors.map(personOf), createdAt, changedAt, version, release };
};

export const draftView = (kept: KeptDraft, check: Check | undefined): z.infer<typeof DraftView> => {
  const { notes, patches, sent, approval, refusal } = kept.draft;
  return {
    ...draftRow(kept),
    notes,
    patches: patches.map(({ target, op, path, value }) => ({
      target: { ...target },
      op,
      path,
      ...(value === undefined ? {} : { value }),
    })),
    sent: sent && { by: personOf(sent.by), at: sent.at },
    approval: approval && { by: personOf(approval.by), at: approval.at, note: approval.note, hash: approval.hash },
    refusal: refusal && { by: personOf(refusal.by), at: refusal.at, note: refusal.note },
    check: check ? checkView(check) : null,
  };
};

export const checkView = ({ at, hash, problems, touched, wordsLeft, cases }: Check): z.infer<typeof CheckView> => ({
  ok: hash !== null && cases.failed === 0,
  at,
  hash,
  problems,
  touched,
  wordsLeft,
  cases,
});

export const releaseView = (
  release: Release,
  { served, built }: { readonly served: number; readonly built: LoadedCatalogue },
): z.infer<typeof ReleaseView> => {
  const { number, hash, title, notes, at, by, approvedBy, from, restores } = release;
  return {
    number,
    hash,
    title,
    notes,
    at,
    by: personOf(by),
    approvedBy: approvedBy && personOf(approvedBy),
    from,
    restores,
    served: number === served,
    outdated: release.built !== built.rules.hash,
  };
};

/** The catalogue as it came with the program, as the release before all others. */
export const builtView = (built: LoadedCatalogue, served: number): z.infer<typeof ReleaseView> => ({
  number: 0,
  hash: built.rules.hash,
  title: '随程序交付的目录 / The catalogue as built',
  notes: '',
  at: null,
  by: null,
  approvedBy: null,
  from: 0,
  restores: null,
  served: served === 0,
  outdated: false,
});
