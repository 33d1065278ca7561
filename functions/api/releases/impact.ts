/** What a draft would move in the stored population (影响测算), before anything is published. */
import { setImmediate } from 'node:timers/promises';
import { actorOf, writeAudited } from '../audit/record.ts';
import type { Deps } from '../deps.ts';
import { principalOf, type ApiContext } from '../env.ts';
import { rounded } from '#functions/demand/suppress.ts';
import { countIn, everyFirm } from '#functions/rematch/population.ts';
import type { Store } from '#functions/store/port.ts';
import type { Catalogue } from '#rules/engine/load.ts';
import { simulate, type Money } from '#rules/engine/simulation.ts';
import type { IsoDate, Profile, Verdict } from '#rules/engine/types.ts';

export interface Impact {
  readonly firms: number;
  readonly measures: readonly MeasureImpact[];
}
export interface MeasureImpact {
  readonly measure: string;
  readonly moves: readonly { readonly from: Verdict; readonly to: Verdict; readonly firms: number }[];
  /** Firms that come to be eligible or in review, and those that no longer are. */
  readonly enter: readonly Firm[];
  readonly leave: readonly Firm[];
  /** Firms eligible or in review, before and after. */
  readonly in: { readonly before: number; readonly after: number };
  readonly money: { readonly before: Money; readonly after: Money };
}
interface Firm {
  readonly uscc: string;
  readonly region: string | null;
}

/** So many firms are judged before others have their turn. */
const TOGETHER = 500;

export async function impactOf(store: Store, before: Catalogue, after: Catalogue, asOf: IsoDate): Promise<Impact> {
  const sums = new Map<string, MeasureImpact>();
  let firms = 0;
  for await (const page of pages(store)) {
    firms += page.length;
    const profiles = page.map(({ profile }) => profile);
    const { measures } = simulate(before, after, profiles, asOf);
    const ids = measures.map(({ measure }) => measure);
    const [old, now] = [before, after].map((catalogue) => countIn(catalogue, profiles, asOf, ids));
    for (const found of measures) {
      const firmAt = (position: number): Firm[] => {
        const { uscc, profile } = page[position] ?? {};
        return uscc === undefined
          ? []
          : [{ uscc, region: typeof profile?.region === 'string' ? profile.region : null }];
      };
      const part: MeasureImpact = {
        ...found,
        enter: found.enter.flatMap(firmAt),
        leave: found.leave.flatMap(firmAt),
        in: { before: old?.get(found.measure) ?? 0, after: now?.get(found.measure) ?? 0 },
      };
      const sum = sums.get(found.measure);
      sums.set(found.measure, sum ? together(sum, part) : part);
    }
    await setImmediate();
  }
  return { firms, measures: [...sums.values()] };
}

interface Stored {
  readonly uscc: string;
  readonly profile: Profile;
}

async function* pages(store: Store): AsyncGenerator<readonly Stored[]> {
  let page: Stored[] = [];
  for await (const firm of everyFirm(store)) {
    page.push(firm);
    if (page.length < TOGETHER) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

function together(a: MeasureImpact, b: MeasureImpact): MeasureImpact {
  const moves = new Map<string, MeasureImpact['moves'][number]>();
  for (const move of [...a.moves, ...b.moves]) {
    const key = `${move.from} ${move.to}`;
    moves.set(key, { ...move, firms: move.firms + (moves.get(key)?.firms ?? 0) });
  }
  const sum = (x: Money, y: Money): Money => ({ min: x.min + y.min, max: x.max + y.max });
  return {
    measure: a.measure,
    moves: [...moves.values()],
    enter: [...a.enter, ...b.enter],
    leave: [...a.leave, ...b.leave],
    in: { before: a.in.before + b.in.before, after: a.in.after + b.in.after },
    money: { before: sum(a.money.before, b.money.before), after: sum(a.money.after, b.money.after) },
  };
}

/**
 * What the stored firms would move from the catalogue in force to another, as far as whoever asks may see it. Firms by
 * name are a look, and recorded with what was looked at.
 */
export async function triedOn(
  c: ApiContext,
  deps: Deps,
  after: Catalogue,
  { asOf, object }: { readonly asOf: IsoDate; readonly object: string },
): Promise<ShownImpact & { readonly asOf: IsoDate }> {
  const found = await impactOf(deps.store, deps.catalogue().catalogue, after, asOf);
  const principal = principalOf(c);
  const district = principal.firmLevel === true ? principal.district : undefined;
  if (district !== undefined) {
    const { requestId } = c.var;
    await writeAudited(deps, [], [{ action: 'release.impact', by: actorOf(principal), object, requestId }]);
  }
  return { asOf, ...shownImpact(found, district) };
}

// ---- What of it may be shown -------------------------------------------------------------------

/** Numbers as they may be shown: null where they would tell of fewer than five firms. */
export interface ShownImpact {
  readonly firms: number | null;
  readonly exact: boolean;
  readonly measures: readonly {
    readonly measure: string;
    readonly moves: readonly { readonly from: Verdict; readonly to: Verdict; readonly firms: number | null }[];
    readonly enter: number | null;
    readonly leave: number | null;
    /** In yuan; null where it would tell of fewer than five firms. */
    readonly money: { readonly before: Money; readonly after: Money } | null;
    /** The firms themselves, of the viewer's own district; null to those without that right. */
    readonly firms: { readonly enter: readonly string[]; readonly leave: readonly string[] } | null;
  }[];
}

const MOST_NAMED = 200;

/** Exact and with the firms of their district to those who may see firms; to the nearest five to everyone else. */
export function shownImpact({ firms, measures }: Impact, district: string | undefined): ShownImpact {
  const exact = district !== undefined;
  const number = (count: number): number | null => (exact ? count : rounded(count));
  return {
    firms: number(firms),
    exact,
    measures: measures.map(({ measure, moves, enter, leave, in: within, money }) => {
      const own = (list: readonly Firm[]): string[] =>
        list.flatMap(({ uscc, region }) => (region === district ? [uscc] : [])).slice(0, MOST_NAMED);
      return {
        measure,
        moves: moves.map((move) => ({ ...move, firms: number(move.firms) })),
        enter: number(enter.length),
        leave: number(leave.length),
        money: exact || moneyMayShow(enter.length, leave.length, within) ? money : null,
        firms: exact ? { enter: own(enter), leave: own(leave) } : null,
      };
    }),
  };
}

/** Sums of few firms, and differences of sums that few firms make, tell what a firm gets. */
const moneyMayShow = (enter: number, leave: number, within: MeasureImpact['in']): boolean =>
  [enter, leave, within.before, within.after].every((firms) => rounded(firms) !== null);
