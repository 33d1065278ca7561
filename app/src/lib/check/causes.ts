/** Why a verdict is another one than before: a verdict never changes here without a cause that is named. */
import type { Catalogue } from '#rules/engine/load.ts';
import type { Texts } from '#rules/engine/types.ts';
import type { Earlier } from './earlier.ts';
import { judge, type Judged } from './incremental.ts';
import type { Move } from './moves.ts';
import { groupOf } from './row.ts';
import type { GroupKey } from './view.ts';

export type Cause = 'answers' | 'rules' | 'day';
export interface CausedMove extends Move {
  /** More than one where they cannot be told apart. */
  readonly causes: readonly Cause[];
}

/**
 * Where a firm stands elsewhere today: what it could have, or nearly, then or now, and whatever changed answers have
 * decided. `touched` says whether answers that a measure may rest on have changed since.
 */
export function movesSince(
  catalogue: Catalogue,
  texts: Texts,
  { on, rules, groups }: Earlier,
  judged: Judged,
  touched: (measure: string) => boolean = () => false,
): CausedMove[] {
  const then = on === judged.asOf ? judged : judge(catalogue, texts, judged.profile, on);
  return judged.results.flatMap((one, index): CausedMove[] => {
    const { measure } = one;
    const onThatDay = then.results[index];
    const [byDay, to] = [groupOf(onThatDay ?? one), groupOf(one)];
    const from = groups.get(measure) ?? (byDay === 'not-in-force' ? byDay : 'out-of-scope');
    if (from === to) return [];
    if (!MATTERS.has(from) && !MATTERS.has(to) && !(touched(measure) && from === 'incomplete')) return [];
    return [{ measure, from, to, causes: causesOf(from, byDay, to, rules !== catalogue.rules.hash, touched(measure)) }];
  });
}

const MATTERS: ReadonlySet<GroupKey> = new Set<GroupKey>(['eligible', 'review', 'near']);

/** `byDay` is how today's answers stand by today's rules on the earlier day. */
function causesOf(from: GroupKey, byDay: GroupKey, to: GroupKey, otherRules: boolean, touched: boolean): Cause[] {
  if (byDay === from) return ['day'];
  const others = [...(touched ? ['answers' as const] : []), ...(otherRules ? ['rules' as const] : [])];
  return byDay === to && others.length > 0 ? others : [...others, 'day'];
}
