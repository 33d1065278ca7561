/** A firm's questions to its service manager: who deals with them, by when, and that none is lost or answered twice. */
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { SYSTEM } from '#functions/api/audit/record.ts';
import { requestsConcept } from '#functions/api/requests/concept.ts';
import { phoneUri } from '#functions/api/requests/phone.ts';
import { overdue, requestsPk } from '#functions/api/requests/repository.ts';
import { ACT_NAMES, ACTS, STATE_NAMES, URGENCIES, URGENCY_NAMES, type Act } from '#functions/api/requests/states.ts';
import { RequestPage, RequestView, RequestWithSteps } from '#functions/api/requests/schemas.ts';
import { asked, stepped } from '#functions/api/requests/step.ts';
import { stagesOf } from '#functions/demand/log.ts';
import { companyOf, putCompany } from './companies.ts';
import { ask, putRequest, requestsApi, TEXT } from './requests.ts';
import { expectProblem, START, type Answered, type Caller, type TestApi } from './support.ts';
import { FOREIGN, OWN, PEOPLE } from './world.ts';

const HOUR = 3600 * 1000;
const DAY = 24 * HOUR;
const PATH = `/v1/companies/${OWN}/requests`;
const viewOf = (answered: Answered) => RequestView.parse(answered.json);
const pageOf = (answered: Answered) => RequestPage.parse(answered.json);

async function asks(api: TestApi, body: Readonly<Record<string, unknown>> = {}) {
  const { body: sent, headers } = ask(body);
  const answered = await api.as('firm').post(PATH, sent, { headers });
  expect(answered.status, answered.text).toBe(201);
  return viewOf(answered);
}
/** Takes a step with the version just read. */
async function does(
  caller: Caller,
  id: string,
  act: Act,
  body: Readonly<Record<string, unknown>> = {},
): Promise<Answered> {
  const etag = (await caller.get(`${PATH}/${id}`)).headers.get('etag') ?? '';
  return caller.post(`${PATH}/${id}/${act}`, body, { headers: { 'if-match': etag } });
}
const other = (api: TestApi): Caller => api.as('manager', { subject: 'manager-2', name: '陈岚' });

