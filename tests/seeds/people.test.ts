import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DISTRICTS, ROLES } from '#functions/identity/principal.ts';
import { englishName } from '#lib/server/demo-people.server.ts';
import { FIRM_ROLES } from '#functions/identity/relations.ts';
import { ROOT } from '#rules/cli/paths.ts';
import type { Profile } from '#rules/engine/types.ts';
import { makeDistrict } from '../../seeds/district/make.ts';
import { DEMO_PEOPLE, makePeople } from '../../seeds/people.ts';

const folder = join(ROOT, 'seeds/firms');
const demoFirms = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Profile);
const firms = [...makeDistrict({ firms: 2000, seed: 4 })];
const { people, assignments } = makePeople(firms, 4);
const portfolios = Object.entries(Object.groupBy(assignments, ({ manager }) => manager));

describe('the demo people', () => {
  it('have at least one for every role, staff with and without the right to see firms, in both districts', () => {
    expect(new Set(DEMO_PEOPLE.map(({ role }) => role))).toEqual(new Set(ROLES));
    const kinds = DEMO_PEOPLE.flatMap(({ role, district, firmLevel }) =>
      role === 'staff' ? [`${String(district)} ${String(firmLevel)}`] : [],
    );
    expect(new Set(kinds)).toEqual(new Set(DISTRICTS.flatMap((district) => [`${district} true`, `${district} false`])));
    expect(DEMO_PEOPLE.filter(({ firmRole }) => firmRole === 'owner').length).toBeGreaterThanOrEqual(2);
    expect(DEMO_PEOPLE.filter(({ role }) => role === 'manager').length).toBeGreaterThanOrEqual(2);
  });

  it('act only for demo firms, in a known role', () => {
    const codes = new Set(demoFirms.map(({ uscc }) => uscc));
    const acting = DEMO_PEOPLE.filter(({ companies }) => companies !== undefined);
    expect(acting.every(({ role }) => role === 'firm')).toBe(true);
    expect(acting.flatMap(({ companies }) => companies ?? []).filter((uscc) => !codes.has(uscc))).toEqual([]);
    const roles: readonly string[] = FIRM_ROLES;
    expect(acting.filter(({ firmRole }) => !roles.includes(firmRole ?? ''))).toEqual([]);
  });

  it('are marked as invented in both languages, each with a subject of its own', () => {
    expect(people.filter(({ name }) => !name.zh.endsWith('（演示）') || !name.en.endsWith('(demo)'))).toEqual([]);
    expect(new Set(people.map(({ subject }) => subject)).size).toBe(people.length);
  });

  it('are called by their English names on English pages, those that were made up for a district too', () => {
    expect(people.length).toBeGreaterThan(DEMO_PEOPLE.length);
    expect(people.filter(({ name }) => englishName(name.zh) !== name.en)).toEqual([]);
    expect(englishName('王小明')).toBe('王小明');
  });
});

describe('the managers’ portfolios', () => {
  it('hold every firm with a code once', () => {
    const codes = firms.flatMap(({ uscc }) => (typeof uscc === 'string' ? [uscc] : []));
    expect(assignments.map(({ uscc }) => uscc).sort()).toEqual(codes.sort());
  });

  it('have 30 to 300 firms each', () => {
    expect(portfolios.length).toBeGreaterThan(8);
    expect(portfolios.map(([, held]) => held?.length ?? 0).filter((size) => size < 30 || size > 300)).toEqual([]);
  });

  it('lie together: a manager of Dongcheng has Dongcheng’s firms, and a place is shared by few', () => {
    const placeOf = new Map(firms.map(({ uscc, region, subdistrict }) => [uscc, { region, subdistrict }]));
    const managersAt = new Map<unknown, Set<string>>();
    for (const { manager, uscc } of assignments) {
      const { region, subdistrict } = placeOf.get(uscc) ?? {};
      expect(manager.includes('dongcheng')).toBe(region === 'dongcheng');
      if (subdistrict === undefined) continue;
      managersAt.set(subdistrict, (managersAt.get(subdistrict) ?? new Set()).add(manager));
    }
    expect(managersAt.size).toBeGreaterThan(45);
    expect([...managersAt.values()].filter((managers) => managers.size > 3)).toEqual([]);
  });

  it('begin with the named managers, and are the same for the same seed', () => {
    const named = DEMO_PEOPLE.filter(({ role }) => role === 'manager').map(({ subject }) => subject);
    expect(named.filter((subject) => !portfolios.some(([manager]) => manager === subject))).toEqual([]);
    expect(makePeople(firms, 4)).toEqual({ people, assignments });
  });

  it('are one small portfolio where there are few firms, and none where there is no firm', () => {
    const few = makePeople(firms.filter(({ region }) => region === 'chaoyang').slice(0, 12), 4);
    expect(new Set(few.assignments.map(({ manager }) => manager)).size).toBe(1);
    expect(makePeople([], 4)).toEqual({ people: DEMO_PEOPLE, assignments: [] });
  });
});
