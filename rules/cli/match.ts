/** `npm run -s match -- PROFILE.json [--as-of D] [--measure ID]... [--lang zh|en] [--format json|text]` */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isIsoDate, todayInBeijing } from '../engine/calendar.ts';
import { loadCatalogue, unknownMeasures } from '../engine/load.ts';
import { match } from '../engine/match.ts';
import type { Profile, Rules } from '../engine/types.ts';
import { nearest } from '../profile/nearest.ts';
import { validateProfile } from '../profile/validate.ts';
import { loadArtefact } from './catalogue.ts';
import { InputFault, parsed, run } from './run.ts';
import { renderMatch } from './text.ts';

const USAGE =
  'usage: npm run -s match -- PROFILE.json [--as-of YYYY-MM-DD] [--measure ID]... [--lang zh|en] [--format json|text]';

run(() => {
  const { values, positionals } = parsed(
    () =>
      parseArgs({
        allowPositionals: true,
        options: {
          'as-of': { type: 'string' },
          measure: { type: 'string', multiple: true },
          lang: { type: 'string', default: 'zh' },
          format: { type: 'string', default: 'text' },
        },
      }),
    USAGE,
  );
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0)
    throw new InputFault([
      path === undefined ? 'no profile file is given' : `one profile at a time; “${more[0] ?? ''}” is too many`,
      USAGE,
    ]);
  const { lang, format, measure: measures } = values;
  const asOf = values['as-of'] ?? todayInBeijing(new Date());
  if (lang !== 'zh' && lang !== 'en') throw new InputFault([`--lang: “${lang}” is not zh or en`]);
  if (format !== 'json' && format !== 'text') throw new InputFault([`--format: “${format}” is not json or text`]);
  if (!isIsoDate(asOf)) throw new InputFault([`--as-of: “${asOf}” is not a day of the calendar; write 2026-07-01`]);

  const { rules, texts } = loadArtefact(lang);
  const catalogue = loadCatalogue(rules);
  const unknown = unknownMeasures(catalogue, measures ?? []);
  if (unknown.length > 0) {
    throw new InputFault(
      unknown.map((id) => {
        const guess = nearest(id, [...catalogue.measures.keys()]);
        return `--measure: no measure is named “${id}”${guess === undefined ? '' : `; did you mean “${guess}”?`}`;
      }),
    );
  }
  const profile = readProfile(path, rules, lang);
  const result = match(catalogue, texts, profile, { asOf, measures });
  process.stdout.write(
    format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : renderMatch(result, catalogue, texts),
  );
  return 0;
});

function readProfile(path: string, rules: Rules, lang: 'zh' | 'en'): Profile {
  let input: unknown;
  try {
    input = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason =
      error instanceof SyntaxError
        ? `is not JSON: ${error.message}`
        : `cannot be read: ${error instanceof Error ? error.message : ''}`;
    throw new InputFault([`${path}: ${reason}`]);
  }
  const checked = validateProfile(input, rules.fields);
  if (checked.ok) return checked.profile;
  throw new InputFault(checked.faults.map((fault) => `${fault.path === '' ? path : fault.path}: ${fault[lang]}`));
}
