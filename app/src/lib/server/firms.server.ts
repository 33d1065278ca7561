/** The demo firms of `seeds/firms`, as they were when the portal was built. Made up, and marked so wherever shown. */
import { dotted } from '#lib/lang.ts';
import { figure, money, range } from '#lib/format.ts';
import type { Wording } from '#lib/wording/zh.ts';
import { regionName } from '#rules/engine/sets.ts';
import type { Json, NumberRange, Profile, Texts } from '#rules/engine/types.ts';

const files = import.meta.glob<Profile>('/seeds/firms/*.json', { eager: true, import: 'default' });

const profiles: ReadonlyMap<string, Profile> = new Map(
  Object.entries(files).map(([path, profile]) => [path.slice(path.lastIndexOf('/') + 1, -'.json'.length), profile]),
);

export interface DemoFirm {
  readonly id: string;
  readonly name: string;
  /** Where, what, since when, how many, how much: one line. */
  readonly facts: string;
  /** Whether it stands for people without a company. */
  readonly isTeam: boolean;
}

export const profileOf = (id: string): Profile | undefined => profiles.get(id);

export const demoFirms = (texts: Texts, say: Wording): DemoFirm[] =>
  [...profiles].map(([id, profile]) => ({
    id,
    name: typeof profile.name === 'string' ? profile.name : id,
    isTeam: profile.applicantType === 'startup-team',
    // A figure stays in one line with its unit.
    facts: dotted(...factsOf(profile, texts, say).map((fact) => fact.replaceAll(/(?<=\d) /g, '\u00a0'))),
  }));

function factsOf(profile: Profile, texts: Texts, say: Wording): string[] {
  const { region, industryCode, registeredOn } = profile;
  const [year, figures] = latestYear(profile);
  const employees = numeric(figures.employees);
  const revenue = numeric(figures.revenue);
  return [
    typeof region === 'string' ? regionName(texts, region) : '',
    typeof industryCode === 'string' ? industryName(texts, industryCode) : '',
    typeof registeredOn === 'string' ? say.firmFacts.since(registeredOn.slice(0, 4)) : '',
    employees ? range(employees, texts.lang, (count) => figure(count, 'people', texts.lang)) : '',
    revenue
      ? say.firmFacts.revenue(
          year,
          range(revenue, texts.lang, (yuan) => money(yuan, texts.lang, true)),
        )
      : '',
  ].filter(Boolean);
}

function industryName(texts: Texts, code: string): string {
  for (let length = code.length; length > 0; length -= 1) {
    const name = texts.industries[code.slice(0, length)];
    if (name !== undefined) return name;
  }
  return code;
}

function latestYear(profile: Profile): [string, { readonly [key: string]: Json }] {
  const years = isRecord(profile.years) ? profile.years : {};
  const latest = Object.keys(years).sort().at(-1) ?? '';
  const figures = years[latest];
  return [latest, figures !== undefined && isRecord(figures) ? figures : {}];
}

function numeric(value: Json | undefined): NumberRange | undefined {
  if (typeof value === 'number') return { min: value, max: value };
  if (value === undefined || !isRecord(value)) return undefined;
  const { min, max } = value;
  return { ...(typeof min === 'number' ? { min } : {}), ...(typeof max === 'number' ? { max } : {}) };
}

const isRecord = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
