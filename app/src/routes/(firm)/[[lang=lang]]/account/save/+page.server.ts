import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { randomUUID } from 'node:crypto';
import { answerLines } from '#lib/check/answers.ts';
import { answeredPaths, answerIn } from '#lib/check/profile.ts';
import { salvaged } from '#lib/check/salvage.ts';
import type { Words } from '#lib/check/words.ts';
import { colon, pathIn } from '#lib/lang.ts';
import { speaksForAnother } from '#lib/same-firm.ts';
import { firmPath } from '#lib/server/api-firm.server.ts';
import { ownFirms } from '#lib/server/api-own.server.ts';
import { change, ifVersion, read } from '#lib/server/api-session.server.ts';
import { Company, SavedCompany } from '#lib/server/api-shapes.ts';
import { isRecord } from '#lib/server/api.server.ts';
import { rules, texts } from '#lib/server/catalogue.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { wordings } from '#lib/wording/both.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import { usccFault } from '#rules/profile/uscc.ts';
import type { Profile } from '#rules/engine/types.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = async (event) => ({
  firms: (await ownFirms(event)).flatMap(({ uscc, name, role }) =>
    role === 'reader' ? [] : [{ uscc, name: name ?? uscc }],
  ),
});

const NEW = 'new';

export const actions: Actions = {
  /** What would be saved, beside what is. Nothing is kept. */
  look: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const say = firmWords[lang].saving;
    const sent = await event.request.formData();
    const text = formText(sent);
    const given = { target: text('target'), uscc: text('uscc').toUpperCase() };
    const found = parsed(await profileText(sent));
    if (found === 'none') {
      const early = text('read') === '';
      return early ? { ...NOTHING, given, early } : refused(400, say.noChoice, [], given);
    }
    if (found === 'unreadable') return refused(400, say.notJson, [], given);
    const { fields } = await rules();
    const { profile, faults } = salvaged(found, fields);
    const { uscc: own, ...rest } = profile;
    if (faults.length === 0 && answeredPaths(rest).length === 0) return refused(400, say.noChoice, [], given);
    const asked = given.target;
    const code = asked === NEW ? given.uscc || (typeof own === 'string' ? own : '') : asked;
    // Who was asked whose answers these are is not sent back to the start: the preview's own button refuses the code.
    if (asked === NEW && text('sure') === '' && usccFault(code))
      return { ...NOTHING, given: { ...given, uscc: code }, badCode: say.badCode };
    const before = asked === NEW ? null : await read(event, Company, firmPath(asked));

    const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
    const is: Profile = before ? { ...before.profile, uscc: asked } : {};
    const now = new Map(answerLines(words, fields, is).map(({ path, text: said }) => [path, said]));
    const linesOf = (changed: Profile) =>
      answerLines(words, fields, changed)
        .filter(({ path }) => !same(answerIn(changed, path), answerIn(is, path)))
        .map(({ path, label, text: said }) => ({ path, label, before: now.get(path) ?? null, after: said }));
    const called = [before?.profile.name, rest.name, code].find((one) => typeof one === 'string' && one !== '');
    const name = typeof called === 'string' ? called : say.fresh;
    const doubts: readonly string[] = before ? speaksForAnother({ uscc: asked, profile: before.profile }, profile) : [];
    if (doubts.length > 0 && text('sure') === '') {
      const rows = linesOf(profile).filter(({ path }) => doubts.includes(path));
      const ownCode = typeof own === 'string' ? own : '';
      return {
        ...NOTHING,
        given,
        another: { target: asked, name, rows, uscc: ownCode, profile: JSON.stringify(found) },
      };
    }
    return {
      ...NOTHING,
      given,
      look: {
        target: asked,
        uscc: code,
        name,
        doubtful: doubts.length > 0,
        version: before?.version ?? null,
        profile: JSON.stringify(rest),
        rows: linesOf(rest),
        leftOut: faults.map((fault) => `${fault.path}${colon(lang)}${fault[lang]}`),
        key: randomUUID(),
      },
    };
  },

  save: async (event) => {
    const lang = event.params.lang ?? 'zh';
    const text = formText(await event.request.formData());
    const profile = parsed(text('profile'));
    if (profile === 'none' || profile === 'unreadable') return refused(400, firmWords[lang].saving.notJson);
    const done = await saved(event, text, profile);
    const given = { target: text('target'), uscc: text('uscc') };
    if (!done.ok) return refused(done.refused.status, done.refused.problem, done.refused.faults, given);
    redirect(303, pathIn(lang, `/account/companies/${done.body.uscc}?saved`));
  },
};

function saved(event: RequestEvent, text: (name: string) => string, profile: Profile) {
  const once = { 'idempotency-key': text('key') || randomUUID() };
  const uscc = text('uscc');
  return text('target') === NEW
    ? change(event, SavedCompany, '/v1/companies', {
        method: 'POST',
        headers: once,
        body: { profile: { ...profile, uscc } },
      })
    : change(event, SavedCompany, firmPath(uscc), {
        method: 'PATCH',
        headers: { ...once, ...ifVersion(text('version')) },
        body: { profile },
      });
}

const NOTHING = {
  problem: null,
  faults: [] as string[],
  look: null,
  /** The answers seem to be about another firm than the chosen one: asked before anything of it is shown as changed. */
  another: null,
  given: { target: '', uscc: '' },
  /** What is wrong with the code of a new firm. */
  badCode: null as string | null,
  /** Sent before the page's script had read what the browser holds: the page sends it once more when it has. */
  early: false,
};

const refused = (
  status: number,
  problem: string,
  faults: readonly string[] = [],
  given: typeof NOTHING.given = NOTHING.given,
) => fail(status, { ...NOTHING, problem, faults: [...faults], given });

/** A chosen file goes before what the browser kept. */
async function profileText(sent: FormData): Promise<string> {
  const file = sent.get('file');
  return file instanceof File && file.size > 0 ? file.text() : formText(sent)('profile');
}

function parsed(text: string): Profile | 'none' | 'unreadable' {
  if (text === '') return 'none';
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? (value as Profile) : 'unreadable';
  } catch {
    return 'unreadable';
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
