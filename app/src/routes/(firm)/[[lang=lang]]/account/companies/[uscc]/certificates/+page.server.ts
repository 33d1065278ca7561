import { fail, redirect } from '@sveltejs/kit';
import { addCertificate, certificatesOf, dropCertificate, twice } from '#lib/server/api-certificates.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { formText } from '#lib/server/session-form.ts';
import { firmWords } from '#lib/wording/rooms/firm.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  return { firm, saved: event.url.searchParams.has('saved'), ...(await certificatesOf(event, firm.uscc, lang)) };
};

const act = (change: typeof addCertificate) => async (event: RequestEvent) => {
  const text = formText(await event.request.formData());
  const [type, grantedOn, validTo] = [text('type'), text('grantedOn'), text('validTo')];
  const body = { type, grantedOn, validTo };
  const dropping = change === dropCertificate;
  if (!dropping && grantedOn !== '' && validTo !== '' && validTo < grantedOn) {
    const { endsEarly } = firmWords[event.params.lang ?? 'zh'].certificates;
    return fail(400, { problem: null, faults: [] as string[], endsEarly, body, dropping });
  }
  const lang = event.params.lang ?? 'zh';
  const wrong = dropping
    ? null
    : type === ''
      ? firmWords[lang].certificates.noType
      : await twice(event, event.params.uscc, text, lang);
  if (wrong !== null) {
    return fail(400, { problem: wrong, faults: [] as string[], endsEarly: null, body, dropping });
  }
  const done = await change(event, event.params.uscc, text);
  if (!done.ok) {
    const { status, problem, faults } = done.refused;
    return fail(status, { problem, faults: [...faults], endsEarly: null, body, dropping });
  }
  redirect(303, `${event.url.pathname}?saved#saved`);
};

export const actions: Actions = { add: act(addCertificate), drop: act(dropCertificate) };
