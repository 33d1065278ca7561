import { defineParams } from '@sveltejs/kit/params';

/** Chinese has no prefix; every other language stands first in the path. */
export const params = defineParams({ lang: (param: string) => (param === 'en' ? param : undefined) });
