/** The thresholds of a rule that can be tried with another figure, and that figure as it is typed. */
import type { Condition, Unit, Version } from '#rules/engine/types.ts';
import { typedFigure } from './typed.ts';

export interface Threshold {
  readonly id: string;
  readonly figure: number;
  readonly unit: Unit | null;
}

/** Of conditions that compare with a figure of their own, and of scores. */
export const thresholdsOf = ({ scope, require }: Version): Threshold[] =>
  [require, ...(scope ? [scope] : [])].flatMap(within);

function within(condition: Condition): Threshold[] {
  if ('of' in condition) return condition.of.flatMap(within);
  if (condition.kind === 'score') return [{ id: condition.id, figure: condition.pass, unit: 'points' }];
  if (condition.kind !== 'test') return [];
  const bound: unknown = condition.test[2];
  if (!Array.isArray(bound) || bound[0] !== 'num') return [];
  return [{ id: condition.id, figure: Number(bound[1]), unit: condition.unit ?? null }];
}

export type NoThreshold = 'empty' | 'unreadable' | 'negative' | 'share' | 'noShare';

/**
 * The figure that a text puts in a threshold's place, or why it is none. A share is written with its sign, so that 5
 * is not taken for 500 %, and is no larger than the whole unless the threshold itself can be.
 */
export function typedThreshold(
  text: string,
  threshold: Threshold | undefined,
): { readonly ok: true; readonly value: number } | { readonly ok: false; readonly why: NoThreshold } {
  const typed = typedFigure(text, 0);
  if (typed.kind === 'none') return { ok: false, why: 'empty' };
  if (typed.kind !== 'value' || typeof typed.value !== 'number') return { ok: false, why: 'unreadable' };
  const { value } = typed;
  if (value < 0) return { ok: false, why: 'negative' };
  const isShare = threshold?.unit === 'ratio';
  const withSign = /[%％]|percent/i.test(text);
  if (isShare && (!withSign || (value > 1 && threshold.figure <= 1))) return { ok: false, why: 'share' };
  if (threshold && !isShare && withSign) return { ok: false, why: 'noShare' };
  return { ok: true, value };
}
