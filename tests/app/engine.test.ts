import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEvaluator } from '#lib/check/engine.ts';
import { judge, type Result } from '#lib/check/incremental.ts';
import { isGain } from '#lib/check/moves.ts';
import { answeredPaths, answerIn, entryOfPath, withAnswer } from '#lib/check/profile.ts';
import { groupOf } from '#lib/check/row.ts';
import { leftOpenBy, setAsideIn } from '#lib/check/set-aside.ts';
import { orderOf, SORTS } from '#lib/check/sorting.ts';
import { leftOutOf } from '#lib/check/together.ts';
import { desks } from '#lib/wording/both.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { Profile } from '#rules/engine/types.ts';
import { firms, rules, texts } from '../functions/artefact.ts';

const ON = '2026-07-01';
const catalogue = loadCatalogue(rules);
const evaluator = () => createEvaluator(rules, texts.zh, desks.zh);
const software = firms.get('chaoyang-ai-software.json') ?? {};

/** Every answer of the demo firms, to be given in any order to any of them. */
const answers = [...firms.values()].flatMap((profile) =>
  answeredPaths(profile).map((path) => ({ path, answer: answerIn(profile, path) })),
);

const short = ({ measure, verdict, near, missing }: Result) => [measure, verdict, near, ...missing].join();

describe('re-judging after a change', () => {
  test('gives exactly what judging anew gives, whatever is answered, changed or taken back', () => {
    const change = fc.record({ pick: fc.nat(answers.length - 1), drop: fc.boolean() });
    const start = fc.constantFrom<Profile>({}, ...firms.values());
    fc.assert(
      fc.property(start, fc.array(change, { minLength: 1, maxLength: 4 }), (first, changes) => {
        let judged = judge(catalogue, texts.zh, first, ON);
        for (const { pick, drop } of changes) {
          const { path, answer } = answers[pick] ?? { path: 'region', answer: 'chaoyang' };
          const profile = withAnswer(judged.profile, path, drop ? undefined : answer);
          judged = judge(catalogue, texts.zh, profile, ON, judged);
        }
        expect(judged.results).toEqual(match(catalogue, texts.zh, judged.profile, { asOf: ON }).results);
      }),
      { numRuns: 40 },
    );
  });

  test('gives the same after each single answer is taken back', () => {
    const profile = firms.get('chaoyang-medical-devices.json') ?? {};
    const before = judge(catalogue, texts.zh, profile, ON);
    const entries = new Map(answeredPaths(profile).map((path) => [entryOfPath(path), path]));
    expect(entries.size).toBeGreaterThan(50);
    for (const path of entries.values()) {
      const changed = withAnswer(profile, path, undefined);
      const after = judge(catalogue, texts.zh, changed, ON, before);
      const anew = match(catalogue, texts.zh, changed, { asOf: ON });
      expect(after.results.map(short), path).toEqual(anew.results.map(short));
    }
  });

  test('leaves measures alone that the change cannot touch', () => {
    const before = judge(catalogue, texts.zh, software, ON);
    const after = judge(catalogue, texts.zh, withAnswer(software, 'years.2025.rdExpense', 2_600_000), ON, before);
    const kept = after.results.filter((one, index) => one === before.results[index]);
    expect(kept.length).toBeGreaterThan(after.results.length / 2);
    expect(kept.length).toBeLessThan(after.results.length);
  });
});

