/** The five basics a check starts from, as a form fills them in: in the browser, or posted without script. */
import type { Json, NumberRange, Profile } from '#rules/engine/types.ts';
import { industryCode } from './industry.ts';
import { withAnswer } from './profile.ts';
import type { Basic, BasicTexts } from './start.ts';
import { fiscalYears } from './years.ts';
import { type Typed, typedDate, typedFigure, usualPower } from './typed.ts';

/** `industries` are the names of the divisions by code. */
export function profileOfBasics(
  texts: BasicTexts,
  asOf: string,
  industries: Readonly<Record<string, string>>,
): { readonly profile: Profile; readonly unreadable: readonly Basic[] } {
  const unreadable: Basic[] = [];
  let profile: Profile = {};
  const put = (basic: Basic, path: string, answer: Json | undefined | null): void => {
    if (answer === null) unreadable.push(basic);
    else if (answer !== undefined) profile = withAnswer(profile, path, answer);
  };
  put('registeredOn', 'registeredOn', notAfter(asOf, value(typedDate(texts.registeredOn))));
  put('region', 'region', texts.region || undefined);
  put('industryCode', 'industryCode', value(industryCode(texts.industryCode, industries)));
  const year = fiscalYears(profile, asOf).at(-1) ?? 0;
  put('employees', `years.${year}.employees`, notNegative(value(typedFigure(texts.employees, 0, 'people'))));
  put('revenue', `years.${year}.revenue`, notNegative(value(typedFigure(texts.revenue, usualPower('yuan'), 'yuan'))));
  return { profile, unreadable };
}

/** Undefined where nothing was typed, null where it cannot be read. */
function value(typed: Typed<string | number | NumberRange>): Json | undefined | null {
  switch (typed.kind) {
    case 'none':
      return undefined;
    case 'unreadable':
      return null;
    case 'value':
      return typeof typed.value === 'object' ? { ...typed.value } : typed.value;
  }
}

/** A firm is checked by what it is on a day: one founded later is taken for a slip. */
const notAfter = (asOf: string, answer: Json | undefined | null): Json | undefined | null =>
  typeof answer === 'string' && answer > asOf ? null : answer;

function notNegative(answer: Json | undefined | null): Json | undefined | null {
  if (answer === null || answer === undefined) return answer;
  const ends = typeof answer === 'object' ? Object.values(answer) : [answer];
  return ends.some((end) => typeof end === 'number' && end < 0) ? null : answer;
}
