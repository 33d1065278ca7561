/** What is kept of a firm's demand, its last verdicts and what its people were told: given out and erased. */
import { demandOf, forgetDemand } from '#functions/demand/log.ts';
import { forgetFirm } from '#functions/notices/kept.ts';
import { turnsPk } from '#functions/rematch/turns.ts';
import { forgetJudged, judgedOf } from '#functions/rematch/verdicts.ts';
import type { JsonValue } from '#functions/store/port.ts';
import type { Concept } from '../companies/concept.ts';
import { bodiesOf, erasePartition } from '../companies/erasure.ts';
import { formerManagersOf, managersOf, membersOf } from '../companies/people.ts';

export const demandConcept: Concept = {
  name: 'demand',
  async export(store, uscc) {
    const events = (await demandOf(store, uscc)).map(({ by, where, ...event }): JsonValue => ({
      ...event,
      by: by.role,
      where: { ...where },
    }));
    const judged = await judgedOf(store, uscc);
    const turns = await bodiesOf(store, turnsPk(uscc));
    if (events.length === 0 && !judged && turns.length === 0) return undefined;
    return { events, verdicts: judged ? { ...judged } : null, turns };
  },
  async erase(store, uscc) {
    await forgetDemand(store, uscc);
    await forgetJudged(store, uscc);
    await erasePartition(store, turnsPk(uscc));
    const people = [membersOf(store, uscc), managersOf(store, uscc), formerManagersOf(store, uscc)];
    for (const subject of new Set((await Promise.all(people)).flat().map((person) => person.subject))) {
      await forgetFirm(store, subject, uscc);
    }
  },
};
