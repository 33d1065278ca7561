import { ICP_RECORD, OPERATOR } from '$app/env/private';
import { day } from '#lib/format.ts';
import { isLarge } from '#lib/display.ts';
import { rules } from '#lib/server/catalogue.server.ts';
import { englishName } from '#lib/server/demo-people.server.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ cookies, locals }) => ({
  checked: inBoth((await rules()).checked),
  large: isLarge(cookies.get('text')),
  icp: ICP_RECORD,
  operator: OPERATOR,
  person: locals.person ? { zh: locals.person.name, en: englishName(locals.person.name) } : null,
});

/** In words already: the script of a page that changes its language need not know how days are written. */
const inBoth = (date: string) => ({ zh: day(date, 'zh'), en: day(date, 'en') });
