/** Everything below `/v1` but the match, in Lambda. */
import { handler as answer } from '#functions/api/index.ts';
import { followed } from './observe.ts';
import { fromViewer } from './viewer.ts';

type Asked = Extract<Parameters<typeof answer>[0], { readonly rawPath: string }>;

export const handler = followed(
  fromViewer((event: Asked, context: Parameters<typeof answer>[1]) => answer(event, context)),
);
