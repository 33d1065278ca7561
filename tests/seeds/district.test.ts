import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '#rules/engine/load.ts';
import { isList, isRecord } from '#rules/engine/json.ts';
import type { Json, Profile, SizeClass, SizeLimits } from '#rules/engine/types.ts';
import { usccFault } from '#rules/profile/uscc.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { SYNTHETIC_MARK } from '../../seeds/district/code.ts';
import { DISTRICT_DAY, makeDistrict, makeFirm } from '../../seeds/district/make.ts';
import { compileAll } from '../engine/support.ts';
import { textOf } from './support.ts';

const { rules } = loadCatalogue(compileAll().rules);
const LAST_YEAR = String(Number(DISTRICT_DAY.slice(0, 4)) - 1);
const FIRMS = 4000;
const district = [...makeDistrict({ firms: FIRMS, seed: 11 })];
const registered = district.filter(({ uscc }) => uscc !== undefined);

const share = (firms: readonly Profile[], test: (firm: Profile) => boolean): number =>
  firms.filter(test).length / firms.length;
const exact = (firm: Profile, name: string, year = LAST_YEAR): number | undefined => {
  const figures = isRecord(firm.years) ? firm.years[year] : undefined;
  const value = isRecord(figures) ? figures[name] : undefined;
  return typeof value === 'number' ? value : undefined;
};
const certificatesOf = (firm: Profile): { [key: string]: Json }[] =>
  isList(firm.certificates)
    ? firm.certificates.filter((entry): entry is { [key: string]: Json } => isRecord(entry))
    : [];
const holds = (firm: Profile, type: string): boolean =>
  certificatesOf(firm).some(
    ({ type: own, validTo }) => own === type && (typeof validTo !== 'string' || validTo >= DISTRICT_DAY),
  );

