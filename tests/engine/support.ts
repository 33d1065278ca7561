import type { Catalogue } from '#rules/engine/load.ts';
import { loadCatalogue } from '#rules/engine/load.ts';
import { toDay } from '#rules/engine/calendar.ts';
import { type Env, openFirm } from '#rules/engine/firm.ts';
import type { Field, Json, Profile } from '#rules/engine/types.ts';
import type { Compiled } from '#rules/language/compile.ts';
import { loadArtefact } from '#rules/cli/catalogue.ts';

let compiled: Compiled | undefined;

/** The real catalogue, once for all who ask: as built where the build is newer than its files, else compiled. */
export function compileAll(): Compiled {
  compiled ??= artefact();
  return compiled;
}

function artefact(): Compiled {
  const [zh, en] = [loadArtefact('zh'), loadArtefact('en')];
  return { rules: zh.rules, texts: { zh: zh.texts, en: en.texts } };
}

const FIELDS: Readonly<Record<string, Field>> = {
  registeredOn: { type: 'date' },
  industryCode: { type: 'industry' },
  residentEnterprise: { type: 'flag' },
  'years.*.revenue': { type: 'number', unit: 'yuan', step: 1, min: 0 },
  'years.*.rdExpense': { type: 'number', unit: 'yuan', step: 1, min: 0 },
  'years.*.domesticRdExpense': { type: 'number', unit: 'yuan', step: 1, min: 0, partOf: 'years.*.rdExpense' },
  'years.*.employees': { type: 'number', unit: 'people', step: 1, min: 0 },
  'years.*.employeesMonthlyAverage': { type: 'number', unit: 'people', step: 1, min: 0, fallback: 'years.*.employees' },
  'years.*.techStaff': { type: 'number', unit: 'people', step: 1, min: 0, partOf: 'years.*.employees' },
  'years.*.netAssets': { type: 'number', unit: 'yuan', step: 1 },
  'ip.classI': { type: 'number', unit: 'count', step: 1, min: 0 },
  certificates: { type: 'certificates', values: ['hnte', 'makerspace'], expires: ['hnte'] },
};

/** A catalogue with a dozen fields and no measures, for tests of single mechanisms. */
export const bareCatalogue: Catalogue = loadCatalogue({
  hash: '',
  checked: '2026-01-01',
  fields: FIELDS,
  parameters: {},
  sizes: { values: [] },
  regions: {},
  groups: [],
  measures: [],
});

/** A firm on a day, to ask single conditions of. */
export const environment = (
  profile: Record<string, Json>,
  asOf = '2026-07-01',
  catalogue: Catalogue = bareCatalogue,
): Env => openFirm(catalogue, profile satisfies Profile, toDay(asOf));
