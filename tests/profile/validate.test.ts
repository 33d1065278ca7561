import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from '#rules/cli/paths.ts';
import { checkCharacter, usccFault } from '#rules/profile/uscc.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { compileAll } from '../engine/support.ts';

const { fields } = compileAll().rules;
const faultsOf = (profile: unknown): string[] => {
  const result = validateProfile(profile, fields);
  return result.ok ? [] : result.faults.map((fault) => `${fault.path}: ${fault.en}`);
};

describe('a company profile', () => {
  it.each(readdirSync(join(ROOT, 'seeds/firms')))('of the seeds is accepted: %s', (name) => {
    expect(faultsOf(JSON.parse(readFileSync(join(ROOT, 'seeds/firms', name), 'utf8')))).toEqual([]);
  });

  it.each<[unknown, string]>([
    [{ revenu: 1 }, 'revenu: there is no field “revenu”'],
    [{ years: { 2025: { revenu: 1 } } }, 'years.2025.revenu: there is no field “revenu”; did you mean “revenue”?'],
    [{ years: { 25: { revenue: 1 } } }, 'years.25: “25” is not a year; write four digits such as 2025'],
    [{ years: { 2025: { employees: -1 } } }, 'years.2025.employees: must not be negative, but is -1'],
    [
      { years: { 2025: { employees: '60' } } },
      'years.2025.employees: "60" is not a number; write a number or {"min":…,"max":…}',
    ],
    [
      { years: { 2025: { employees: { min: 99, max: 50 } } } },
      'years.2025.employees: the range starts at 99, above its end 50',
    ],
    [
      { years: { 2025: { employees: { mim: 50 } } } },
      'years.2025.employees.mim: there is no field “mim”; did you mean “min”?',
    ],
    [{ years: { 2025: { employees: {} } } }, 'years.2025.employees: {…} is not a number'],
    [
      { years: { 2025: { graduatesShare: 30 } } },
      'years.2025.graduatesShare: is a share between 0 and 1, but is 30 (write 30% as 0.3)',
    ],
    [
      { years: { 2025: { rdExpense: 100, domesticRdExpense: 120 } } },
      'years.2025.domesticRdExpense: 120 is above the total it is part of, years.2025.rdExpense (100)',
    ],
    [{ registeredOn: '2025-02-30' }, 'registeredOn: "2025-02-30" is not a date; write 2025-04-30 or 2025-04'],
    [{ region: 'chaoyan' }, 'region: "chaoyan" is not a choice; did you mean “chaoyang”?; choices:'],
    [{ region: 'mars' }, 'region: "mars" is not a choice; choices:'],
    [{ residentEnterprise: 'yes' }, 'residentEnterprise: must be true or false, not "yes"'],
    [{ industryCode: 'I35' }, 'industryCode: "I35" is not an industry code'],
    [
      { certificates: [{ type: 'hnte', grantedOn: '2025-01-01', validTo: '2024-01-01' }] },
      'certificates.0.validTo: ends on 2024-01-01, before it was granted on 2025-01-01',
    ],
    [{ certificates: [{ type: 'hnte', until: '2024-01-01' }] }, 'certificates.0.until: there is no field “until”'],
    [{ certificates: 'hnte' }, 'certificates: must be a list'],
    [{ provenance: { 'years.2025.revenu': { source: 'self' } } }, 'provenance.years.2025.revenu: there is no field'],
    [{ provenance: { name: { source: 'hearsay' } } }, 'provenance.name.source: "hearsay" is not a choice'],
    [[], ': must be an object'],
    [null, ': must be an object'],
  ])('with a fault gets the path and what to do: %j', (profile, message) => {
    expect(faultsOf(profile).join('\n')).toContain(message);
  });

  it('gets one message per fault, all at once', () => {
    expect(
      faultsOf({ region: 'x', residentEnterprise: 1, years: { 2025: { employees: -1, revenue: 'a' } } }),
    ).toHaveLength(4);
  });

  it('may leave every answer out, or give it as null, a range or a month', () => {
    expect(faultsOf({})).toEqual([]);
    expect(
      faultsOf({
        region: null,
        registeredOn: '2024-05',
        years: { 2025: { employees: { max: 99 }, revenue: { min: 1 } } },
      }),
    ).toEqual([]);
  });

  it('with absurd input gets short messages, and at most 1000 of them', () => {
    const nested = JSON.parse(`{"region": ${'['.repeat(20_000)}${']'.repeat(20_000)}}`) as unknown;
    expect(faultsOf(nested).join()).toContain('region: […] is not a choice');
    expect(faultsOf({ ['x'.repeat(250_000)]: 1 }).join().length).toBeLessThan(500);
    expect(faultsOf(Object.fromEntries(Array.from({ length: 15_000 }, (_, index) => [`key${index}`, 1])))).toHaveLength(
      1000,
    );
  });

  it('cannot reach the prototype', () => {
    expect(faultsOf(JSON.parse('{"__proto__": {"region": "chaoyang"}, "constructor": 1}'))).toHaveLength(2);
  });

  it('never makes validation throw, whatever it is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => ['object'].includes(typeof validateProfile(value, fields))),
      { numRuns: 2000 },
    );
  });
});

describe('the unified social credit code', () => {
  const known = [
    '91110000802100433B',
    '9144030071526726XG',
    '91330100799655058B',
    '914403001922038216',
    '91110108551385082Q',
    '91110000100017643K',
  ];

  it.each(known)('%s is right', (code) => {
    expect(usccFault(code)).toBeUndefined();
  });

  it('with a wrong check character says which position and what was expected', () => {
    expect(usccFault('91110000802100433C')).toEqual({ kind: 'check', position: 18, found: 'C', expected: 'B' });
    expect(faultsOf({ uscc: '91110000802100433C' })).toEqual([
      'uscc: character 18 of the unified social credit code (its check character) is “C”; the first 17 call for “B”',
    ]);
  });

  it('with a character that does not occur says where', () => {
    expect(faultsOf({ uscc: '9111000080210O433B' }).join()).toContain(
      'character 14 of the unified social credit code is “O”',
    );
    expect(faultsOf({ uscc: '123' })).toEqual(['uscc: a unified social credit code has 18 characters, this one 3']);
  });

  it('notices every single mistyped character', () => {
    const characters = '0123456789ABCDEFGHJKLMNPQRTUWXY';
    fc.assert(
      fc.property(
        fc.constantFrom(...known),
        fc.integer({ min: 0, max: 17 }),
        fc.constantFrom(...characters.split('')),
        (code, at, character) => {
          const typed = code.slice(0, at) + character + code.slice(at + 1);
          return typed === code || usccFault(typed) !== undefined;
        },
      ),
      { numRuns: 2000 },
    );
    expect(checkCharacter('91110000802100433')).toBe('B');
  });
});