describe('the questions', () => {
  test('never ask what is answered or set aside, and come to an end', () => {
    const engine = evaluator();
    let profile: Profile = {};
    const unsure: string[] = [];
    const asked: string[] = [];
    for (;;) {
      const judged = engine.judge(profile, ON);
      const standing = engine.standing(judged, unsure, []);
      expect(standing.decided).toBeLessThanOrEqual(standing.measures);
      if (!standing.next) {
        expect(standing.questions).toBe(0);
        break;
      }
      const { entry, decides } = standing.next;
      expect(asked).not.toContain(entry);
      expect(decides).toBeGreaterThan(0);
      expect(standing.questions).toBeGreaterThan(0);
      asked.push(entry);
      const question = engine.question(judged, entry);
      if (!question) throw new Error(entry);
      expect(question.question).not.toBe('');
      expect(question.paths.length).toBeGreaterThan(0);
      for (const path of question.paths) {
        const answer = answerIn(software, path);
        if (answer !== undefined) profile = withAnswer(profile, path, answer);
      }
      unsure.push(...engine.leftOpen(question, engine.judge(profile, ON)));
    }
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.length).toBeLessThan(Object.keys(rules.fields).length);
  });

  test('about running an incubator end with one “no”, and nobody who runs none is asked for its figures', () => {
    const engine = evaluator();
    const basics: Profile = { region: 'chaoyang', applicantType: 'company', registeredOn: '2020-05-10' };
    expect(engine.reason(engine.judge(basics, ON), 'carrier.area')).toBeNull();
    expect(engine.reason(engine.judge(basics, ON), 'carrier.operates')?.decides).toBeGreaterThan(5);
    expect(engine.reason(engine.judge({ ...basics, carrier: { operates: false } }, ON), 'carrier.operates')).toBeNull();
  });

  test('that go on from one left open are set aside with it, and come back with a yes', () => {
    const engine = evaluator();
    const basics: Profile = { region: 'chaoyang', applicantType: 'company', registeredOn: '2020-05-10' };
    const judged = engine.judge(withAnswer(basics, 'carrier.operates', true), ON);
    const open = judged.results.flatMap(({ missing }) => missing).filter((path) => path.startsWith('carrier.'));
    expect(open.length).toBeGreaterThan(0);
    expect(setAsideIn(rules.fields, judged, ['carrier.operates'])).toEqual(['carrier.operates']);
    const unknown = { ...judged, profile: basics };
    expect(setAsideIn(rules.fields, unknown, ['carrier.operates'])).toEqual(expect.arrayContaining(open));
    // One loan that is known of keeps the questions about it, whatever was left open about another.
    const loan = engine.judge(withAnswer(basics, 'loan.firstLoan', true), ON);
    expect(setAsideIn(rules.fields, loan, ['loan.pledgedIp'])).toEqual(['loan.pledgedIp']);
    for (const [entry, { follows = [] }] of Object.entries(rules.fields))
      for (const before of follows) expect(rules.fields, entry).toHaveProperty([before]);
  });

  test('left open are counted with the measures that wait for them, the one that opens most first', () => {
    const engine = evaluator();
    const judged = engine.judge({ region: 'chaoyang', applicantType: 'company', registeredOn: '2020-05-10' }, ON);
    const { measures, questions } = leftOpenBy(rules.fields, judged, ['residentEnterprise', 'carrier.operates']);
    for (const { entry, measures: waiting } of questions) {
      // What goes on from a question waits for it, too.
      expect(waiting).toBeGreaterThanOrEqual(engine.reason(judged, entry)?.decides ?? Infinity);
      expect(waiting).toBeLessThanOrEqual(measures);
    }
    expect(questions.map(({ entry }) => entry).sort()).toEqual(['carrier.operates', 'residentEnterprise']);
    expect(questions[0]?.measures).toBeGreaterThan(questions[1]?.measures ?? Infinity);
    expect(leftOpenBy(rules.fields, judged, [])).toEqual({ measures: 0, questions: [] });
  });

  test('of the measures one came for go first', () => {
    const engine = evaluator();
    const judged = engine.judge({ region: 'chaoyang', applicantType: 'company' }, ON);
    const standing = engine.standing(judged, [], ['cn-hnte']);
    const missing = judged.results.find(({ measure }) => measure === 'cn-hnte')?.missing.map(entryOfPath);
    expect(missing).toContain(standing.next?.entry);
  });

  test('a yearly figure is asked for every year that matters at once', () => {
    const engine = evaluator();
    const known = {
      region: 'chaoyang',
      applicantType: 'company',
      residentEnterprise: true,
      registeredOn: '2018-03-19',
    };
    const question = engine.question(engine.judge(known, ON), 'years.*.rdExpense');
    expect(question?.paths.slice(-3)).toEqual(['years.2025.rdExpense', 'years.2024.rdExpense', 'years.2023.rdExpense']);
  });
});

