/** A firm's certificates (资质) with their last days, and what its titles have to be renewed by. */
import type { RequestEvent } from '@sveltejs/kit';
import { type Certificate, certificatesIn, daysLeft, heldAlready } from '#rules/profile/certificates.ts';
import { day } from '#lib/format.ts';
import { renewalSaid } from '#lib/check/renewal.ts';
import type { Words } from '#lib/check/words.ts';
import { wordings } from '#lib/wording/both.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import { toDay, todayInBeijing, toIso } from '#rules/engine/calendar.ts';
import { renewalOf } from '#rules/engine/path.ts';
import type { IsoDate, Lang, MatchResult, Profile } from '#rules/engine/types.ts';
import { firmPath } from './api-firm.server.ts';
import { change, ifVersion, read } from './api-session.server.ts';
import { Company, Ladders, SavedCompany } from './api-shapes.ts';
import { ask } from './api.server.ts';
import { rules, texts } from './catalogue.server.ts';

type Event = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>;

/** So many days before its last one a certificate is told to run out. */
const SOON_DAYS = 180;

export async function certificatesOf(event: Event, uscc: string, lang: Lang) {
  const { profile, version } = await read(event, Company, firmPath(uscc));
  const now = todayInBeijing(new Date());
  const [words, { fields }, renewals, { ladders }] = await Promise.all([
    texts(lang),
    rules(),
    renewalsOf(event, profile, now, lang),
    change(event, Ladders, '/v1/match/path', { method: 'POST', body: { profile, lang } }).then((done) =>
      done.ok ? done.body : { ladders: [] },
    ),
  ]);
  const say = firmWords[lang].certificates;
  const nameOf = (type: string): string => words.fields.certificates?.values?.[type] ?? type;
  const measure = (id: string) => ({ id, name: words.measures[id]?.name ?? id });
  const rungs = [...new Map(ladders.flat().map((rung) => [rung.measure, rung])).values()];
  return {
    version,
    today: now,
    certificates: certificatesIn(profile).map((one, index) => {
      const { type = '', grantedOn, validTo } = one;
      const left = daysLeft(one, now);
      return {
        index,
        name: nameOf(type),
        type,
        grantedOn: grantedOn === undefined ? null : day(grantedOn, lang),
        validTo: validTo === undefined ? null : day(validTo, lang),
        state:
          left === null
            ? null
            : left < 0
              ? ('over' as const)
              : left <= SOON_DAYS
                ? ('soon' as const)
                : ('good' as const),
        left:
          left === null ? say.noEnd : left < 0 ? say.over(day(toIso(toDay(validTo ?? now) + 1), lang)) : say.left(left),
      };
    }),
    types: (fields.certificates?.values ?? []).map((id) => ({ id, name: nameOf(id) })),
    renewals,
    next: rungs
      .filter(({ state }) => state === 'next')
      .map(({ measure: id, apply }) => ({
        ...measure(id),
        from: apply === null ? null : day(apply.from, lang),
      })),
  };
}

/** What the check says of renewing the titles that the firm holds; none where the verdicts cannot be had. */
async function renewalsOf(event: Event, profile: Profile, asOf: IsoDate, lang: Lang) {
  const words: Words = { lang, texts: await texts(lang), say: wordings[lang] };
  const types = new Set(certificatesIn(profile).map(({ type }) => type));
  const titled = (await rules()).measures.filter(({ title }) => title !== undefined && types.has(title));
  if (titled.length === 0) return [];
  const said = await ask(event.fetch, '/v1/match', lang, {
    method: 'POST',
    body: { profile, asOf, lang, measures: titled.map(({ id }) => id) },
  });
  const results = said?.ok ? (said.body as MatchResult).results : [];
  return titled.flatMap((measure) => {
    const one = results.find((each) => each.measure === measure.id);
    const text = one ? renewalSaid(words, one, measure, asOf) : '';
    const due = renewalOf(measure, one?.held?.validTo ?? null, asOf)?.due === true;
    return text === ''
      ? []
      : [{ id: measure.id, name: words.texts.measures[measure.id]?.name ?? measure.id, text, due }];
  });
}

/** Adds what the form says; an entry that it renews stays beside it. */
export const addCertificate = (event: Event, uscc: string, text: (name: string) => string) =>
  changed(event, uscc, text, (kept) => [...kept, entryOf(text)]);

const entryOf = (text: (name: string) => string): Certificate => ({
  type: text('type'),
  ...(text('grantedOn') === '' ? {} : { grantedOn: text('grantedOn') }),
  ...(text('validTo') === '' ? {} : { validTo: text('validTo') }),
});

/** Why what the form says is not added: the same is held and valid still; null where nothing hinders it. */
export async function twice(event: Event, uscc: string, text: (name: string) => string, lang: Lang) {
  const { profile } = await read(event, Company, firmPath(uscc));
  const held = heldAlready(certificatesIn(profile), entryOf(text), todayInBeijing(new Date()));
  if (!held) return null;
  return firmWords[lang].certificates.twice(held.validTo === undefined ? '' : day(held.validTo, lang));
}

/** Takes the one away that stands at the place the form names. */
export const dropCertificate = (event: Event, uscc: string, text: (name: string) => string) =>
  changed(event, uscc, text, (kept) => kept.filter((_, index) => String(index) !== text('index')));

async function changed(
  event: Event,
  uscc: string,
  text: (name: string) => string,
  make: (kept: readonly Certificate[]) => readonly Certificate[],
) {
  const { profile } = await read(event, Company, firmPath(uscc));
  return change(event, SavedCompany, firmPath(uscc), {
    method: 'PATCH',
    headers: ifVersion(text('version')),
    body: { profile: { certificates: make(certificatesIn(profile)) } },
  });
}