/** Pearson's correlation. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (pick: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[pick], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const sums = pairs.reduce(
    ({ xy, xx, yy }, [a, b]) => ({ xy: xy + (a - x) * (b - y), xx: xx + (a - x) ** 2, yy: yy + (b - y) ** 2 }),
    { xy: 0, xx: 0, yy: 0 },
  );
  return sums.xy / Math.sqrt(sums.xx * sums.yy);
}

describe('a synthetic district', () => {
  it('is the same, byte for byte, for the same seed, and another for another', () => {
    const text = (seed: number) => JSON.stringify([...makeDistrict({ firms: 300, seed })]);
    expect(text(5)).toBe(text(5));
    expect(text(5)).not.toBe(text(6));
  });

  it('keeps its firms whatever its size, so that more firms only come on top', () => {
    expect([...makeDistrict({ firms: 40, seed: 11 })]).toEqual(district.slice(0, 40));
    expect(makeFirm(11, 39)).toEqual(district[39]);
  });

  it('yields one firm at a time', () => {
    const endless = makeDistrict({ firms: 1_000_000_000, seed: 1 });
    expect(endless.next().done).toBe(false);
  });

  it('holds only profiles that the field dictionary accepts, for any seed, place in line and day', () => {
    const day = fc.constantFrom('2024-01-01', '2024-02-29', '2026-11-21', '2027-06-30');
    fc.assert(
      fc.property(fc.nat(), fc.nat({ max: 1_000_000 }), day, (seed, index, asOf) => {
        const checked = validateProfile(makeFirm(seed, index, asOf), rules.fields);
        expect(checked.ok ? [] : checked.faults).toEqual([]);
      }),
      { numRuns: 1000 },
    );
    expect(district.filter((firm) => !validateProfile(firm, rules.fields).ok)).toEqual([]);
  });

  it('says of every firm in its name that it is made up', () => {
    expect(district.filter(({ name }) => !/^示例·.+（合成）$/.test(textOf(name)))).toEqual([]);
  });

  it('gives codes with the right check character that no firm can have, each once', () => {
    const codes = registered.map(({ uscc }) => textOf(uscc));
    expect(codes.filter((code) => usccFault(code) !== undefined)).toEqual([]);
    // GB 11714: the ninth character of an organisation code is a digit or X.
    expect(codes.filter((code) => code.charAt(16) !== SYNTHETIC_MARK || /[0-9X]/.test(code.charAt(16)))).toEqual([]);
    expect(new Set(codes).size).toBe(codes.length);
  });

  it('gives start-up teams neither a code nor a past', () => {
    const teams = district.filter(({ applicantType }) => applicantType === 'startup-team');
    expect(teams.length).toBeGreaterThan(FIRMS * 0.01);
    expect(
      teams.filter((team) => team.uscc !== undefined || team.registeredOn !== undefined || team.years !== undefined),
    ).toEqual([]);
    expect(
      district.filter(({ uscc, applicantType }) => uscc === undefined && applicantType !== 'startup-team'),
    ).toEqual([]);
  });
});

describe('the firms of a synthetic district', () => {
  it.each([
    ['chaoyang', 0.63, 0.69],
    ['dongcheng', 0.15, 0.19],
    ['haidian', 0.035, 0.065],
  ])('stand in %s to a share between %d and %d', (region, least, most) => {
    const found = share(district, (firm) => firm.region === region);
    expect(found).toBeGreaterThan(least);
    expect(found).toBeLessThan(most);
  });

  it('name a subdistrict of their own district only', () => {
    const codes = { chaoyang: '110105', dongcheng: '110101' };
    const named = district.filter(({ subdistrict }) => subdistrict !== undefined);
    expect(named.length).toBeGreaterThan(FIRMS * 0.6);
    const astray = named.filter(
      ({ region, subdistrict }) =>
        (region !== 'chaoyang' && region !== 'dongcheng') || !textOf(subdistrict).startsWith(codes[region]),
    );
    expect(astray).toEqual([]);
  });

  it('are mostly micro and small by the official size classes, a few medium, very few large', () => {
    const classes = district.map(sizeOf).filter((size) => size !== undefined);
    const of = (size: SizeClass) => classes.filter((one) => one === size).length / classes.length;
    expect(classes.length).toBeGreaterThan(FIRMS * 0.4);
    expect(of('micro')).toBeGreaterThan(0.45);
    expect(of('micro')).toBeLessThan(0.65);
    expect(of('small')).toBeGreaterThan(0.3);
    expect(of('small')).toBeLessThan(0.5);
    expect(of('medium')).toBeGreaterThan(0.02);
    expect(of('medium')).toBeLessThan(0.08);
    expect(of('large')).toBeGreaterThan(0.003);
    expect(of('large')).toBeLessThan(0.02);
  });

  it('are national high-tech enterprises to a share that suits firms the science offices serve', () => {
    const held = share(registered, (firm) => holds(firm, 'hnte'));
    expect(held).toBeGreaterThan(0.06);
    expect(held).toBeLessThan(0.14);
    // Chaoyang counted 495 above 100 million yuan of 3,985.
    const revenues = registered
      .filter((firm) => holds(firm, 'hnte'))
      .map((firm) => exact(firm, 'revenue'))
      .filter((revenue) => revenue !== undefined);
    const large = revenues.filter((revenue) => revenue > 1e8).length / revenues.length;
    expect(large).toBeGreaterThan(0.05);
    expect(large).toBeLessThan(0.2);
  });

  it('climb the ladder of specialised firms ever more rarely', () => {
    const rungs = ['innovative-sme', 'srdi-sme', 'little-giant'].map((type) =>
      share(district, (firm) => holds(firm, type)),
    );
    const [innovative = 0, specialised = 0, giant = 0] = rungs;
    expect(innovative).toBeGreaterThan(specialised);
    expect(specialised).toBeGreaterThan(3 * giant);
    expect(giant).toBeGreaterThan(0);
  });

  it('earn more the more people they have, and hold rights where they do research', () => {
    const sized = district.flatMap((firm) => {
      const [people, revenue] = [exact(firm, 'employees'), exact(firm, 'revenue')];
      return people !== undefined && revenue !== undefined && people > 0 && revenue > 0
        ? [[Math.log(people), Math.log(revenue)] as const]
        : [];
    });
    expect(correlation(sized)).toBeGreaterThan(0.7);
    expect(correlation(sized)).toBeLessThan(0.95);

    const inventors = district.flatMap((firm) => {
      const [research, first] = [exact(firm, 'rdExpense'), isRecord(firm.ip) ? firm.ip.classI : undefined];
      return research !== undefined && typeof first === 'number' ? [{ research, first }] : [];
    });
    const mean = (some: readonly { first: number }[]) => some.reduce((sum, { first }) => sum + first, 0) / some.length;
    const doing = inventors.filter(({ research }) => research > 2e6);
    const idle = inventors.filter(({ research }) => research === 0);
    expect(mean(doing)).toBeGreaterThan(2);
    expect(mean(idle)).toBeLessThan(0.2);
  });

  it('never contradict themselves: parts stay within their wholes, certificates within the firm’s life', () => {
    const figures = district
      .flatMap((firm) => (isRecord(firm.years) ? Object.values(firm.years) : []))
      .filter(isRecord);
    const above = (part: string, whole: string) =>
      figures.filter((year) => {
        const [p, w] = [year[part], year[whole]];
        return typeof p === 'number' && typeof w === 'number' && p > w;
      });
    expect(above('domesticRdExpense', 'rdExpense')).toEqual([]);
    expect(above('mainBusinessRevenue', 'revenue')).toEqual([]);
    expect(above('techStaff', 'employees')).toEqual([]);
    expect(above('rdStaff', 'techStaff')).toEqual([]);
    const untimely = registered.flatMap((firm) =>
      certificatesOf(firm).filter(
        ({ grantedOn }) => textOf(grantedOn) < textOf(firm.registeredOn) || textOf(grantedOn) > DISTRICT_DAY,
      ),
    );
    expect(untimely).toEqual([]);
    expect(
      registered.filter(
        (firm) =>
          isRecord(firm.years) && Object.keys(firm.years).some((year) => year < textOf(firm.registeredOn).slice(0, 4)),
      ),
    ).toEqual([]);
  });

  it('leave much unsaid, more of it where it is harder to know', () => {
    const says = (field: string) => share(registered, (firm) => firm[field] !== undefined);
    expect(says('region')).toBe(1);
    expect(says('industryCode')).toBeGreaterThan(0.88);
    expect(says('certificates')).toBeGreaterThan(0.7);
    expect(says('ip')).toBeGreaterThan(0.55);
    expect(says('ip')).toBeLessThan(0.75);
    expect(says('talent')).toBeLessThan(0.5);
    expect(says('declarations')).toBeLessThan(says('certificates'));

    const bare = share(registered, (firm) => Object.keys(firm).length <= 10 && firm.years === undefined);
    expect(bare).toBeGreaterThan(0.02);
    expect(bare).toBeLessThan(0.12);
    const ranged = share(registered, (firm) => {
      const year = isRecord(firm.years) ? firm.years[LAST_YEAR] : undefined;
      return isRecord(year) && isRecord(year.revenue);
    });
    expect(ranged).toBeGreaterThan(0.08);
    expect(ranged).toBeLessThan(0.25);
  });
});

/** The official class, where the figures it rests on are exact and the industry has one. */
function sizeOf(firm: Profile): SizeClass | undefined {
  const code = textOf(firm.industryCode);
  const row = rules.sizes.values.at(-1)?.rows.find(({ codes }) => codes.some((prefix) => code.startsWith(prefix)));
  if (!row) return undefined;
  const figures: Record<keyof SizeLimits, number | undefined> = {
    employees: exact(firm, 'employees'),
    revenue: exact(firm, 'revenue'),
    totalAssets: exact(firm, 'totalAssets'),
  };
  const names = (['employees', 'revenue', 'totalAssets'] as const).filter((name) => row.small[name] !== undefined);
  if (names.some((name) => figures[name] === undefined)) return undefined;
  const reaches = (limits: SizeLimits) => names.every((name) => (figures[name] ?? 0) >= (limits[name] ?? 0));
  return (['large', 'medium', 'small'] as const).find((size) => reaches(row[size])) ?? 'micro';
}
