import { describe, expect, it } from 'vitest';
import { stateAt, STATES, VERDICTS } from '#rules/engine/board.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { type Catalogue, loadCatalogue } from '#rules/engine/load.ts';
import { flagAt } from '#rules/engine/facts.ts';
import { countPopulation } from '#rules/engine/counting.ts';
import { eachFirm, tracesOn, verdictsOn } from '#rules/engine/population.ts';
import { simulate } from '#rules/engine/simulation.ts';
import { tidy } from '#rules/engine/tidy.ts';
import type { Condition, Profile, Rules, Verdict } from '#rules/engine/types.ts';
import { DISTRICT_DAY, makeDistrict } from '../../seeds/district/make.ts';
import { compileAll } from './support.ts';

const { rules } = compileAll();
const catalogue = loadCatalogue(rules);
const firmsOf = (firms: number, seed = 11): Profile[] => [...makeDistrict({ firms, seed })];

describe('a population', () => {
  it('gets the verdicts that each of 1,000 firms gets alone, side by side and one after the other', () => {
    const firms = firmsOf(1_000, 5);
    const judge = verdictsOn(catalogue, DISTRICT_DAY);
    const sideBySide: Verdict[][] = [];
    eachFirm(catalogue, firms, DISTRICT_DAY, undefined, (board, planned, lane, firm) => {
      sideBySide[firm] = planned.map(({ verdict }) => VERDICTS[stateAt(board, verdict, lane)] ?? 'incomplete');
    });
    const differences: unknown[] = [];
    firms.forEach((firm, place) => {
      const inTurn = judge(firm);
      const alone = assess(catalogue, firm, DISTRICT_DAY, { gaps: false });
      rules.measures.forEach((measure, index) => {
        const { verdict } = alone(measure);
        if (verdict !== inTurn[index] || verdict !== sideBySide[place]?.[index])
          differences.push({ firm: firm.name, measure: measure.id, verdict });
      });
    });
    expect(differences.slice(0, 5)).toEqual([]);
  }, 120_000);

  it('draws the same conclusions from one yes or no to another as for a single firm', () => {
    const firms: Profile[] = [
      { region: 'chaoyang', credit: { majorIncidentLast3y: false } },
      { region: 'chaoyang', credit: { majorIncidentLast3y: true } },
      { region: 'chaoyang', credit: { majorIncidentLastYear: true } },
      { region: 'chaoyang', applicantType: 'startup-team' },
    ];
    const of = (firm: Profile, path: string) => flagAt(firm, path, rules.fields[path]?.implied);
    expect(firms.map((firm) => of(firm, 'credit.majorIncidentLastYear'))).toEqual([false, undefined, true, undefined]);
    expect(firms.map((firm) => of(firm, 'credit.majorIncidentLast3y'))).toEqual([false, true, true, undefined]);
    expect(firms.map((firm) => of(firm, 'credit.abnormalList'))).toEqual([undefined, undefined, undefined, false]);
    eachFirm(catalogue, firms, DISTRICT_DAY, undefined, (board, planned, lane, firm) => {
      const alone = rules.measures.map(assess(catalogue, firms[firm] ?? {}, DISTRICT_DAY, { gaps: false }));
      expect(planned.map(({ verdict }) => VERDICTS[stateAt(board, verdict, lane)])).toEqual(
        alone.map(({ verdict }) => verdict),
      );
    });
  });

  it('is traced with the states and the figures that each firm is shown', () => {
    const { conditions, traceOf } = tracesOn(catalogue, DISTRICT_DAY);
    const differences: unknown[] = [];
    let figuresSeen = 0;
    for (const firm of firmsOf(30, 19)) {
      const { verdicts, states, figures } = traceOf(firm);
      const alone = rules.measures.map(assess(catalogue, firm, DISTRICT_DAY, { gaps: false }));
      const places = alone.map(() => 0);
      expect(Array.from(verdicts, (code) => VERDICTS[code])).toEqual(alone.map(({ verdict }) => verdict));
      conditions.forEach(({ measure, sides }, index) => {
        const shown = alone[measure]?.conditions[places[measure] ?? 0];
        places[measure] = (places[measure] ?? 0) + 1;
        const state = STATES[states[index] ?? 0];
        if (shown === undefined ? state !== 'skipped' : shown.state !== state) differences.push({ shown, state });
        if (shown === undefined || sides === undefined || typeof shown.actual !== 'number') return;
        figuresSeen += 1;
        const [least = NaN, most = NaN] = figures.subarray(sides[0], sides[0] + 2);
        if (least !== most || tidy(least) !== shown.actual) differences.push({ shown, least, most });
      });
    }
    expect(differences.slice(0, 5)).toEqual([]);
    expect(figuresSeen).toBeGreaterThan(1_000);
  });

  it('counts verdicts, blockers and near firms as they are counted firm by firm', () => {
    const firms = firmsOf(25);
    const counted = countPopulation(catalogue, firms, DISTRICT_DAY);
    expect(counted.firms).toBe(firms.length);
    expect(counted.measures).toEqual(countedSingly(catalogue, firms, counted.measures));
  });

  it('counts the same whatever else is asked, and nothing near unless asked', () => {
    const firms = firmsOf(150, 3);
    const all = countPopulation(catalogue, firms, DISTRICT_DAY, { near: false });
    const some = ['cn-tech-sme', 'cn-hnte', 'cy-hnte-reward'].filter((id) => catalogue.measures.has(id));
    const few = countPopulation(catalogue, firms, DISTRICT_DAY, { measures: some, near: false });
    expect(few.measures).toEqual(all.measures.filter(({ measure }) => some.includes(measure)));
    expect(all.measures.every(({ near }) => near === 0)).toBe(true);
  });
});