describe('asking', () => {
  test('a question goes to the manager who looks after the firm, with a due time by its urgency', async () => {
    const api = await requestsApi([PEOPLE.manager.subject]);
    const hours = { emergency: 2, urgent: 24, usual: 7 * 24, complex: 15 * 24 };
    for (const urgency of URGENCY_NAMES) {
      const request = await asks(api, { urgency });
      expect(request).toMatchObject({ state: 'open', manager: { subject: PEOPLE.manager.subject }, text: TEXT });
      expect(request.clock).toMatchObject({
        running: true,
        dueAt: new Date(START.getTime() + hours[urgency] * HOUR).toISOString(),
      });
      // Whoever keeps the answer past that hour is not told that there is still time.
      if (urgency === 'urgent') expect(request.clock.words).toBe('最迟 2026-07-02 09:00 办结（北京时间）');
      expect(request.labels.urgency).toBe(URGENCIES[urgency].zh);
    }
  });

  test('the same request sent again asks nothing twice; another one under the same key is refused', async () => {
    const api = await requestsApi();
    const { body, headers } = ask();
    const first = viewOf(await api.as('firm').post(PATH, body, { headers }));
    const again = await api.as('firm').post(PATH, body, { headers });
    expect(again.status).toBe(201);
    expect(viewOf(again)).toEqual(first);
    expect(pageOf(await api.as('firm').get(PATH)).items).toHaveLength(1);
    const changed = await api.as('firm').post(PATH, { ...body, text: '另一个问题' }, { headers });
    expectProblem(changed, 422, 'idempotency-mismatch');
  });

  test('asking about a measure counts as demand for it, once however often it is sent; other questions do not', async () => {
    const api = await requestsApi();
    const first = ask({ measure: 'cn-hnte' });
    for (let time = 0; time < 2; time += 1) await api.as('firm').post(PATH, first.body, first);
    await asks(api);
    const stages = async () => (await stagesOf(api.deps.store, OWN)).stages;
    expect(await stages()).toMatchObject([{ measure: 'cn-hnte', stage: { stage: 'asked', events: 1 } }]);
    await asks(api, { measure: 'cn-hnte' });
    expect(await stages()).toMatchObject([{ measure: 'cn-hnte', stage: { stage: 'asked', events: 2 } }]);
  });

  test('a measure that is not there is refused, and so is an empty question', async () => {
    const api = await requestsApi();
    const unknown = ask({ measure: 'no-such-measure' });
    expectProblem(await api.as('firm').post(PATH, unknown.body, unknown), 422, 'unknown-measure');
    const empty = ask({ text: '   ' });
    expectProblem(await api.as('firm').post(PATH, empty.body, empty), 422, 'invalid-request');
  });

  test('a telephone number is kept apart from the text and stands with its own question only, for the firm and its manager', async () => {
    const api = await requestsApi();
    const number = '010-65001234 转 8001';
    const { id } = await asks(api, { phone: { number, agreed: true } });
    for (const role of ['firm', 'manager'] as const) {
      const { phone, text } = RequestWithSteps.parse((await api.as(role).get(`${PATH}/${id}`)).json);
      expect({ phone, text }).toEqual({ phone: { number, uri: 'tel:+861065001234;ext=8001' }, text: TEXT });
    }
    const staff = await api.as('staff', { firmLevel: true }).get(`${PATH}/${id}`);
    expect(RequestWithSteps.parse(staff.json).phone).toBeNull();
    for (const list of [PATH, '/v1/requests']) {
      expect((await api.as('manager').get(list)).text).not.toContain('65001234');
    }
    for (const phone of [{ number: '12ab', agreed: true }, { number, agreed: false }, { number }]) {
      const refused = ask({ phone });
      expectProblem(await api.as('firm').post(PATH, refused.body, refused), 422, 'invalid-request');
    }
  });

  test('a question from before numbers were kept apart is read as one without', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    const key = { pk: requestsPk(OWN), sk: id };
    const item = await api.deps.store.get(key);
    const { phone: _, ...before } = z.record(z.string(), z.json()).parse(item?.body);
    await api.deps.store.write([{ put: { ...item, ...key, body: before } }]);
    expect(RequestWithSteps.parse((await api.as('manager').get(`${PATH}/${id}`)).json).phone).toBeNull();
  });

  test('a telephone number is one that can be dialled', () => {
    const dialled = {
      '13800138000': 'tel:+8613800138000',
      '+86 138-0013-8000': 'tel:+8613800138000',
      '（0311）85901234 分机 12': 'tel:+8631185901234;ext=12',
      '+86 10 6500 1234': 'tel:+861065001234',
      '400-810-1234': 'tel:+864008101234',
      '+44 20 7946 0958': 'tel:+442079460958',
    };
    for (const [typed, uri] of Object.entries(dialled)) expect(phoneUri(typed), typed).toBe(uri);
    for (const typed of ['', 'abc', '12ab', '65001234', '1380013800', '138001380001']) {
      expect(phoneUri(typed), typed).toBeUndefined();
    }
  });

  test('without a manager it waits for the next one who looks after the firm', async () => {
    const api = await requestsApi([]);
    expect((await asks(api)).manager).toBeNull();
    expect(pageOf(await api.as('manager').get('/v1/requests?which=unassigned')).items).toEqual([]);
    const unassigned = '/v1/requests/unassigned';
    const staff = api.as('staff', { firmLevel: true });
    for (const caller of [api.as('operator'), staff]) {
      const seen = await caller.get(unassigned);
      expect(pageOf(seen).items).toMatchObject([{ uscc: OWN, text: null }]);
      expect(seen.text).not.toContain(TEXT);
    }
    const elsewhere = api.as('staff', { firmLevel: true, district: 'dongcheng' });
    expect(pageOf(await elsewhere.get(unassigned)).items).toEqual([]);
    expectProblem(await api.as('staff').get(unassigned), 403, 'forbidden');
    expectProblem(await api.as('manager').get(unassigned), 403, 'forbidden');
    await assign(api, PEOPLE.manager.subject);
    expect(pageOf(await staff.get(unassigned)).items).toEqual([]);
    const [waiting] = pageOf(await api.as('manager').get('/v1/requests?which=unassigned')).items;
    const taken = await does(api.as('manager'), waiting?.id ?? '', 'accept');
    expect(viewOf(taken)).toMatchObject({ state: 'accepted', manager: { subject: PEOPLE.manager.subject } });
    expect(pageOf(await api.as('manager').get('/v1/requests')).items).toHaveLength(1);
    expect(pageOf(await api.as('manager').get('/v1/requests?which=unassigned')).items).toEqual([]);
  });
});

