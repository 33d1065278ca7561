/** What the start of a check shows: the places, industries and directions to choose from, and the demo firms. */
import { wordings } from '#lib/wording/both.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { IndustryTexts } from '#rules/profile/industries.ts';
import { texts } from './catalogue.server.ts';
import { type DemoFirm, demoFirms } from './firms.server.ts';

export type { DemoFirm };

interface Named {
  readonly id: string;
  readonly name: string;
}
export interface StartData extends IndustryTexts {
  readonly regions: readonly Named[];
  readonly directions: readonly Named[];
}

export async function startData(lang: Lang): Promise<{ today: string; start: StartData; firms: DemoFirm[] }> {
  const words = await texts(lang);
  const choices = (entry: string): Named[] =>
    Object.entries(words.fields[entry]?.values ?? {}).map(([id, name]) => ({ id, name }));
  return {
    today: todayInBeijing(new Date()),
    start: {
      regions: choices('region'),
      directions: choices('focusFields'),
      industries: words.industries,
      industryWords: words.industryWords,
    },
    firms: demoFirms(words, wordings[lang]),
  };
}
