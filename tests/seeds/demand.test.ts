import { describe, expect, it } from 'vitest';
import { addMonths, toDay, toIso } from '#rules/engine/calendar.ts';
import { isList, isRecord } from '#rules/engine/json.ts';
import type { Profile, Verdict } from '#rules/engine/types.ts';
import { type DemandEvent, makeDemand, MEASURES } from '../../seeds/demand/make.ts';
import { isWorkingDay } from '../../seeds/demand/calendar.ts';
import { STEPS } from '#functions/demand/events.ts';
import { DISTRICT_DAY, makeDistrict } from '../../seeds/district/make.ts';
import { compileAll } from '../engine/support.ts';
import { textOf } from './support.ts';

const { rules } = compileAll();
const FIRMS = 1500;
const SEED = 3;
const firms = [...makeDistrict({ firms: FIRMS, seed: SEED })];
const byCode = new Map(firms.map((firm) => [firm.uscc, firm]));

/** Every verdict in turn, so that each way through a funnel is taken often; which verdict is right is not at stake here. */
const VERDICTS: readonly Verdict[] = ['eligible', 'review', 'incomplete', 'ineligible', 'out-of-scope'];
const verdictAt = (firm: Profile, measure: string): Verdict =>
  VERDICTS[(textOf(firm.uscc).charCodeAt(11) + MEASURES.indexOf(measure)) % VERDICTS.length] ?? 'eligible';
const verdictsOf = (firm: Profile) => new Map(MEASURES.map((measure) => [measure, verdictAt(firm, measure)]));

const demand = (seed: number) => [...makeDemand({ firms, seed, rules, verdictsOf, asOf: DISTRICT_DAY })];
const events = demand(SEED);
const funnels = Object.values(Object.groupBy(events, ({ uscc, measure }) => `${uscc} ${measure}`)).filter(
  (way) => way !== undefined,
);
const last = (way: readonly DemandEvent[]) => way.at(-1)?.type;
const count = (type: string) => events.filter((event) => event.type === type).length;

