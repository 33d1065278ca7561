/** A few firms of a small district, and what can happen to them. */
import fc from 'fast-check';
import { STEPS, type DemandEvent, type Place, type Reason, type Step } from '#functions/demand/events.ts';
import { recordWrites, stageOf, type NewEvent } from '#functions/demand/log.ts';
import type { Store } from '#functions/store/port.ts';

export const MEASURES = ['cn-hnte', 'cy-fengming'] as const;
export const DISTRICTS = ['chaoyang', 'dongcheng', 'unknown'] as const;
const DAYS = ['2026-01-30', '2026-02-01', '2026-02-14', '2026-03-31'] as const;

export interface Act {
  readonly firm: number;
  readonly measure: (typeof MEASURES)[number];
  readonly type: Step;
  readonly day: number;
  /** The firm has moved since. */
  readonly moved: boolean;
  readonly reason: Reason;
}
export const act: fc.Arbitrary<Act> = fc.record({
  firm: fc.integer({ min: 0, max: 4 }),
  measure: fc.constantFrom(...MEASURES),
  // As in life, the first steps are the commonest.
  type: fc.oneof(fc.constantFrom(...STEPS), fc.constantFrom<Step>('looked', 'interested', 'applied')),
  day: fc.integer({ min: 0, max: DAYS.length - 1 }),
  moved: fc.boolean(),
  reason: fc.constantFrom<Reason>('not-selected', 'other'),
});

export const codeOf = (firm: number): string => `91110105MA0000000${firm}`;
export const placeOf = (firm: number, moved = false): Place => ({
  district: firm === 4 ? 'dongcheng' : 'chaoyang',
  place: moved ? '110105002' : `11010500${(firm % 2) + 3}`,
  industry: firm % 2 === 0 ? 'I' : 'M',
  size: firm < 2 ? 'micro' : 'small',
});

/** Tries to record it; nothing where the steps do not allow it. */
export async function perform(store: Store, { firm, measure, type, day, moved, reason }: Act, number: number) {
  const event: NewEvent = {
    id: `event-${number}`,
    uscc: codeOf(firm),
    measure,
    type,
    on: DAYS[day] ?? DAYS[0],
    at: '2026-04-01T00:00:00.000Z',
    by: { subject: 'firm-1', role: 'firm' },
    where: placeOf(firm, moved),
    ...(type === 'refused' ? { reason } : {}),
  };
  const recorded = recordWrites(await stageOf(store, event), event);
  if (recorded.ok) await store.write(recorded.writes);
}

/** What must be counted, worked out from the events alone: `district|month|measure|place|industry|size|step` → firms. */
export function expectedCounts(events: readonly DemandEvent[]): Map<string, number> {
  const counts = new Map<string, number>();
  const count = ({ district, place, industry, size }: Place, month: string, measure: string, step: string) => {
    const name = [district, month, measure, place, industry, size, step].join('|');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const order = ['looked', 'interested', 'asked', 'preparing', 'applied', 'refused', 'granted'];
  for (const own of Map.groupBy(events, ({ uscc, measure }) => `${uscc} ${measure}`).values()) {
    const months = Map.groupBy(own, ({ on, type }) => `${on.slice(0, 7)} ${type}`);
    for (const [first] of months.values())
      if (first) count(first.where, first.on.slice(0, 7), first.measure, first.type);
    const rank = Math.max(...own.map(({ type }) => order.indexOf(type)));
    const last = own.at(-1);
    if (last) count(last.where, 'ever', last.measure, order[rank] ?? '');
  }
  return counts;
}