describe('dealing with it', () => {
  test('every step is in the history, with who took it and when', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    await does(api.as('manager'), id, 'accept');
    api.pass(HOUR);
    await does(api.as('manager'), id, 'ask-firm', { text: '请补充 2025 年研发费用' });
    api.pass(DAY);
    await does(api.as('firm'), id, 'reply', { text: '230 万元' });
    await does(api.as('manager'), id, 'answer', { text: '按近三年合计计算' });
    const solved = viewOf(await does(api.as('manager'), id, 'solve', { text: '已说明' }));
    expect(solved).toMatchObject({ state: 'solved', clock: { running: false } });
    const { history } = RequestWithSteps.parse((await api.as('firm').get(`${PATH}/${id}`)).json);
    expect(history.map(({ act, by, text }) => [act, by.name, text])).toEqual([
      ['ask', '林晓', TEXT],
      ['accept', '周岩', null],
      ['ask-firm', '周岩', '请补充 2025 年研发费用'],
      ['reply', '林晓', '230 万元'],
      ['answer', '周岩', '按近三年合计计算'],
      ['solve', '周岩', '已说明'],
    ]);
    expect(history.map(({ at }) => Date.parse(at) - START.getTime())).toEqual([
      0,
      0,
      HOUR,
      HOUR + DAY,
      HOUR + DAY,
      HOUR + DAY,
    ]);
  });

  test('waiting for the firm stops the clock, and says so; its reply starts it again with what was left', async () => {
    const api = await requestsApi();
    const { id } = await asks(api, { urgency: 'urgent' });
    await does(api.as('manager'), id, 'accept');
    api.pass(20 * HOUR);
    const waiting = viewOf(await does(api.as('manager'), id, 'ask-firm', { text: '请补充' }));
    expect(waiting.clock).toEqual({
      running: false,
      dueAt: null,
      stoppedAt: new Date(START.getTime() + 20 * HOUR).toISOString(),
      remainingSeconds: 4 * 3600,
      words: '等待企业补充期间停止计时',
    });
    api.pass(10 * DAY);
    expect(await overdue(api.deps.store, api.deps.now())).toEqual([]);
    const replied = viewOf(await does(api.as('firm'), id, 'reply', { text: '好' }));
    expect(Date.parse(replied.clock.dueAt ?? '')).toBe(START.getTime() + 10 * DAY + 24 * HOUR);
    api.pass(4 * HOUR);
    expect(await overdue(api.deps.store, api.deps.now())).toEqual([]);
    api.pass(1);
    expect((await overdue(api.deps.store, api.deps.now())).map((late) => late.id)).toEqual([id]);
  });

  test('of two managers one takes it: the other is shown who did', async () => {
    const api = await requestsApi();
    const { id, version } = await asks(api);
    const headers = { 'if-match': `"v${version}"` };
    const answers = await Promise.all(
      [api.as('manager'), other(api)].map((caller) => caller.post(`${PATH}/${id}/accept`, {}, { headers })),
    );
    const [lost] = answers.filter(({ status }) => status !== 200);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const problem = expectProblem(lost ?? fail(), 409, 'wrong-state');
    expect(problem.current).toMatchObject({ state: 'accepted', version: 2 });
    const steps = RequestWithSteps.parse((await api.as('firm').get(`${PATH}/${id}`)).json).history;
    expect(steps.map(({ act }) => act)).toEqual(['ask', 'accept']);
  });

  test('what one manager deals with another neither answers nor closes, but may take over', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    await does(api.as('manager'), id, 'accept');
    for (const [act, body] of [
      ['answer', { text: '答' }],
      ['solve', { text: '答' }],
      ['ask-firm', { text: '问' }],
      ['decline', { text: '否', reason: 'no-measure' }],
    ] as const) {
      const refused = expectProblem(await does(other(api), id, act, body), 409, 'wrong-state');
      expect(refused.detail).toContain('周岩');
    }
    const passed = viewOf(await does(other(api), id, 'reassign', { to: 'manager-2' }));
    expect(passed).toMatchObject({ state: 'accepted', manager: { subject: 'manager-2' } });
    expect((await does(other(api), id, 'answer', { text: '答' })).status).toBe(200);
    expectProblem(await does(api.as('manager'), id, 'answer', { text: '答' }), 409, 'wrong-state');
  });

  test('a step on an old version is refused with what is there now; without a version too', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    await does(api.as('manager'), id, 'accept');
    const stale = await api.as('firm').post(`${PATH}/${id}/reply`, { text: '补' }, { headers: { 'if-match': '"v1"' } });
    expect(expectProblem(stale, 412, 'version-conflict').current).toMatchObject({ version: 2, state: 'accepted' });
    expect(stale.headers.get('etag')).toBe('"v2"');
    expectProblem(await api.as('firm').post(`${PATH}/${id}/reply`, { text: '补' }), 428, 'precondition-required');
  });

  test('who comes too late is told where the question stands now, and that nothing was saved', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    await does(other(api), id, 'accept');
    const late = expectProblem(await does(api.as('manager'), id, 'accept'), 409, 'wrong-state');
    expect(late.detail).toContain('“办理中”，由陈岚办理');
    expect(late.detail).toContain('没有保存');
  });

  test('it is passed on only to someone who looks after the firm', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    expectProblem(await does(api.as('manager'), id, 'reassign', { to: 'manager-9' }), 422, 'invalid-request');
    expectProblem(await does(api.as('manager'), id, 'reassign', { to: PEOPLE.manager.subject }), 409, 'wrong-state');
  });

  test('not solvable takes a reason and an explanation', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    await does(api.as('manager'), id, 'accept');
    expectProblem(await does(api.as('manager'), id, 'decline', { text: '不符合' }), 422, 'invalid-request');
    const declined = viewOf(
      await does(api.as('manager'), id, 'decline', { text: '不符合', reason: 'conditions-not-met' }),
    );
    expect(declined).toMatchObject({ state: 'not-solvable', reason: 'conditions-not-met' });
    expect(declined.labels.reason).toBe('企业目前不符合条件');
  });

  test('the firm rates the outcome once, from 1 to 5', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    expectProblem(await does(api.as('firm'), id, 'rate', { score: 5 }), 409, 'wrong-state');
    await does(api.as('manager'), id, 'accept');
    await does(api.as('manager'), id, 'solve', { text: '已说明' });
    expectProblem(await does(api.as('firm'), id, 'rate', { score: 6 }), 422, 'invalid-request');
    const rated = viewOf(await does(api.as('firm'), id, 'rate', { score: 4, text: '很快' }));
    expect(rated.satisfaction).toEqual({ score: 4, text: '很快' });
    expectProblem(await does(api.as('firm'), id, 'rate', { score: 1 }), 409, 'wrong-state');
  });
});

