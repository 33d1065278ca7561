import { rules } from '#lib/server/catalogue.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async () => ({ checked: (await rules()).checked });
