import { expect, it } from 'vitest';
import { matchBytes } from '#functions/match/bytes.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { match } from '#rules/engine/match.ts';
import { firms, rules, texts } from './artefact.ts';

it('the bytes of an answer say what its JSON says, whoever asked before and for whatever day', () => {
  const catalogue = loadCatalogue(rules);
  for (const profile of [...firms.values(), {}]) {
    for (const asOf of ['2026-07-01', '2023-03-05']) {
      const answer = matchBytes(catalogue, texts.zh, profile, { asOf });
      const told = JSON.stringify(match(catalogue, texts.zh, profile, { asOf }));
      expect(JSON.parse(Buffer.from(answer).toString())).toEqual(JSON.parse(told));
    }
  }
});
