import { fail, redirect } from '@sveltejs/kit';
import { pathIn } from '#lib/lang.ts';
import { draftBy, draftView, onlyPublishers, saveDraft, withPatch } from '#lib/server/api-drafts.server.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { parameterPlaces, placesIn } from '#lib/server/rule-places.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { rulesWords } from '#lib/wording/rooms/rules.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  onlyPublishers(event, lang);
  const { searchParams } = event.url;
  const measure = searchParams.get('measure') ?? '';
  const parameter = searchParams.get('parameter') ?? '';
  const [draft, catalogue, words] = await Promise.all([draftBy(event, event.params.id), rules(), texts(lang)]);
  return {
    draft: await draftView(draft, lang),
    created: searchParams.get('done') === 'created',
    measure,
    parameter,
    chosen:
      measure !== '' ? await placesIn(measure, lang) : parameter === '' ? null : await parameterPlaces(parameter, lang),
    measures: catalogue.measures
      .map(({ id }) => ({ id, name: words.measures[id]?.name ?? id }))
      .sort((a, b) => a.name.localeCompare(b.name, lang)),
    parameters: Object.keys(catalogue.parameters).map((id) => ({ id, name: words.parameters[id] ?? id })),
  };
};

export const actions: Actions = {
  default: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const { searchParams } = event.url;
    const text = formText(await event.request.formData());
    const sent = { path: text('path'), op: text('op'), value: text('value') };
    if (!sent.path.startsWith('/')) {
      return fail(400, { problem: rulesWords[lang].badPath, faults: [] as string[], sent });
    }
    const measure = searchParams.get('measure') ?? '';
    const target = measure === '' ? { parameter: searchParams.get('parameter') ?? '' } : { measure };
    // `add` puts a value where one stands, too; a shared condition has no test of its own to replace.
    const change =
      sent.op === 'remove'
        ? { target, path: sent.path, op: 'remove' as const }
        : { target, path: sent.path, op: 'add' as const, value: valueIn(sent.value) };
    const done = await saveDraft(event, event.params.id, text('version'), ({ patches }) => ({
      patches: withPatch(patches, change),
    }));
    if (!done.ok) return fail(done.refused.status, { ...done.refused, faults: [...done.refused.faults], sent });
    redirect(303, pathIn(lang, `/rules/drafts/${event.params.id}?done=changed`));
  },
};

/** Numbers, lists and maps as JSON writes them; anything else is a text. */
function valueIn(text: string): unknown {
  if (!/^(-?\d|[[{]|true$|false$|null$)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
