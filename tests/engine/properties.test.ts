import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDay, toIso } from '#rules/engine/calendar.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { ConditionResult, EvaluatedMeasure, Json, Profile } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { firms, put } from './profiles.ts';
import { compileAll } from './support.ts';

const { rules, texts } = compileAll();
const catalogue = loadCatalogue(rules);
const firm = firms(rules.fields);
const measure = fc.constantFrom(...rules.measures);
const asOf = fc.integer({ min: toDay('2024-01-01'), max: toDay('2027-06-30') }).map(toIso);
const RUNS = { numRuns: 1000 };

const DECIDED = ['met', 'unmet'];
const opposite = (a: ConditionResult, b: ConditionResult): boolean =>
  DECIDED.includes(a.state) && DECIDED.includes(b.state) && a.state !== b.state;

function flips(a: EvaluatedMeasure, b: EvaluatedMeasure): string[] {
  const before = new Map(a.conditions.map((condition) => [condition.id, condition]));
  return b.conditions.flatMap((condition) => {
    const earlier = before.get(condition.id);
    return earlier && opposite(earlier, condition)
      ? [`${a.measure}/${condition.id}: ${earlier.state} → ${condition.state}`]
      : [];
  });
}

/** Every exact figure, with its path. */
function figures(value: Json, path: readonly string[] = []): [string, number][] {
  if (typeof value === 'number') return [[path.join('.'), value]];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'min' || key === 'max' ? [] : figures(inner, [...path, key]),
  );
}

const copy = (profile: Profile): { [key: string]: Json } => structuredClone<{ [key: string]: Json }>(profile);

function without(profile: Profile, path: string): Profile {
  const changed = copy(profile);
  const steps = path.split('.');
  const last = steps.pop() ?? '';
  const parent = steps.reduce<Json | undefined>(
    (here, step) =>
      typeof here === 'object' && here !== null && !Array.isArray(here)
        ? (here as { [key: string]: Json })[step]
        : undefined,
    changed,
  );
  if (typeof parent === 'object' && parent !== null) Reflect.deleteProperty(parent, last);
  return changed;
}

describe('over the whole catalogue and random firms', () => {
  it('random firms are valid profiles', () => {
    fc.assert(
      fc.property(firm, (profile) => validateProfile(profile, rules.fields).ok),
      RUNS,
    );
  });

  it('widening an answer never turns a decided condition into its opposite', () => {
    fc.assert(
      fc.property(
        firm,
        measure,
        asOf,
        fc.nat(),
        fc.nat({ max: 100 }),
        fc.nat({ max: 100 }),
        (profile, rule, day, which, down, up) => {
          const all = figures(profile);
          const [path, value] = all[which % Math.max(all.length, 1)] ?? ['', 0];
          if (path === '') return;
          const wide = copy(profile);
          put(wide, path, { min: Math.max(0, value - (value * down) / 100), max: value + (value * up) / 100 });
          if (!validateProfile(wide, rules.fields).ok) return;
          expect(flips(assess(catalogue, wide, day)(rule), assess(catalogue, profile, day)(rule))).toEqual([]);
        },
      ),
      RUNS,
    );
  });

  it('filling in a missing answer never turns a decided condition into its opposite', () => {
    fc.assert(
      fc.property(firm, measure, asOf, fc.nat(), (profile, rule, day, which) => {
        const all = figures(profile);
        const [path] = all[which % Math.max(all.length, 1)] ?? [''];
        if (path === '') return;
        expect(
          flips(assess(catalogue, without(profile, path), day)(rule), assess(catalogue, profile, day)(rule)),
        ).toEqual([]);
      }),
      RUNS,
    );
  });

  it('answers are listed as missing where a verdict or a condition is open, and only there', () => {
    fc.assert(
      fc.property(firm, measure, asOf, (profile, rule, day) => {
        const result = assess(catalogue, profile, day)(rule);
        expect(result.missing.length > 0).toBe(result.verdict === 'incomplete');
        for (const condition of result.conditions)
          expect(condition.missing.length > 0).toBe(condition.state === 'unknown');
      }),
      RUNS,
    );
  });

  it('a reported gap, applied, meets its condition', () => {
    fc.assert(
      fc.property(firm, measure, asOf, (profile, rule, day) => {
        const result = assess(catalogue, profile, day)(rule);
        for (const gap of result.gaps) {
          if ('on' in gap) continue;
          const stateWith = (value: number): string | undefined => {
            const changed = copy(profile);
            put(changed, gap.field, value);
            return assess(catalogue, changed, day)(rule).conditions.find((condition) => condition.id === gap.condition)
              ?.state;
          };
          expect([gap, stateWith(gap.to)]).toEqual([gap, 'met']);
        }
      }),
      RUNS,
    );
  });

  it('a reported turning date is the first day on which the condition is met or can be judged', () => {
    fc.assert(
      fc.property(firm, measure, asOf, (profile, rule, day) => {
        const result = assess(catalogue, profile, day)(rule);
        for (const gap of result.gaps) {
          if (!('on' in gap)) continue;
          const at = (on: string): ConditionResult | undefined =>
            assess(catalogue, profile, on)(rule).conditions.find((condition) => condition.id === gap.condition);
          expect(gap.on > day).toBe(true);
          expect(at(toIso(toDay(gap.on) - 1))?.state).not.toBe('met');
          const noYearYet = result.conditions.find((condition) => condition.id === gap.condition)?.actual === null;
          if (!noYearYet) expect(at(gap.on)?.state).toBe('met');
        }
      }),
      RUNS,
    );
  });

  it('the same input gives the same bytes', () => {
    const again = loadCatalogue(rules);
    fc.assert(
      fc.property(firm, measure, asOf, (profile, rule, day) => {
        const options = { asOf: day, measures: [rule.id] };
        const first = JSON.stringify(match(catalogue, texts.zh, profile, options));
        return first === JSON.stringify(match(again, texts.zh, copy(profile), options));
      }),
      RUNS,
    );
  });

  it('no benefit is promised to a firm that does not qualify, none is negative, and no range is reversed', () => {
    fc.assert(
      fc.property(firm, measure, asOf, (profile, rule, day) => {
        const { benefit, verdict } = assess(catalogue, profile, day)(rule);
        if (verdict === 'ineligible' || verdict === 'out-of-scope') expect(benefit).toBeNull();
        for (const range of [benefit?.yearly, benefit?.oneOff]) {
          if (!range) continue;
          expect(range.min ?? 0).toBeGreaterThanOrEqual(0);
          expect(range.max ?? Infinity).toBeGreaterThanOrEqual(range.min ?? 0);
        }
      }),
      RUNS,
    );
  });
});
