import { fail } from '@sveltejs/kit';
import { ask, isRecord } from '#lib/server/api.server.ts';
import { publicPage } from '#lib/server/public.server.ts';
import { correctionWords } from '#lib/wording/public/forms.ts';
import type { Lang } from '#rules/engine/types.ts';
import { randomUUID } from 'node:crypto';
import type { Actions, PageServerLoad } from './$types';

const SHORTEST = 10;
const LONGEST = 2000;
const CONTACT = { shortest: 3, longest: 120 };

/** What the form is about: a measure, one of its conditions, or the site. Unknown names are told, not hidden. */
export const load: PageServerLoad = async ({ params, url }) => {
  const lang = params.lang ?? 'zh';
  const { reader } = await publicPage(lang, url);
  const id = url.searchParams.get('measure');
  const condition = url.searchParams.get('condition');
  const version = url.searchParams.get('version');
  const text = id === null ? undefined : reader.texts.measures[id];
  const versions = Object.entries(text?.versions ?? {});
  const shown = versions.find(([from]) => from === version)?.[1] ?? versions.at(-1)?.[1];
  const label = condition === null ? undefined : shown?.conditions[condition]?.label;
  return {
    measure: text && id !== null ? { id, name: text.name } : null,
    condition: label === undefined || condition === null ? null : { id: condition, label },
    version: versions.some(([from]) => from === version) ? version : null,
    unknown: id !== null && text === undefined,
    /** Sent with the form, so that a second click changes nothing twice. */
    key: randomUUID(),
  };
};

export const actions: Actions = {
  default: async ({ request, params, fetch, getClientAddress }) => {
    const lang = params.lang ?? 'zh';
    const say = correctionWords[lang];
    const sent = await request.formData();
    const given = (name: string): string => {
      const value = sent.get(name);
      return typeof value === 'string' ? value.trim() : '';
    };
    const kept = {
      text: given('text'),
      source: given('source'),
      contact: given('contact'),
      consent: given('consent') === 'yes',
    };
    const faults = faultsIn(kept, lang);
    if (Object.keys(faults).length > 0) return fail(400, { ...kept, faults, problem: null, details: [], sent: null });

    const optional = (name: string): Record<string, string> => (given(name) === '' ? {} : { [name]: given(name) });
    const answer = await ask(fetch, '/v1/corrections', lang, {
      method: 'POST',
      headers: { 'idempotency-key': given('key') || randomUUID() },
      address: getClientAddress(),
      body: {
        text: kept.text,
        ...optional('measure'),
        ...optional('condition'),
        ...optional('version'),
        ...optional('source'),
        // The form says beside the field what a contact is kept for and for how long.
        ...(given('contact') === '' ? {} : { contact: given('contact'), consent: true }),
      },
    });
    if (answer?.ok) return { ...kept, faults: {}, problem: null, details: [], sent: followIn(answer.body) };
    const problem =
      answer === null || answer.status >= 500 || answer.status === 404
        ? say.unavailable
        : (answer.problem ?? say.unavailable);
    return fail(answer?.status ?? 503, { ...kept, faults: {}, problem, details: answer?.faults ?? [], sent: null });
  },
};

interface Kept {
  readonly text: string;
  readonly source: string;
  readonly contact: string;
  readonly consent: boolean;
}
type Faults = Partial<Record<'text' | 'source' | 'contact' | 'consent', string>>;

function faultsIn({ text, source, contact, consent }: Kept, lang: Lang): Faults {
  const say = correctionWords[lang];
  const badContact = contact !== '' && (contact.length < CONTACT.shortest || contact.length > CONTACT.longest);
  return {
    ...(text.length < SHORTEST ? { text: say.tooShort } : text.length > LONGEST ? { text: say.tooLong } : {}),
    ...(source !== '' && !/^https?:\/\/\S+$/i.test(source) ? { source: say.badUrl } : {}),
    ...(badContact ? { contact: say.badContact } : {}),
    ...(contact !== '' && !consent ? { consent: say.noConsent } : {}),
  };
}

/** The way to what becomes of it, without language; empty where the interface gives none. */
function followIn(body: unknown): string {
  if (!isRecord(body) || typeof body.id !== 'string' || typeof body.code !== 'string') return '';
  return `/corrections/${encodeURIComponent(body.id)}?code=${encodeURIComponent(body.code)}`;
}
