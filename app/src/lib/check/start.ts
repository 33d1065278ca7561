/** What the start of a check asks: the five basics of a firm, or a little about people without one. */
import type { FoundIndustry } from '#rules/profile/industries.ts';

export const BASICS = ['registeredOn', 'region', 'industryCode', 'employees', 'revenue'] as const;
export type Basic = (typeof BASICS)[number];
/** What was typed; an empty text skips the question. */
export type BasicTexts = Readonly<Record<Basic, string>>;

export const NO_BASICS: BasicTexts = { registeredOn: '', region: '', industryCode: '', employees: '', revenue: '' };

export interface TeamTexts {
  readonly stage: 'team' | 'opc';
  readonly region: string;
  readonly focusFields: readonly string[];
  readonly under30: 'yes' | 'no' | '';
}

export const NO_TEAM: TeamTexts = { stage: 'team', region: '', focusFields: [], under30: '' };

/** The five basics as a form holds them, in the browser or posted. */
export function basicsIn(form: FormData): BasicTexts {
  const text = textIn(form);
  return {
    registeredOn: text('registeredOn'),
    region: text('region'),
    industryCode: text('industryCode'),
    employees: text('employees'),
    revenue: text('revenue'),
  };
}

export function teamIn(form: FormData): TeamTexts {
  const text = textIn(form);
  const under30 = text('under30');
  return {
    stage: text('stage') === 'opc' ? 'opc' : 'team',
    region: text('region'),
    focusFields: form.getAll('focusFields').filter((field) => typeof field === 'string'),
    under30: under30 === 'yes' || under30 === 'no' ? under30 : '',
  };
}

const textIn = (form: FormData) => (name: string) => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};

/** How an industry stands in its field once it is chosen. */
export const industryText = ({ code, name }: FoundIndustry): string => `${code} ${name}`.trim();
