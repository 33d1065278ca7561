import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
  API_ORIGIN: {
    description: 'Where the functions answer, for pages that are rendered without JavaScript in the browser.',
    schema: (value: string | undefined) => new URL(value ?? 'http://127.0.0.1:3000').origin,
  },
});