describe('lists', () => {
  test('the inbox shows what is due soonest first, then what waits for firms; every page, nothing twice', async () => {
    const api = await requestsApi();
    const complex = await asks(api, { urgency: 'complex' });
    const emergency = await asks(api, { urgency: 'emergency' });
    const usual = await asks(api);
    const waiting = await asks(api, { urgency: 'urgent' });
    await does(api.as('manager'), waiting.id, 'accept');
    await does(api.as('manager'), waiting.id, 'ask-firm', { text: '请补充' });
    const seen: string[] = [];
    for (let cursor: string | null = '', more = ''; cursor !== null; more = `&cursor=${cursor}`) {
      const page = pageOf(await api.as('manager').get(`/v1/requests?limit=1${more}`));
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    }
    expect(seen).toEqual([emergency.id, usual.id, complex.id, waiting.id]);
    await does(api.as('firm'), usual.id, 'withdraw');
    expect(pageOf(await api.as('manager').get('/v1/requests')).items).toHaveLength(3);
    expect(pageOf(await api.as('manager').get('/v1/requests?which=closed')).items.map(({ id }) => id)).toEqual([
      usual.id,
    ]);
  });

  test('a firm’s own list is newest first', async () => {
    const api = await requestsApi();
    const first = await asks(api);
    api.pass(1000);
    const second = await asks(api);
    expect(pageOf(await api.as('firm').get(PATH)).items.map(({ id }) => id)).toEqual([second.id, first.id]);
  });

  test('operators see what is overdue, and staff that there are requests, neither what they say', async () => {
    const api = await requestsApi();
    const { id } = await asks(api, { urgency: 'emergency' });
    const looks = async () => (await api.as('auditor').get('/v1/audit?action=company.list')).text;
    // Who is shown none has looked at none.
    expect(pageOf(await api.as('operator').get('/v1/requests/overdue')).items).toEqual([]);
    expect(await looks()).not.toContain('overdue');
    api.pass(2 * HOUR + 1);
    const late = await api.as('operator').get('/v1/requests/overdue');
    expect(pageOf(late).items).toMatchObject([{ id, text: null }]);
    expect(await looks()).toContain('overdue 1');
    const staff = api.as('staff', { firmLevel: true });
    for (const answered of [late, await staff.get(PATH), await staff.get(`${PATH}/${id}`)]) {
      expect(answered.status).toBe(200);
      expect(answered.text).not.toContain(TEXT);
    }
  });

  test('a request unchanged since it was read is not sent again', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    const headers = { 'if-none-match': '"v1"' };
    expect((await api.as('firm').get(`${PATH}/${id}`, { headers })).status).toBe(304);
    await does(api.as('manager'), id, 'accept');
    expect((await api.as('firm').get(`${PATH}/${id}`, { headers })).status).toBe(200);
  });
});