describe('a simulation', () => {
  const changed = loadCatalogue(withLaterRegistration(rules));

  it('moves exactly the firms whose verdict differs, and says what it costs', () => {
    const firms = firmsOf(500, 7);
    const { measures } = simulate(catalogue, changed, firms, DISTRICT_DAY);
    const hnte = measures.find(({ measure }) => measure === 'cn-hnte');
    const [before, after] = [
      verdictsOn(catalogue, DISTRICT_DAY, ['cn-hnte']),
      verdictsOn(changed, DISTRICT_DAY, ['cn-hnte']),
    ];
    const isIn = (verdict: string | undefined): boolean => verdict === 'eligible' || verdict === 'review';
    const moved = firms.map((firm) => [before(firm)[0], after(firm)[0]] as const);
    expect(hnte?.leave).toEqual(moved.flatMap(([from, to], index) => (isIn(from) && !isIn(to) ? [index] : [])));
    expect(hnte?.enter).toEqual([]);
    expect(hnte?.leave.length).toBeGreaterThan(0);
    expect(hnte?.moves.reduce((sum, { firms: count }) => sum + count, 0)).toBe(
      moved.filter(([from, to]) => from !== to).length,
    );
  });

  it('leaves measures alone that the change does not reach', () => {
    const { measures } = simulate(catalogue, changed, firmsOf(10), DISTRICT_DAY);
    const reading = rules.measures.filter(({ versions }) =>
      JSON.stringify(versions).includes('["qualifies","cn-hnte"]'),
    );
    expect(measures.map(({ measure }) => measure).sort()).toEqual(
      [...new Set(['cn-hnte', ...readersOf(reading.map(({ id }) => id)), ...reading.map(({ id }) => id)])].sort(),
    );
  });

  it('of a catalogue with itself moves nobody', () => {
    expect(simulate(catalogue, loadCatalogue(structuredClone(rules)), firmsOf(10), DISTRICT_DAY).measures).toEqual([]);
  });

  it('follows a changed parameter to every measure that reads it', () => {
    const name = 'smallLowProfitRate';
    const parameter = rules.parameters[name];
    expect(parameter).toBeDefined();
    if (!parameter) return;
    const values = parameter.values.map((value) => ({ ...value, value: ['num', 0.123] as const }));
    const other = loadCatalogue({ ...rules, parameters: { ...rules.parameters, [name]: { ...parameter, values } } });
    const { measures } = simulate(catalogue, other, firmsOf(200, 2), DISTRICT_DAY);
    const money = measures.find(({ measure }) => measure === 'cn-small-low-profit')?.money;
    expect(money?.after.max).not.toBe(money?.before.max);
    expect(measures.flatMap(({ moves }) => moves)).toEqual([]);
  });
});

/** Measures that read the verdict of one of these, at any remove. */
function readersOf(ids: readonly string[]): string[] {
  const direct = rules.measures.filter(({ id, versions }) => {
    const text = JSON.stringify(versions);
    return !ids.includes(id) && ids.some((other) => text.includes(`["qualifies","${other}"]`));
  });
  return direct.length === 0
    ? []
    : [...direct.map(({ id }) => id), ...readersOf([...ids, ...direct.map(({ id }) => id)])];
}

