/** What a form of one condition makes of a draft: its figure, its words and how it is written. */
import { describe, expect, test } from 'vitest';
import { itemsOf, itemsOfParameter, type RuleItem } from '#lib/catalogue/rule-items.ts';
import { changesSent, figureField, figureIn, ruleIn, wordsIn, type Change } from '#lib/catalogue/rule-sent.ts';
import { rules, texts } from '../functions/artefact.ts';

const LANGS = ['zh', 'en'] as const;
const items = rules.measures.flatMap((measure) => itemsOf(rules, measure, texts));
const itemOf = (id: string, key: RegExp): RuleItem => {
  const measure = rules.measures.find((one) => one.id === id);
  const item = measure && itemsOf(rules, measure, texts).find((one) => key.test(one.key));
  if (!item) throw new Error(`${id} has no ${key.source}.`);
  return item;
};
const staff = itemOf('cn-hnte', /tech-staff-share$/);
const [place] = staff.rules;
const [label] = staff.words;
if (!place || !label) throw new Error('The share of staff has a test and a label.');

/** The form as a browser sends it: with what it shows, but for what was typed. */
const sending =
  (item: RuleItem, changes: readonly Change[], typed: Readonly<Record<string, string>>, lang: 'zh' | 'en' = 'zh') =>
  (field: string): string => {
    if (typed[field] !== undefined) return typed[field];
    for (const one of item.rules) {
      if (field === one.path) return ruleIn(one, changes).replaceAll('\n', '\r\n');
      if (field === figureField(one.path)) return figureIn(one, changes, lang) ?? '';
    }
    for (const one of item.words) {
      for (const each of LANGS) if (field === `${one.path}/${each}`) return wordsIn(one, changes)[each];
    }
    return '';
  };
const put = (item: RuleItem, changes: readonly Change[], typed: Readonly<Record<string, string>>) =>
  changesSent(item, changes, sending(item, changes, typed), 'zh');

test('every form of the catalogue, sent as it stands, changes nothing', () => {
  expect(items.length).toBeGreaterThan(1000);
  const parameters = Object.values(rules.parameters).flatMap((one) => itemsOfParameter(rules, one));
  for (const item of [...items, ...parameters]) {
    for (const lang of LANGS) {
      expect(changesSent(item, [], sending(item, [], {}, lang), lang)).toEqual({ ok: true, changes: null });
    }
  }
});

test('every figure of the catalogue is shown so that it can be read back', () => {
  const plain = items.flatMap(({ rules: places }) => places).filter(({ figure }) => figure !== null);
  expect(plain.length).toBeGreaterThan(200);
  for (const one of plain) for (const lang of LANGS) expect(figureIn(one, [], lang)).toMatch(/\d/);
});

describe('of a condition', () => {
  test('another figure is put into its test, and the form then shows it', () => {
    const value = place.source.replace('>= 0.1', '>= 0.09');
    const done = put(staff, [], { [figureField(place.path)]: '9%' });
    expect(done).toEqual({ ok: true, changes: [{ path: place.path, op: 'add', value }] });
    const after = done.ok && done.changes ? done.changes : [];
    expect([figureIn(place, after, 'zh'), ruleIn(place, after)]).toEqual(['9%', value]);
    // Back to what is in force: the draft leaves the place alone.
    expect(put(staff, after, { [figureField(place.path)]: '10%' })).toEqual({ ok: true, changes: [] });
  });

  test('words are changed in the same form, in both languages together', () => {
    const typed = { [figureField(place.path)]: '9%', [`${label.path}/zh`]: '科技人员占比不低于 9%' };
    const done = put(staff, [], typed);
    expect(done).toMatchObject({
      ok: true,
      changes: [
        { path: place.path },
        { path: label.path, op: 'add', value: { zh: '科技人员占比不低于 9%', en: label.inForce.en } },
      ],
    });
    // A change of one language that a script made is taken up, and replaced as a whole.
    const scripted: Change[] = [{ path: `${label.path}/en`, op: 'replace', value: 'At least 9%' }];
    expect(wordsIn(label, scripted).en).toBe('At least 9%');
    expect(put(staff, scripted, { [`${label.path}/zh`]: '不低于 9%' })).toEqual({
      ok: true,
      changes: [{ path: label.path, op: 'add', value: { zh: '不低于 9%', en: 'At least 9%' } }],
    });
  });

  test('a test that holds more than another figure is written out, and shown as it is', () => {
    const written = `${place.source.split(' >= ')[0] ?? ''} > 0.05`;
    const done = put(staff, [], { [place.path]: written });
    const after = done.ok && done.changes ? done.changes : [];
    expect(ruleIn(place, after)).toBe(written);
    expect(figureIn(place, after, 'zh')).toBeNull();
  });

  test.each([
    [{ [figureField(place.path)]: '9' }, figureField(place.path), 'share'],
    [{ [figureField(place.path)]: '' }, figureField(place.path), 'empty'],
    [{ [figureField(place.path)]: '9%', [place.path]: 'techStaff[0] >= 9' }, figureField(place.path), 'both'],
    [{ [place.path]: ' ' }, place.path, 'missing'],
    [{ [`${label.path}/en`]: '' }, `${label.path}/en`, 'missing'],
  ])('what cannot be put in is told at its field: %j', (typed, field, fault) => {
    expect(put(staff, [], typed)).toEqual({ ok: false, faults: { [field]: fault } });
  });
});

test('a score’s pass mark, an amount and a parameter’s value take another figure too', () => {
  const score = items.find(({ rules: places }) => places.some(({ what }) => what === 'pass'));
  const amount = items.find(({ rules: places }) => places.some(({ what, figure }) => what === 'oneOff' && figure));
  const [floor] = itemsOfParameter(rules, rules.parameters.rdRatioFloor ?? { unit: 'ratio', values: [] });
  const changed = (item: RuleItem | undefined, part: string, figure: string) => {
    const one = item?.rules.find((each) => each.what === part);
    const done = item && one && put(item, [], { [figureField(one.path)]: figure });
    return done?.ok ? done.changes?.[0]?.value : done;
  };
  expect(changed(score, 'pass', '65')).toMatch(/^>=? 65$/);
  expect(changed(amount, 'oneOff', '2.5万')).toBe('wan(2.5)');
  expect(changed(floor, 'value', '6%')).toBe(0.06);
});
