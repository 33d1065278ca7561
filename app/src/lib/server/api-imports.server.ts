/** Imports as the pages of a service manager show them. */
import type { RequestEvent } from '@sveltejs/kit';
import type { z } from 'zod';
import { answerText } from '#lib/check/answers.ts';
import { entryOfPath } from '#lib/check/profile.ts';
import { fieldLabel } from '#lib/check/words.ts';
import { plain } from '#lib/format.ts';
import { wordings } from '#lib/wording/both.ts';
import { importWords } from '#lib/wording/rooms/import.ts';
import { todayInBeijing } from '#rules/engine/calendar.ts';
import type { Lang } from '#rules/engine/types.ts';
import { operatePages } from './api-operate.server.ts';
import { managerPages } from './api-portfolio.server.ts';
import { moment } from './api-firm.server.ts';
import { change, read } from './api-session.server.ts';
import { Anything, Import, Imports, ImportWithFaults, UNITS } from './api-shapes.ts';
import { rules, texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;
type Kept = z.infer<typeof Import>;
type KeptPass = NonNullable<Kept['run']>;

/** The pages of the room from which the person imports. */
export const importPages = ({ locals: { person } }: Pick<Event, 'locals'>, lang: Lang) =>
  person?.role === 'operator' ? operatePages(lang) : managerPages(lang);

export const importPath = (id: string): string => `/v1/imports/${encodeURIComponent(id)}`;

/** A thousand lines in one go take their time. */
const PATIENCE_MS = 60_000;

export async function earlierImports(event: Event, lang: Lang) {
  const { items } = await read(event, Imports, '/v1/imports?limit=50');
  return items.map((one) => ({
    id: one.id,
    fileName: one.fileName,
    at: moment(one.uploadedAt, lang),
    lines: plain(one.lines, lang),
    state: importWords[lang].states[stateOf(one)] ?? '',
    begun: one.run !== null,
  }));
}

export async function importOf(event: Event, id: string, lang: Lang) {
  const [found, { fields }, names] = await Promise.all([
    read(event, ImportWithFaults, importPath(id)),
    rules(),
    texts(lang),
  ]);
  const words = { lang, texts: names, say: wordings[lang] };
  const { origins } = wordings[lang];
  return {
    id: found.id,
    fileName: found.fileName,
    at: moment(found.uploadedAt, lang),
    until: moment(found.expiresAt, lang),
    lines: found.lines,
    columns: found.columns,
    dryRun: found.dryRun && passOf(found.dryRun, found.lines),
    run: found.run && passOf(found.run, found.lines),
    faults: found.faults
      .slice(0, SHOWN_FAULTS)
      .map(({ cell, header, firm, ...said }) => ({ place: placeOf(cell, lang), header, firm, text: said[lang] })),
    changes: found.changes.map(({ uscc, name, changed }) => ({
      uscc,
      name,
      changed: changed.map(({ path, before, after, source }) => {
        const unit = fields[entryOfPath(path)]?.unit;
        return {
          label: fieldLabel(words, path),
          before: answerText(words, path, before, unit),
          after: answerText(words, path, after, unit),
          source: before === null ? '' : (origins[source ?? 'self'] ?? ''),
        };
      }),
    })),
  };
}

/** More do not help whoever mends a table: all of them are in the list to take along. */
const SHOWN_FAULTS = 20;

/** `C17` as people say it. */
function placeOf(cell: string, lang: Lang): string {
  const [, column = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(cell) ?? [];
  return importWords[lang].place(row, column);
}

/** What a column can be, by name; and the units its figures can be in. */
export async function columnChoices(lang: Lang) {
  const [{ fields }, words] = await Promise.all([rules(), texts(lang)]);
  const { units } = importWords[lang];
  return {
    fields: Object.keys(fields).map((id) => ({ id, name: words.fields[id]?.label ?? id })),
    units: UNITS.map((id) => ({ id, name: units[id] ?? id })),
  };
}

export const upload = (event: Event, file: File) => {
  const body = new FormData();
  body.append('file', file, file.name);
  return change(event, Import, '/v1/imports', { method: 'POST', body, patienceMs: PATIENCE_MS });
};

/** Takes away what was uploaded and not imported. */
export const forget = (event: Event, id: string) => change(event, Anything, importPath(id), { method: 'DELETE' });

/** So many lines further, to try or in earnest; `overwrite` lets it change what firms filled in themselves. */
export const goOn = (event: Event, id: string, pass: 'dry-run' | 'run', overwrite = false) =>
  change(event, Import, `${importPath(id)}/${pass}${overwrite ? '?overwrite=true' : ''}`, {
    method: 'POST',
    patienceMs: PATIENCE_MS,
  });

/** What the form says of each column, kept where it is new. A year or unit that the item has no use for is left away. */
export async function saveColumns(event: Event, id: string, field: (name: string) => string) {
  const [{ columns }, { fields }] = await Promise.all([read(event, Import, importPath(id)), rules()]);
  const lastYear = Number(todayInBeijing(new Date()).slice(0, 4)) - 1;
  const said = columns.map(({ column }) => {
    const chosen = field(`field-${column}`);
    const known = Object.hasOwn(fields, chosen) ? chosen : null;
    const unit = UNITS.find((one) => one === field(`unit-${column}`)) ?? null;
    const kind = known === null ? undefined : fields[known]?.unit;
    return {
      column,
      field: known,
      year: known?.includes('*') === true ? Number(field(`year-${column}`) || lastYear) : null,
      unit: kind === 'yuan' || kind === 'usd' || kind === 'ratio' ? unit : null,
    };
  });
  // A trial that was broken off goes on as long as the columns are what they were.
  const isNew = said.some((one, at) => {
    const { field: before = null, year = null, unit = null } = columns[at] ?? {};
    return one.field !== before || one.year !== year || one.unit !== unit;
  });
  if (!isNew) return null;
  return change(event, Import, `${importPath(id)}/mapping`, {
    method: 'PUT',
    body: { columns: said.filter((one) => one.field !== null) },
  });
}

const stateOf = ({ dryRun, run }: Kept): string =>
  run ? (run.state === 'done' ? 'done' : 'stopped') : dryRun ? (dryRun.state === 'done' ? 'tried' : 'cut') : 'uploaded';

const passOf = ({ state, next, counts, faults, own }: KeptPass, lines: number) => ({
  done: state === 'done',
  next,
  of: lines,
  counts,
  faults,
  own,
});
