import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from '#rules/cli/paths.ts';
import { Source } from '#rules/language/problems.ts';
import { GOOD, problemsOf } from './support.ts';

const read = (name: string): string => readFileSync(join(RULES, 'profile', name), 'utf8');
const spoiled = (name: string, from: string, to: string): Source => {
  const text = read(name);
  expect(text).toContain(from);
  return new Source(`rules/profile/${name}`, text.replace(from, to));
};

describe('the industry files', () => {
  it('miss no division and enter none twice', () => {
    const industries = spoiled('industries.yaml', '{ code: H62, section: H,', '{ code: H61, section: H,');
    const problems = problemsOf(GOOD, { industries }).join('\n');
    expect(problems).toContain('division 62 is not entered exactly once');
    expect(problems).toContain('division 61 is not entered exactly once');
  });

  it('place each division in its section', () => {
    const industries = spoiled('industries.yaml', '{ code: H62, section: H,', '{ code: H62, section: G,');
    expect(problemsOf(GOOD, { industries }).join()).toContain('division “H62” does not lie in section “G”');
  });

  it('give plain words to divisions that exist, each word once', () => {
    const words = '- { zh: [软件], en: [software], codes: [I66] }\n- { zh: [软件], en: [programs], codes: [I65] }\n';
    const problems = problemsOf(GOOD, {
      industryWords: new Source('rules/profile/industry-words.yaml', words),
    }).join('\n');
    expect(problems).toContain('industry-words.yaml:1:39: no division has the code “I66”');
    expect(problems).toContain('industry-words.yaml:2:10: “软件” is entered twice');
  });
});

describe('the priority fields', () => {
  const problems = (from: string, to: string): string =>
    problemsOf(GOOD, { focusFields: spoiled('focus-fields.yaml', from, to) }).join('\n');

  it('stand for answers that exist', () => {
    expect(problems('fields: [tcm] }', 'fields: [tcmm] }')).toContain(
      '“tcmm” is not one of the priority fields; did you mean “tcm”?',
    );
  });

  it('leave no term of a plan without an answer or a reason', () => {
    expect(problems(', fields: [hydrogen] }', ' }')).toContain('names either its priority fields or, under “outside”');
  });

  it('leave no answer without a term or a reason', () => {
    const text = read('focus-fields.yaml').replaceAll('[rail-transit, intelligent-vehicles]', '[intelligent-vehicles]');
    const focusFields = (more: string): Source =>
      new Source(
        'rules/profile/focus-fields.yaml',
        text.replace('fields: [rail-transit] }', 'fields: [aerospace] }').replace('unnamed: []', more),
      );
    expect(problemsOf(GOOD, { focusFields: focusFields('unnamed: []') }).join()).toContain(
      'no plan names the priority field “rail-transit”',
    );
    const reason = 'unnamed: [{ field: rail-transit, reason: { zh: 某因, en: Some reason } }]';
    expect(problemsOf(GOOD, { focusFields: focusFields(reason) })).toEqual([]);
  });

  it('take no reason for an answer that a plan names', () => {
    const reason = 'unnamed: [{ field: ai, reason: { zh: 某因, en: Some reason } }]';
    expect(problems('unnamed: []', reason)).toContain('“ai” is named by a plan, so it needs no reason');
  });
});