describe('when people and firms change', () => {
  test('a manager who no longer looks after the firm leaves its requests to whoever does', async () => {
    const api = await requestsApi();
    const { id } = await asks(api);
    await does(api.as('manager'), id, 'accept');
    await withdraw(api, PEOPLE.manager.subject);
    expect(pageOf(await api.as('manager').get('/v1/requests')).items).toEqual([]);
    const [theirs] = pageOf(await other(api).get('/v1/requests')).items;
    expect(theirs).toMatchObject({ id, state: 'accepted', manager: { subject: 'manager-2' } });
    await withdraw(api, 'manager-2');
    const { state, manager, clock } = viewOf(await api.as('firm').get(`${PATH}/${id}`));
    expect([state, manager, clock.running]).toEqual(['open', null, true]);
  });

  test('handing a portfolio over moves what is open, once however often it is told, and leaves what is closed', async () => {
    const api = await requestsApi();
    const me = { subject: PEOPLE.manager.subject, name: PEOPLE.manager.name };
    const open = await putRequest(api, { uscc: OWN, manager: me }, ['accept']);
    const closed = await putRequest(api, { uscc: OWN, manager: me }, ['accept', 'solve']);
    const change = { from: me.subject, to: { subject: 'manager-2', name: '陈岚' }, by: SYSTEM };
    await requestsConcept.handOver?.(api.deps, OWN, change);
    await requestsConcept.handOver?.(api.deps, OWN, change);
    expect(pageOf(await other(api).get('/v1/requests')).items).toMatchObject([{ id: open.id, version: 3 }]);
    expect(pageOf(await api.as('manager').get('/v1/requests?which=closed')).items).toMatchObject([{ id: closed.id }]);
  });

  test('a firm’s export holds its requests with every step; its erasure leaves nothing of them, repeated requests included', async () => {
    const api = await requestsApi();
    const sent = ask();
    const { id } = viewOf(await api.as('firm').post(PATH, sent.body, sent));
    await does(api.as('manager'), id, 'accept');
    const exported = await api.as('firm').get(`/v1/companies/${OWN}/export`);
    const { data } = z
      .object({ data: z.object({ requests: z.object({ steps: z.array(z.unknown()) }) }) })
      .parse(exported.json);
    expect(data.requests.steps).toHaveLength(2);
    expect(exported.text).toContain(TEXT);
    const { version } = await companyOf(api.deps.store, OWN);
    await api.as('firm').delete(`/v1/companies/${OWN}`, { headers: { 'if-match': `"v${version}"` } });
    const left = (await api.deps.store.changes(undefined, 1000)).filter(({ after }) =>
      JSON.stringify(after).includes(TEXT),
    );
    const still = await Promise.all(left.map(({ key }) => api.deps.store.get(key)));
    expect(still.filter((item) => JSON.stringify(item ?? '').includes(TEXT))).toEqual([]);
    expect(left.length).toBeGreaterThan(0);
  });

  test('nobody asks for a firm that is not there', async () => {
    const api = await requestsApi();
    const sent = ask();
    await putCompany(api, FOREIGN, { members: { [PEOPLE.firm.subject]: 'owner' } });
    await api.as('firm').delete(`/v1/companies/${FOREIGN}`, { headers: { 'if-match': '"v1"' } });
    expectProblem(await api.as('firm').post(`/v1/companies/${FOREIGN}/requests`, sent.body, sent), 404, 'not-found');
  });
});

