import { fail, redirect } from '@sveltejs/kit';
import { addCertificate, certificatesOf, dropCertificate } from '#lib/server/api-certificates.server.ts';
import { ownFirm } from '#lib/server/api-own.server.ts';
import { formText } from '#lib/server/session-form.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = async (event) => {
  const lang = event.params.lang ?? 'zh';
  const firm = await ownFirm(event, event.params.uscc, lang);
  return { firm, saved: event.url.searchParams.has('saved'), ...(await certificatesOf(event, firm.uscc, lang)) };
};

const act = (change: typeof addCertificate) => async (event: RequestEvent) => {
  const text = formText(await event.request.formData());
  const done = await change(event, event.params.uscc, text);
  if (!done.ok) {
    const { status, problem, faults } = done.refused;
    const body = { type: text('type'), grantedOn: text('grantedOn'), validTo: text('validTo') };
    return fail(status, { problem, faults: [...faults], body, dropping: change === dropCertificate });
  }
  redirect(303, `${event.url.pathname}?saved#saved`);
};

export const actions: Actions = { add: act(addCertificate), drop: act(dropCertificate) };
