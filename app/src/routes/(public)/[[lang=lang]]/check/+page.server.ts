import { startData } from '#lib/server/start.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params }) => startData(params.lang ?? 'zh');
