import { describe, expect, it } from 'vitest';
import { compiledWithFiles } from '#rules/cli/catalogue.ts';
import { renderStale, type StaleFact, staleOn } from '#rules/cli/stale.ts';
import { command } from './command.ts';

const { compiled, files } = compiledWithFiles();
const on = (day: string, lang: 'zh' | 'en' = 'en'): StaleFact[] =>
  staleOn(compiled.rules, compiled.texts[lang], files, day);
const about = (facts: readonly StaleFact[], id: string): StaleFact[] => facts.filter((fact) => fact.id === id);

describe('what is stale on a day', () => {
  it('asks the department, by telephone where one is known, for the call of the year', () => {
    const [asked, ...more] = about(on('2027-01-01', 'zh'), 'cy-ai-scenario');
    expect(more).toEqual([]);
    expect(asked).toMatchObject({
      kind: 'measure',
      what: 'call',
      when: '2027',
      question: '2027 年有没有通知？哪些方向、哪几天申报？',
    });
    expect(asked?.whom).toMatch(/产业促进一处；.*电话 64713668/);
    expect(about(on('2026-11-21'), 'cy-ai-scenario')).toEqual([]);
  });

  it('asks again half a year after a fact was checked, not a day sooner', () => {
    expect(about(on('2027-05-20'), 'cn-hnte').map(({ what }) => what)).toEqual(['call']);
    expect(about(on('2027-05-21'), 'cn-hnte').map(({ what, when }) => [what, when])).toEqual([
      ['call', '2027'],
      ['checked', '2026-11-21'],
    ]);
  });

  it('asks what follows a measure within half a year of its end, and whether anything did once it is over', () => {
    const facts = (day: string) => about(on(day), 'cn-six-taxes').map(({ what, when }) => [what, when]);
    expect(facts('2027-07-04')).not.toContainEqual(['ends', '2028-01-01']);
    expect(facts('2027-07-05')).toContainEqual(['ends', '2028-01-01']);
    expect(facts('2027-12-31')).toContainEqual(['ends', '2028-01-01']);
    expect(facts('2028-01-01')).toEqual([['ended', '2028-01-01']]);
  });

  it('does not ask about a measure whose successor is known', () => {
    expect(about(on('2026-11-21'), 'bj-first-loan-interest-2025')).toEqual([]);
    expect(about(on('2026-01-01'), 'bj-first-loan-interest-2025').map(({ what }) => what)).toEqual(['ends']);
  });

  it('names parameters and documents that run out while rules rest on them', () => {
    const facts = on('2027-12-31');
    expect(facts.filter(({ kind }) => kind === 'parameter').map(({ what }) => what)).toContain('ends');
    expect(about(facts, 'mof-sta-2023-12')).toContainEqual(
      expect.objectContaining({ kind: 'document', what: 'ends', when: '2028-01-01' }),
    );
    expect(about(on('2028-01-01'), 'mof-sta-2023-12').map(({ what }) => what)).toEqual(['checked']);
  });

  it('puts what can still be acted on before what is over', () => {
    const kinds = on('2026-11-21')
      .filter(({ kind }) => kind === 'measure')
      .map(({ what }) => what);
    expect(kinds.indexOf('ended')).toBeGreaterThan(kinds.lastIndexOf('call'));
  });

  it('says so where there is nothing', () => {
    expect(renderStale([], '2026-11-21', 'zh')).toBe('没有过期的内容\n');
    expect(renderStale([], '2026-11-21', 'en')).toBe('nothing is stale\n');
  });
});

describe('npm run rules -- stale', { timeout: 60_000 }, () => {
  it('prints a table with counts, in the language asked for', async () => {
    const { code, out } = await command('rules.ts', 'stale', '--as-of', '2027-01-01', '--lang', 'en');
    expect(code).toBe(0);
    expect(out).toMatch(/^kind +id +what +question +whom$/m);
    expect(out).toMatch(/^measure +cn-hnte +no call of 2027 +Is there a call of 2027, .+ +\S/m);
    expect(out).toMatch(/^as of 2027-01-01: measure \d+, parameter \d+, document \d+$/m);
  });
});