/** The same rules, with two years since registration for the high-tech certification. */
function withLaterRegistration(from: Rules): Rules {
  const later = (measure: Rules['measures'][number]): Rules['measures'][number] =>
    JSON.parse(JSON.stringify(measure).replaceAll('["num",365]', '["num",730]')) as Rules['measures'][number];
  return { ...from, measures: from.measures.map((each) => (each.id === 'cn-hnte' ? later(each) : each)) };
}

type Counted = ReturnType<typeof countPopulation>['measures'];

/** The slow way: every firm assessed alone, its deciding unmet conditions and gaps counted. */
function countedSingly(from: Catalogue, firms: readonly Profile[], shape: Counted): Counted {
  const assessed = firms.map((firm) => assess(from, firm, DISTRICT_DAY));
  return shape.map(({ measure: id, version, choices }) => {
    const measure = from.measures.get(id);
    if (!measure) throw new Error(id);
    const verdicts = { eligible: 0, review: 0, incomplete: 0, ineligible: 0, 'out-of-scope': 0 };
    const blockers = new Map<
      string,
      { blocks: number; alone: number; near: number; gaps: Map<string, number[]>; unit: string }
    >();
    let near = 0;
    const choiceOf = choicesOf(measure.versions.find(({ from }) => from === version)?.require);
    const chosen = new Map(choices.map((each) => [each.id, { ...each, blocks: 0, alone: 0, near: 0 }]));
    for (const judge of assessed) {
      const result = judge(measure);
      verdicts[result.verdict] += 1;
      if (result.verdict !== 'ineligible') continue;
      if (result.near) near += 1;
      const deciding = result.conditions.filter(
        ({ part, decides, state }) => part === 'require' && decides && state === 'unmet',
      );
      const units = new Set(deciding.map((each) => choiceOf.get(each.id) ?? each.id));
      for (const one of new Set(deciding.flatMap((each) => choiceOf.get(each.id) ?? []))) {
        const choice = chosen.get(one);
        if (!choice) throw new Error(`${id}: ${one} is missing.`);
        choice.blocks += 1;
        if (units.size === 1) choice.alone += 1;
        const own = deciding.filter((each) => choiceOf.get(each.id) === one);
        if (result.near && own.some((each) => result.gaps.some((gap) => gap.condition === each.id))) choice.near += 1;
      }
      for (const { id: condition } of deciding) {
        const entry = blockers.get(condition) ?? {
          blocks: 0,
          alone: 0,
          near: 0,
          gaps: new Map<string, number[]>(),
          unit: '',
        };
        blockers.set(condition, entry);
        entry.blocks += 1;
        if (deciding.length === 1) entry.alone += 1;
        const gap = result.near ? result.gaps.find((each) => each.condition === condition) : undefined;
        if (!gap) continue;
        entry.near += 1;
        if ('on' in gap) continue;
        entry.unit = gap.unit;
        const delta = typeof gap.delta === 'number' ? gap.delta : (gap.delta.max ?? gap.delta.min ?? 0);
        entry.gaps.set(gap.field, (entry.gaps.get(gap.field) ?? []).concat(delta));
      }
    }
    const order = shape.find((each) => each.measure === id)?.blockers.map(({ condition }) => condition) ?? [];
    return {
      measure: id,
      version,
      verdicts,
      near,
      blockers: order.map((condition) => {
        const found = blockers.get(condition);
        const { blocks = 0, alone = 0, near: nearHere = 0, unit = '' } = found ?? {};
        const byField = found === undefined ? [] : [...found.gaps];
        const [most] = byField.sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
        const sorted = most?.[1].toSorted((a, b) => a - b) ?? [];
        const delta = sorted[Math.floor((sorted.length - 1) / 2)];
        const medianGap = most && delta !== undefined ? { field: most[0], delta, unit: unit as 'yuan' } : null;
        return { condition, choice: choiceOf.get(condition) ?? null, blocks, alone, near: nearHere, medianGap };
      }),
      choices: [...chosen.values()],
    };
  });
}

/** Of conditions of which some are enough the first one's id, by each one's own. */
function choicesOf(condition: Condition | undefined, choice?: string): Map<string, string> {
  if (condition === undefined) return new Map();
  if (!('of' in condition)) return new Map(choice === undefined ? [] : [[condition.id, choice]]);
  const isChoice = (condition.kind === 'any' || condition.kind === 'atLeast') && condition.of.length > 1;
  const own = choice ?? (isChoice ? firstOf(condition) : undefined);
  return new Map(condition.of.flatMap((each) => [...choicesOf(each, own)]));
}
const firstOf = (condition: Condition): string | undefined =>
  'of' in condition ? condition.of.map(firstOf).find((id) => id !== undefined) : condition.id;
