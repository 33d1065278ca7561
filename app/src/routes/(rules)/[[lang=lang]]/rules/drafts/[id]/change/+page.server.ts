import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { putAnywhere, putItem } from '#lib/server/api-draft-change.server.ts';
import { draftBy, draftView, onlyPublishers } from '#lib/server/api-drafts.server.ts';
import { measureTyped } from '#lib/server/measure-typed.server.ts';
import { changesOf, formsFor, readCatalogue, type Target } from '#lib/server/rule-places.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import type { Lang } from '#rules/engine/types.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  onlyPublishers(event, lang);
  const { searchParams } = event.url;
  const [draft, catalogue] = await Promise.all([draftBy(event, event.params.id), readCatalogue(lang)]);
  const { target, ...chosen } = await chosenIn(searchParams, lang);
  const { words, rules } = catalogue;
  return {
    draft: await draftView(draft, lang),
    created: searchParams.get('done') === 'created',
    ...chosen,
    place: searchParams.get('place') ?? '',
    forms: target && formsFor(catalogue, target, changesOf(draft.patches, target)),
    measures: rules.measures
      .map(({ id }) => ({ id, name: words.measures[id]?.name ?? id }))
      .sort((a, b) => a.name.localeCompare(b.name, lang)),
    parameters: Object.keys(rules.parameters).map((id) => ({ id, name: words.parameters[id] ?? id })),
  };
};

/** What the address names: by its id, or as a person typed it. */
async function chosenIn(query: URLSearchParams, lang: Lang) {
  const parameter = query.get('parameter') ?? '';
  const typed = await measureTyped((name) => query.get(name) ?? '', lang);
  const none = {
    target: null,
    measure: query.get('measure') ?? '',
    parameter,
    fault: null,
    choices: [],
    noParameter: '',
  };
  if (!typed.ok) return { ...none, fault: typed.fault, choices: typed.choices };
  if (typed.id !== null) return { ...none, target: { measure: typed.id } as Target, measure: typed.id };
  if (parameter === '') return none;
  const { rules } = await readCatalogue(lang);
  if (rules.parameters[parameter]) return { ...none, target: { parameter } as Target };
  return { ...none, noParameter: rulesWords[lang].noParameter };
}

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const form = await event.request.formData();
    const text = formText(form);
    const item = text('item');
    const { target } = await chosenIn(event.url.searchParams, lang);
    const put = target
      ? await (item === '' ? putAnywhere : putItem)(event, event.params.id, target, text, lang)
      : ({ ok: false, status: 400, problem: rulesWords[lang].placeGone, faults: {} } as const);
    if (put.ok) redirect(303, pathIn(lang, `/rules/drafts/${event.params.id}?done=changed`));
    const sent = Object.fromEntries([...form.keys()].map((name) => [name, text(name)]));
    return fail(put.status, { problem: put.problem, faults: put.faults, item, sent });
  },
};
