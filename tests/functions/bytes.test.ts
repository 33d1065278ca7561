import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchBytes } from '#functions/match/bytes.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import type { Lang, Profile } from '#rules/engine/types.ts';
import { firms as randomFirms } from '../engine/profiles.ts';
import { firms, rules, texts } from './artefact.ts';

const catalogue = loadCatalogue(rules);

function expectSame(profile: Profile, asOf: string, lang: Lang, measures?: readonly string[]): void {
  const answer = matchBytes(catalogue, texts[lang], profile, { asOf, measures });
  const told = JSON.stringify(match(catalogue, texts[lang], profile, { asOf, measures }));
  expect(JSON.parse(Buffer.from(answer).toString())).toEqual(JSON.parse(told));
}

it('the bytes of an answer say what its JSON says, whoever asked before, for whatever day and in either language', () => {
  for (const profile of [...firms.values(), {}]) {
    for (const asOf of ['2026-07-01', '2023-03-05']) expectSame(profile, asOf, 'zh');
    expectSame(profile, '2026-11-22', 'en');
  }
});

it('whoever asks for some measures only is told of each what all would be told', () => {
  const ids = rules.measures.map(({ id }) => id);
  const days = fc.constantFrom('2026-11-22', '2026-02-28', '2025-01-01');
  fc.assert(
    fc.property(randomFirms(rules.fields), fc.shuffledSubarray(ids, { maxLength: 40 }), days, (profile, some, asOf) => {
      expectSame(profile, asOf, 'zh', some);
      expectSame(profile, asOf, 'zh');
    }),
    { numRuns: 40 },
  );
});

it('answers on more stretches of days than are kept at once', () => {
  for (const year of [2021, 2022, 2023, 2024, 2025, 2026, 2021]) expectSame({}, `${year}-06-01`, 'zh');
});
