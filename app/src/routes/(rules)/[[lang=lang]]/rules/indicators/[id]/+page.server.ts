import { enteringView, figureActions } from '#lib/server/api-indicators.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  entry: await enteringView(event, event.params.id, event.params.lang ?? 'zh'),
});

export const actions: Actions = {
  enter: (event) => figureActions.enter(event, event.params.id, event.params.lang ?? 'zh'),
  takeBack: (event) => figureActions.takeBack(event, event.params.id, event.params.lang ?? 'zh'),
};
