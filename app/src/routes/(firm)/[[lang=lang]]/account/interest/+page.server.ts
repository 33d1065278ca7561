import { firmsTo } from '#lib/server/api-own.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = (event) => firmsTo(event, event.params.lang ?? 'zh', 'stages');
