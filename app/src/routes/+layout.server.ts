import { ICP_RECORD, OPERATOR } from '$app/env/private';
import { isLarge } from '#lib/display.ts';
import { rules } from '#lib/server/catalogue.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ cookies, locals }) => ({
  checked: (await rules()).checked,
  large: isLarge(cookies.get('text')),
  icp: ICP_RECORD,
  operator: OPERATOR,
  person: locals.person ?? null,
});