describe('two years of demand', () => {
  it('are the same, byte for byte, for the same seed, and others for another', () => {
    expect(JSON.stringify(demand(SEED))).toBe(JSON.stringify(events));
    expect(JSON.stringify(demand(SEED + 1))).not.toBe(JSON.stringify(events));
  });

  it('come in the order of time, within the two years, each with an id of its own', () => {
    const times = events.map(({ at }) => at);
    expect(times).toEqual([...times].sort());
    const first = toIso(addMonths(toDay(DISTRICT_DAY), -24));
    expect(times.filter((at) => at.slice(0, 10) <= first || at.slice(0, 10) > DISTRICT_DAY)).toEqual([]);
    expect(times.filter((at) => !/^\d{4}-\d{2}-\d{2}T(0[89]|1[0-7]):[0-5]\d:00\+08:00$/.test(at))).toEqual([]);
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('concern firms that could save them, after they were founded, and measures that exist', () => {
    const measures = new Set(rules.measures.map(({ id }) => id));
    expect(MEASURES.filter((id) => !measures.has(id))).toEqual([]);
    expect(events.filter(({ uscc, measure }) => !byCode.has(uscc) || !measures.has(measure))).toEqual([]);
    expect(events.filter(({ uscc, at }) => at < textOf(byCode.get(uscc)?.registeredOn))).toEqual([]);
  });

  it('go through the stages in their order, each once, from the first look to one end at most', () => {
    const ENDS = ['granted', 'refused', 'withdrawn'];
    for (const way of funnels) {
      const order = way.map(({ type }) => STEPS.indexOf(type));
      expect(order).toEqual([...new Set(order)].sort((a, b) => a - b));
      expect(way[0]?.type).toBe('looked');
      const types = way.map(({ type }) => type);
      expect(types.filter((type) => ENDS.includes(type)).length).toBeLessThanOrEqual(1);
      if (types.includes('granted') || types.includes('refused')) expect(types).toContain('applied');
      if (types.includes('applied')) expect(types).toContain('preparing');
      if (types.includes('preparing') || types.includes('asked')) expect(types).toContain('interested');
    }
  });

  it('grow fewer from stage to stage, and reach every end', () => {
    const [looked, interested, preparing, applied] = ['looked', 'interested', 'preparing', 'applied'].map(count);
    expect(looked).toBeGreaterThan(1000);
    expect(interested).toBeLessThan((looked ?? 0) * 0.8);
    expect(preparing).toBeLessThan(interested ?? 0);
    expect(applied).toBeLessThan(preparing ?? 0);
    expect(applied).toBeGreaterThan((looked ?? 0) * 0.1);
    for (const end of ['granted', 'refused', 'withdrawn']) expect(count(end)).toBeGreaterThan(20);
    // Some are under way on the last day.
    expect(funnels.filter((way) => last(way) === 'applied').length).toBeGreaterThan(5);
  });

  it('give a reason with every refusal and with nothing else', () => {
    expect(events.filter(({ type, reason }) => (type === 'refused') !== (reason !== undefined))).toEqual([]);
  });

  it('hold no look at a measure whose scope the firm is outside of, save for titles it came to hold', () => {
    const outside = funnels.filter(
      ([first]) => first && verdictAt(byCode.get(first.uscc) ?? {}, first.measure) === 'out-of-scope',
    );
    expect(outside.filter((way) => last(way) !== 'granted')).toEqual([]);
  });

  it('bring in applications within the windows of calls that have dates', () => {
    let inWindow = 0;
    for (const { uscc, measure, at } of events.filter(({ type }) => type === 'applied')) {
      const region = textOf(byCode.get(uscc)?.region);
      const calls = rules.measures
        .filter(({ id }) => id === measure)
        .flatMap((rule) => rule.calls)
        .filter((call) => call.listed && call.year === Number(at.slice(0, 4)))
        .filter(
          (call) => call.region === undefined || call.region === region || rules.regions[call.region]?.includes(region),
        );
      const windows = calls.flatMap((call) => call.windows).filter(({ opensOn, closesOn }) => opensOn ?? closesOn);
      if (windows.length === 0) continue;
      const day = at.slice(0, 10);
      expect(windows.filter(({ opensOn = '', closesOn = '9' }) => opensOn <= day && day <= closesOn)).not.toEqual([]);
      inWindow += 1;
    }
    expect(inWindow).toBeGreaterThan(30);
  });

  it('agree with the titles a profile shows: granted on the certificate’s day, never without one', () => {
    const titles = new Map(rules.measures.map(({ id, title }) => [id, title]));
    const grants = events.filter(({ type, measure }) => type === 'granted' && titles.get(measure) !== undefined);
    expect(grants.length).toBeGreaterThan(50);
    const unlike = grants.filter(({ uscc, measure, at }) => {
      const certificates = byCode.get(uscc)?.certificates;
      return !(isList(certificates) ? certificates : []).some(
        (entry) => isRecord(entry) && entry.type === titles.get(measure) && entry.grantedOn === at.slice(0, 10),
      );
    });
    expect(unlike).toEqual([]);
  });

  it('rest on weekends and thin out around the Spring Festival', () => {
    const applied = events.filter(({ type, measure }) => type === 'applied' && measure === 'cn-rd-super-deduction');
    expect(applied.length).toBeGreaterThan(30);
    expect(applied.filter(({ at }) => !isWorkingDay(toDay(at.slice(0, 10))))).toEqual([]);
    const inMonths = (...months: string[]) => applied.filter(({ at }) => months.includes(at.slice(5, 7))).length;
    expect(inMonths('04', '05')).toBeGreaterThan(2 * inMonths('01', '02'));
  });

  it('have nothing to tell where no verdict is known', () => {
    expect([...makeDemand({ firms, seed: SEED, rules, verdictsOf: () => new Map(), asOf: DISTRICT_DAY })]).toEqual([]);
  });
});
