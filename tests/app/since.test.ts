import { expect, test } from 'vitest';
import { inForce } from '#lib/check/since.ts';
import { updateBetween } from '#rules/engine/update.ts';
import { rules, texts } from '../functions/artefact.ts';

test('what was entered since the build is in force, and everything else is the very same', () => {
  const [first, ...others] = rules.measures;
  if (!first) throw new Error('The catalogue is empty.');
  const after = { ...rules, measures: [{ ...first, checked: '2026-12-01' }, ...others] };
  const now = inForce(rules, { zh: texts.zh }, { hash: 'x', rules: updateBetween(rules, after), texts: {} });
  expect(now.rules.measures[0]?.checked).toBe('2026-12-01');
  expect(now.rules.measures[1]).toBe(rules.measures[1]);
  expect(now.rules.fields).toBe(rules.fields);
  expect(now.texts.zh.measures).toBe(texts.zh.measures);
});
