/** Requests that should have been answered by now: who they are with is told, once each. */
import { overdue } from '#functions/api/requests/repository.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import { tellOverdue } from './causes.ts';
import type { NoticeDeps } from './kept.ts';

/** May be called at any time, any number of times; how many requests are overdue. */
export async function tellOfOverdue(deps: NoticeDeps): Promise<number> {
  const requests = await overdue(deps.store, deps.now());
  for (const { uscc, id, clock, manager } of requests) {
    if (!clock.running) continue;
    const due = todayInBeijing(new Date(clock.dueAt));
    await tellOverdue(deps, { uscc, request: id, due, subjects: manager === null ? [] : [manager.subject] });
  }
  return requests.length;
}
