/** Calls as they are shown: those entered and those of the catalogue's release. */
import type { z } from '@hono/zod-openapi';
import { holds } from '#functions/identity/rights.ts';
import type { Principal } from '#functions/identity/principal.ts';
import type { Call, Lang, Measure } from '#rules/engine/types.ts';
import type { LoadedCatalogue } from '../deps.ts';
import { callId, type CallFacts, type StoredCall } from './call.ts';
import { decides, documentId } from './overlay.ts';
import type { KeptCall } from './repository.ts';
import type { CallVersion, CallView } from './schemas.ts';

/** Who entered a call is named to those who enter calls; everyone else sees the role. */
export const mayName = (principal: Principal | null): boolean => holds(principal, 'calls.write').ok;

export const enteredView = ({ call, version }: KeptCall, named: boolean): z.infer<typeof CallView> => ({
  ...factsOf(call),
  id: callId(call),
  measure: call.measure,
  origin: 'entered',
  live: decides(call),
  withdrawn: call.withdrawn,
  version,
  savedAt: call.saved.at,
  by: byOf(call, named),
});

export const versionView = ({ call, version }: KeptCall, named: boolean): z.infer<typeof CallVersion> => ({
  ...factsOf(call),
  version,
  withdrawn: call.withdrawn,
  savedAt: call.saved.at,
  by: byOf(call, named),
});

/** The calls that the release brings for a measure, but for those that an entered one stands in for. */
export function compiledViews(
  { texts }: LoadedCatalogue,
  lang: Lang,
  { id, calls }: Measure,
  entered: readonly KeptCall[],
): z.infer<typeof CallView>[] {
  const documents = new Set(entered.map(({ call }) => documentId(call)));
  return calls
    .filter(({ doc }) => !documents.has(doc))
    .map((call) => {
      const facts = compiledFacts(call, texts[lang].documents[call.doc]);
      return {
        ...facts,
        id: callId(facts),
        measure: id,
        origin: 'catalogue' as const,
        live: true,
        withdrawn: false,
        version: null,
        savedAt: null,
        by: null,
      };
    });
}

function compiledFacts(call: Call, source: { title: string; url: string | null } | undefined): CallFacts {
  const { year, region = null, publishedOn = null, listed, windows, firstCome = false, grade, doc, checked } = call;
  return {
    year,
    region,
    publishedOn,
    listed,
    directions: [],
    windows: windows.map(({ opensOn = null, closesOn = null }) => ({ opensOn, closesOn })),
    firstCome,
    acrossYears: false,
    grade,
    source: { title: source?.title ?? doc, url: source?.url ?? null },
    checked,
  };
}

const factsOf = (call: StoredCall): CallFacts => {
  const { year, region, publishedOn, listed, directions, windows, firstCome, acrossYears, grade, source, checked } =
    call;
  return { year, region, publishedOn, listed, directions, windows, firstCome, acrossYears, grade, source, checked };
};

const byOf = ({ saved: { by } }: StoredCall, named: boolean) => ({ role: by.role, name: named ? by.name : null });
