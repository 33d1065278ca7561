import { defineEnvVars } from '@sveltejs/kit/env';

export const variables = defineEnvVars({
  API_ORIGIN: {
    description: 'Where the functions answer, for pages that are rendered without JavaScript in the browser.',
    schema: (value: string | undefined) => new URL(value ?? 'http://127.0.0.1:3000').origin,
  },
  CEYIN_ISSUER: {
    description: 'The OpenID Connect issuer that people sign in with.',
    schema: (value: string | undefined) => value?.trim() ?? '',
  },
  CEYIN_CLIENT: {
    description: 'What the issuer knows the portal as.',
    schema: (value: string | undefined) => (value === undefined || value.trim() === '' ? 'ceyin-portal' : value.trim()),
  },
  CEYIN_PORTAL_KEY: {
    description: 'What the portal vouches with for the addresses of its visitors, where the API runs elsewhere.',
    schema: (value: string | undefined) => value?.trim() ?? '',
  },
  ICP_RECORD: {
    description:
      'The ICP record number of the site, shown in the footer; required before going public in mainland China.',
    schema: (value: string | undefined) => value?.trim() ?? '',
  },
  OPERATOR: {
    description: 'Who operates the site, shown in the footer.',
    schema: (value: string | undefined) => value?.trim() ?? '',
  },
});
