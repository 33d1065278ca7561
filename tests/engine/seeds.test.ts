import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ROOT } from '#rules/cli/paths.ts';
import { assess } from '#rules/engine/evaluate.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import type { Profile } from '#rules/engine/types.ts';
import { compileAll } from './support.ts';

const catalogue = loadCatalogue(compileAll().rules);
const firms = new Map(
  readdirSync(join(ROOT, 'seeds/firms')).map((name) => [
    name.replace('.json', ''),
    JSON.parse(readFileSync(join(ROOT, 'seeds/firms', name), 'utf8')) as Profile,
  ]),
);
const moments = z
  .array(z.strictObject({ state: z.string(), asOf: z.string(), measure: z.string(), firm: z.string() }))
  .parse(JSON.parse(readFileSync(join(ROOT, 'seeds/availability.json'), 'utf8')));

describe('the seeds', () => {
  it('are six firms, plainly marked synthetic, that together reach every verdict on 2026-07-01', () => {
    const verdicts = [...firms.values()].flatMap((firm) => {
      const assessOne = assess(catalogue, firm, '2026-07-01');
      return catalogue.rules.measures.map((measure) => {
        const { verdict, near } = assessOne(measure);
        return near ? 'near' : verdict;
      });
    });
    expect(firms.size).toBe(6);
    expect([...firms.values()].every(({ name }) => typeof name === 'string' && name.includes('合成'))).toBe(true);
    expect(new Set(verdicts)).toEqual(
      new Set(['eligible', 'review', 'near', 'incomplete', 'ineligible', 'out-of-scope']),
    );
  });

  it.each(moments)('show $state: $measure on $asOf', ({ state, asOf, measure, firm }) => {
    const [profile, rule] = [firms.get(firm), catalogue.measures.get(measure)];
    if (!profile || !rule) throw new Error(`there is no ${firm} or no ${measure}`);
    expect(assess(catalogue, profile, asOf)(rule).availability.state).toBe(state);
  });

  it('reach every availability', () => {
    const all = ['future', 'lapsed', 'automatic', 'rolling', 'open', 'upcoming', 'closed', 'unlisted', 'unannounced'];
    expect(moments.map(({ state }) => state)).toEqual(all);
  });
});
