import type { Profile } from '#rules/engine/types.ts';
import { oneOf, type Random, randomFor } from './district/random.ts';
import names from './names.json' with { type: 'json' };
import named from './people.json' with { type: 'json' };

export interface Person {
  /** The issuer's stable subject. */
  readonly subject: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly role: string;
  /** Staff and managers: where they work. */
  readonly district?: string | undefined;
  /** Staff: whether they may see single firms. */
  readonly firmLevel?: boolean | undefined;
  /** Firms' people: the codes of the firms they act for, and as what. */
  readonly companies?: readonly string[] | undefined;
  readonly firmRole?: string | undefined;
}
/** A service manager (服务管家) who looks after a firm. */
export interface Assignment {
  readonly manager: string;
  readonly uscc: string;
}

/** The named demo people, at least one for every role. */
export const DEMO_PEOPLE: readonly Person[] = named;

/** How many firms a portfolio holds when it is cut; a rest below the fewest joins the one before it. */
const PORTFOLIO = { least: 60, most: 250, fewest: 30 };

/**
 * The people of a district and who looks after which firm. Managers of Chaoyang and Dongcheng share their firms by
 * place, each in one piece of neighbouring subdistricts; firms registered elsewhere go to Chaoyang, the larger of the
 * two. The named managers come first; where they do not suffice, more are made up. Firms without a code have none.
 */
export function makePeople(
  firms: Iterable<Profile>,
  seed: number,
): { readonly people: readonly Person[]; readonly assignments: readonly Assignment[] } {
  const byDistrict = new Map<string, { place: string; uscc: string }[]>([
    ['chaoyang', []],
    ['dongcheng', []],
  ]);
  for (const { uscc, region, subdistrict } of firms) {
    if (typeof uscc !== 'string') continue;
    const district = region === 'dongcheng' ? 'dongcheng' : 'chaoyang';
    // Firms of no known place come last, and go together.
    const place = typeof subdistrict === 'string' ? subdistrict : 'unknown';
    byDistrict.get(district)?.push({ place, uscc });
  }
  const random = randomFor(seed, 0, 1);
  const people = [...DEMO_PEOPLE];
  const assignments: Assignment[] = [];
  for (const [district, placed] of byDistrict) {
    placed.sort((a, b) => compare(a.place, b.place));
    const sizes = portfolioSizes(random, placed.length);
    const managers = managersFor(random, district, sizes.length);
    people.push(...managers.filter((manager) => !DEMO_PEOPLE.includes(manager)));
    let from = 0;
    for (const [index, { subject }] of managers.entries()) {
      const to = from + (sizes[index] ?? 0);
      for (const { uscc } of placed.slice(from, to)) assignments.push({ manager: subject, uscc });
      from = to;
    }
  }
  return { people, assignments };
}

function portfolioSizes(random: Random, firms: number): number[] {
  const sizes: number[] = [];
  for (let rest = firms; rest > 0;) {
    const size = Math.min(random.whole(PORTFOLIO.least, PORTFOLIO.most), rest);
    rest -= size;
    const joins = rest < PORTFOLIO.fewest;
    sizes.push(joins ? size + rest : size);
    if (joins) rest = 0;
  }
  return sizes;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function managersFor(random: Random, district: string, wanted: number): Person[] {
  const known = DEMO_PEOPLE.filter((person) => person.role === 'manager' && person.district === district);
  const managers = known.slice(0, wanted);
  for (let number = managers.length + 1; managers.length < wanted; number += 1)
    managers.push({
      subject: `demo-manager-${district}-${number}`,
      name: inventedName(random),
      role: 'manager',
      district,
    });
  return managers;
}

function inventedName(random: Random): Person['name'] {
  const family = oneOf(random, names.family);
  const given = oneOf(random, names.given);
  if (!family || !given) throw new RangeError('There are no names to make people up from.');
  return { zh: `${family.zh}${given.zh}（演示）`, en: `${family.en} ${given.en} (demo)` };
}