describe('closing a gap', () => {
  const near = [...firms].flatMap(([name, profile]) => {
    const judged = judge(catalogue, texts.zh, profile, ON);
    return judged.results.filter((one) => groupOf(one) === 'near').map((one) => [name, one.measure, profile] as const);
  });

  test('there is a firm that is close to something', () => expect(near.length).toBeGreaterThan(0));

  test.each(near)('%s: the change that is named brings %s in', (_, measure, profile) => {
    const engine = evaluator();
    const judged = engine.judge(profile, ON);
    const one = judged.results.find((each) => each.measure === measure);
    const way = one && engine.way(judged, one);
    if (!way || way.changes.length === 0 || way.on !== null) return;
    const own = way.moves.find((move) => move.measure === measure);
    expect(own && isGain(own)).toBe(true);
    const changed = way.changes.reduce((all, { path, to }) => withAnswer(all, path, to), profile);
    const fresh = match(catalogue, texts.zh, changed, { asOf: ON }).results;
    for (const move of way.moves) {
      const after = fresh.find((each) => each.measure === move.measure);
      expect(after && groupOf(after)).toBe(move.to);
    }
  });
});

test('kept answers that the dictionary no longer takes are left out, the rest stays', () => {
  const { profile, faults } = evaluator().salvage({
    region: 'chaoyang',
    gone: 1,
    lists: ['no-such-list'],
    years: { '2025': { revenue: 5, employees: { min: 9, max: 1 } } },
  });
  expect(profile).toEqual({ region: 'chaoyang', years: { '2025': { revenue: 5 } } });
  expect(faults.map(({ path }) => path).sort()).toEqual(['gone', 'lists.0', 'years.2025.employees']);
  expect(evaluator().salvage('nonsense').profile).toEqual({});
});

test('every order is a total one, whatever the results', () => {
  const { results } = judge(catalogue, texts.zh, software, ON);
  for (const sort of SORTS) {
    const order = orderOf(sort, texts.zh);
    const sorted = [...results].sort(order);
    for (let at = 1; at < sorted.length; at += 1) {
      const [a, b] = [sorted[at - 1], sorted[at]];
      if (a && b) expect(order(a, b)).toBeLessThanOrEqual(0);
    }
  }
});

test('the days ahead are in order and name what changes', () => {
  const engine = evaluator();
  const turnings = engine.turnings(engine.judge(software, ON));
  expect(turnings.length).toBeGreaterThan(0);
  const days = turnings.map(({ on }) => on);
  expect(days).toEqual([...days].sort());
  for (const { verdict, state } of turnings) expect(verdict !== null || state !== null).toBe(true);
});

test('taking instead what is worth the same leaves the total, and is not called past comparing', () => {
  const desk = evaluator();
  const best = desk.portfolio(desk.judge(firms.get('chaoyang-medical-devices.json') ?? {}, ON));
  const even = best.givenUp.filter(({ amount, costs }) => amount !== null && costs === 0);
  expect(even.length).toBeGreaterThan(0);
  const { items } = leftOutOf(desk.words, desk.catalogue, best);
  for (const { measure } of even) {
    const item = items.find(({ measures }) => measures.some(({ id }) => id === measure));
    expect(item?.why).toMatch(/改选的话，合计不变$/);
    expect(item?.measures.find(({ id }) => id === measure)?.amount).toMatch(/^（.+）$/);
  }
});
