/** Everything below `/v1` but the match, in Lambda. */
import { handler as answer } from '#functions/api/index.ts';
import { followed } from './observe.ts';

export const handler = followed((event: Parameters<typeof answer>[0], context) => answer(event, context));