test('whatever is done in whatever order, the state follows the table, and the clock counts only the manager’s time', () => {
  const manager = { subject: 'm', name: 'm', role: 'manager' as const };
  const firm = { subject: 'f', name: 'f', role: 'firm' as const };
  const move = fc.record({ act: fc.constantFrom(...ACT_NAMES), ms: fc.nat(3 * DAY) });
  fc.assert(
    fc.property(fc.constantFrom(...URGENCY_NAMES), fc.array(move, { maxLength: 30 }), (urgency, moves) => {
      let now = START.getTime();
      const first = { id: 'x', uscc: OWN, measure: null, text: TEXT, urgency, by: firm, manager };
      let { request } = asked(first, new Date(now));
      let used = 0;
      for (const { act, ms } of moves) {
        if (request.state === 'open' || request.state === 'accepted') used += ms;
        now += ms;
        const by = ACTS[act].by === 'firm' ? firm : manager;
        const to = act === 'release' ? null : act === 'reassign' ? { subject: 'n', name: 'n' } : undefined;
        const next = stepped(
          request,
          { act, by, said: { score: 3 }, ...(to === undefined ? {} : { to }) },
          new Date(now),
        );
        if (!next.ok) continue;
        expect(next.request.state).toBe(ACTS[act].moves[request.state]);
        expect(next.request.steps).toBe(request.steps + 1);
        ({ request } = next);
        const { clock } = request;
        const remaining = clock.running ? Date.parse(clock.dueAt) - now : clock.remainingMs;
        expect(remaining).toBe(URGENCIES[urgency].withinMs - used);
      }
    }),
    { numRuns: 1000 },
  );
});

test('what is closed stays closed', () => {
  const leaving = ACT_NAMES.flatMap((act) =>
    STATE_NAMES.filter((state) => ['solved', 'not-solvable', 'withdrawn'].includes(state)).flatMap((state) => {
      const next = ACTS[act].moves[state];
      return next === undefined || next === state ? [] : [`${act}: ${state} → ${next}`];
    }),
  );
  expect(leaving).toEqual([]);
});

const fail = (): never => {
  throw new Error('Nobody was refused.');
};
const staffOf = (api: TestApi): Caller => api.as('operator');
async function assign(api: TestApi, subject: string): Promise<void> {
  await api.deps.store.write([
    {
      put: { pk: `PERSON#${subject}`, sk: 'PERSON', body: { subject, name: subject, role: 'manager', district: null } },
    },
  ]);
  expect((await staffOf(api).put(`/v1/companies/${OWN}/managers/${subject}`)).status).toBe(204);
}
async function withdraw(api: TestApi, subject: string): Promise<void> {
  expect((await staffOf(api).delete(`/v1/companies/${OWN}/managers/${subject}`)).status).toBe(204);
}
