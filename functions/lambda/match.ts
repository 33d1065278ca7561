/** `POST /v1/match` in Lambda. */
import { handler as answer } from '#functions/match/index.ts';
import { followed, timed } from './observe.ts';
import { fromViewer } from './viewer.ts';

export const handler = followed(
  fromViewer((event: Parameters<typeof answer>[0]) => timed('MatchLatency', () => answer(event))),
);
