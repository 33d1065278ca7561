import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { assignWrites, joinWrites } from '#functions/api/companies/people.ts';
import { askWrites, requestBy, stepWrites } from '#functions/api/requests/repository.ts';
import { asked, stepped } from '#functions/api/requests/step.ts';
import { tellOfChanges, tellOfDays, tellOverdue } from '#functions/notices/causes.ts';
import { noticesOf, tell } from '#functions/notices/kept.ts';
import { fileMailer, sendMail, type Mail, type MailDeps } from '#functions/notices/mail.ts';
import { KINDS, wordsOf, type Notice } from '#functions/notices/notice.ts';
import { rematch } from '#functions/rematch/run.ts';
import { turnWrite } from '#functions/rematch/turns.ts';
import { availabilityOf } from '#rules/engine/availability.ts';
import { toDay, toIso } from '#rules/engine/calendar.ts';
import { saveFirm } from '../demand/firms.ts';
import { firms, texts } from '../functions/artefact.ts';
import { loaded } from './catalogue.ts';
import { expectProblem, testApi, type TestApi } from './support.ts';
import { OWN, PEOPLE } from './world.ts';

const profile = firms.get('chaoyang-ai-software.json') ?? {};
const name = '示例公司';
const FIRM = PEOPLE.firm.subject;
const MANAGER = PEOPLE.manager.subject;
const about = (measure: string): Notice => ({
  kind: 'newly-eligible',
  firms: [{ uscc: OWN, name }],
  measures: [measure],
  on: null,
  object: null,
});

async function world(more: object = {}): Promise<TestApi> {
  const api = testApi();
  const since = '2026-01-01T00:00:00.000Z';
  await saveFirm(api.deps.store, OWN, { ...profile, name, ...more });
  await api.deps.store.write([
    ...joinWrites(OWN, { subject: FIRM, name: '林晓', role: 'owner', since }),
    ...assignWrites(OWN, { subject: MANAGER, name: '周岩', since }),
  ]);
  return api;
}
interface Listing {
  readonly items: readonly {
    id: string;
    kind: string;
    title: string;
    text: string;
    readAt: string | null;
    measures: object[];
    on: string | null;
  }[];
  readonly next: string | null;
  readonly unread: number;
}
const noticesFor = async (api: TestApi, role: 'firm' | 'manager', query = ''): Promise<Listing> =>
  (await api.as(role).get(`/v1/notices${query}`)).json as Listing;
const feed = (api: TestApi) => api.deps.store.changes(undefined, 1000);

describe('a person’s notices', () => {
  test('come with what changed for their firms, once however often the feed tells', async () => {
    const api = await world();
    const turn = {
      uscc: OWN,
      run: 'r1',
      cause: 'release',
      asOf: '2026-07-01',
      entered: ['cn-hnte'],
      left: ['cn-tech-sme'],
    } as const;
    await api.deps.store.write([turnWrite(turn)]);
    for (let i = 0; i < 3; i += 1) await tellOfChanges(api.deps, await feed(api));
    for (const role of ['firm', 'manager'] as const) {
      const { items, unread } = await noticesFor(api, role);
      expect(items.map(({ kind }) => kind).sort()).toEqual(['newly-eligible', 'no-longer-eligible']);
      expect(unread).toBe(2);
      const gained = items.find(({ kind }) => kind === 'newly-eligible');
      // It is not said that one can apply now: that is a matter of each measure's window.
      expect(gained?.title).toBe('1 项政策变为符合或待认定');
      expect(gained?.text).toContain(name);
      expect(gained?.text).toContain(texts.zh.measures['cn-hnte']?.name);
    }
    await api.deps.store.write([turnWrite({ ...turn, run: 'r2' })]);
    await tellOfChanges(api.deps, await feed(api));
    expect((await noticesFor(api, 'firm')).unread).toBe(4);
  });

  test('are read one by one, and stay read', async () => {
    const api = await world();
    await tell(api.deps, FIRM, about('cn-hnte'));
    await tell(api.deps, FIRM, about('cn-tech-sme'));
    const [first] = (await noticesFor(api, 'firm')).items;
    const read = await api.as('firm').post(`/v1/notices/${first?.id}/read`);
    expect(read.json).toMatchObject({ id: first?.id, readAt: '2026-07-01T01:00:00.000Z' });
    api.pass(60_000);
    expect((await api.as('firm').post(`/v1/notices/${first?.id}/read`)).json).toEqual(read.json);
    const left = await noticesFor(api, 'firm', '?unread=true');
    expect(left).toMatchObject({ unread: 1 });
    expect(left.items.map(({ id }) => id)).not.toContain(first?.id);
    expectProblem(await api.as('manager').post(`/v1/notices/${first?.id}/read`), 404, 'not-found');
  });

  test('come in pages', async () => {
    const api = await world();
    for (const { id } of loaded.rules.measures.slice(0, 5)) await tell(api.deps, FIRM, about(id));
    const first = await noticesFor(api, 'firm', '?limit=3');
    const second = await noticesFor(api, 'firm', `?limit=3&cursor=${encodeURIComponent(first.next ?? '')}`);
    expect([first.items.length, second.items.length, second.next]).toEqual([3, 2, null]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(5);
  });

  test.each(KINDS)('%s is worded in both languages', (kind) => {
    const notice: Notice = {
      kind,
      firms: [{ uscc: OWN, name }],
      measures: ['cn-hnte'],
      on: '2026-08-01',
      object: 'hnte',
    };
    const [zh, en] = [wordsOf(notice, 'zh', texts.zh), wordsOf(notice, 'en', texts.en)];
    expect(zh.title + zh.text).toMatch(/[一-鿿]/);
    expect(en.title + en.text.replace(name, '')).not.toMatch(/[一-鿿]/);
  });

  test('an overdue request is told to those who look after the firm', async () => {
    const api = await world();
    for (let i = 0; i < 2; i += 1) await tellOverdue(api.deps, { uscc: OWN, request: 'q1', due: '2026-06-30' });
    expect((await noticesFor(api, 'manager')).items).toMatchObject([{ kind: 'request-overdue', on: '2026-06-30' }]);
    expect((await noticesFor(api, 'firm')).items).toEqual([]);
  });
});

describe('a request that is passed on', () => {
  test('is told to whom it was passed on, once each time, but not to who took it themselves', async () => {
    const api = await world();
    const by = (subject: string) => ({ subject, name: subject, role: 'manager' }) as const;
    const now = api.deps.now();
    const { request, step } = asked(
      { id: 'q1', uscc: OWN, measure: null, text: '…', urgency: 'usual', by: by(FIRM), manager: null },
      now,
    );
    await api.deps.store.write(askWrites(request, step));
    for (const [from, to] of [
      ['colleague', MANAGER],
      ['colleague', 'colleague'],
      [MANAGER, 'third'],
      ['third', MANAGER],
    ] as const) {
      const before = await requestBy(api.deps.store, OWN, 'q1');
      if (!before) throw new Error('The request is gone.');
      const after = stepped(before, { act: 'reassign', by: by(from), said: {}, to: { subject: to, name: to } }, now);
      if (!after.ok) throw new Error(after.why);
      await api.deps.store.write(stepWrites(before, after.request, after.step));
      for (let i = 0; i < 2; i += 1) await tellOfChanges(api.deps, await feed(api));
    }
    const { items } = await noticesFor(api, 'manager');
    expect(items.map(({ kind }) => kind)).toEqual(['request-passed-on', 'request-passed-on']);
    expect(items[0]?.text).toContain(name);
    expect((await noticesOf(api.deps.store, 'third', { unread: true, limit: 10 })).notices).toHaveLength(1);
    expect((await noticesOf(api.deps.store, 'colleague', { unread: true, limit: 10 })).notices).toEqual([]);
  });
});

test('a firm that somebody hands to a manager is told to them once, with its name; what they took themselves is not', async () => {
  const api = await world();
  const to = (subject: string) => ({ subject, name: subject, since: api.deps.now().toISOString() });
  await api.deps.store.write(assignWrites(OWN, to('manager-9'), 'operator-1'));
  await api.deps.store.write(assignWrites(OWN, to('manager-8'), 'manager-8'));
  await api.deps.store.write(assignWrites(OWN, to('manager-7')));
  for (let i = 0; i < 2; i += 1) await tellOfChanges(api.deps, await feed(api));
  const told = async (subject: string) =>
    ((await api.as('manager', { subject }).get('/v1/notices')).json as Listing).items;
  expect(await told('manager-9')).toMatchObject([{ kind: 'firm-assigned', firms: [{ uscc: OWN }] }]);
  expect(await told('manager-8')).toEqual([]);
  expect(await told('manager-7')).toEqual([]);
});

test('what the service manager does with a question is told to the people of the firm, once each time', async () => {
  const api = await world();
  const by = { subject: MANAGER, name: '周岩', role: 'manager' } as const;
  const now = api.deps.now();
  const { request, step } = asked(
    { id: 'q2', uscc: OWN, measure: null, text: '…', urgency: 'usual', by: { ...by, subject: FIRM }, manager: null },
    now,
  );
  await api.deps.store.write(askWrites(request, step));
  for (const act of ['accept', 'answer', 'ask-firm', 'resume', 'solve'] as const) {
    const before = await requestBy(api.deps.store, OWN, 'q2');
    if (!before) throw new Error('The request is gone.');
    const after = stepped(before, { act, by, said: { text: '…' } }, now);
    if (!after.ok) throw new Error(after.why);
    await api.deps.store.write(stepWrites(before, after.request, after.step));
    api.pass(1000);
    for (let i = 0; i < 2; i += 1) await tellOfChanges(api.deps, await feed(api));
  }
  const { items } = await noticesFor(api, 'firm');
  expect(items.map(({ kind }) => kind)).toEqual(['request-closed', 'request-more-asked', 'request-answered']);
  expect((await noticesFor(api, 'manager')).items).toEqual([]);
});

describe('days that draw near', () => {
  test('a certificate is told of half a year before it runs out, once', async () => {
    const certificates = [
      { type: 'hnte', grantedOn: '2023-12-20', validTo: '2026-12-19' },
      { type: 'tech-sme', grantedOn: '2026-06-20', validTo: '2027-03-31' },
    ];
    const api = await world({ certificates });
    for (const day of ['2026-06-20', '2026-06-22', '2026-07-01']) await tellOfDays(api.deps, loaded.catalogue, day);
    const { items } = await noticesFor(api, 'firm');
    expect(items).toMatchObject([{ kind: 'certificate-expires', on: '2026-12-19' }]);
    expect(items[0]?.title).toContain('高新技术企业');
  });

  test('a window is told of fourteen days before it opens and before it closes, to whom it is open', async () => {
    const api = await world({ certificates: [] });
    const store = api.deps.store;
    await rematch(api.deps, loaded.catalogue, { id: 'r', cause: 'date', object: null, asOf: '2026-07-01' });
    const judged = await import('#functions/rematch/verdicts.ts').then(({ judgedOf }) => judgedOf(store, OWN));
    const open = loaded.rules.measures.filter((_, at) => ['0', '1'].includes(judged?.codes[at] ?? ''));
    const stateOn = (id: string, day: number) => {
      const measure = loaded.catalogue.measures.get(id);
      return measure && availabilityOf({ catalogue: loaded.catalogue, profile, asOf: day }, measure);
    };
    const days = Array.from({ length: 300 }, (_, i) => toDay('2026-03-01') + i);
    const closing = days.flatMap((day) =>
      open.flatMap(({ id }) => {
        const found = stateOn(id, day);
        return found?.state === 'open' && found.closesOn !== null && toDay(found.closesOn) - day === 14
          ? [{ id, day, on: found.closesOn }]
          : [];
      }),
    );
    const [window] = closing;
    if (!window) throw new Error('No window of the demo firm closes in the catalogue’s year.');
    const told = async () =>
      (await noticesFor(api, 'firm', '?limit=100')).items.filter(
        ({ kind, measures, on }) =>
          kind === 'window-closes' && on === window.on && JSON.stringify(measures).includes(`"${window.id}"`),
      );
    await tellOfDays(api.deps, loaded.catalogue, toIso(window.day - 1));
    expect(await told()).toHaveLength(0);
    await tellOfDays(api.deps, loaded.catalogue, toIso(window.day));
    await tellOfDays(api.deps, loaded.catalogue, toIso(window.day + 1));
    expect(await told()).toHaveLength(1);
  });
});

describe('how a person wants to be told', () => {
  const path = '/v1/notices/preferences';
  const wanted = { email: 'lin@example.com', mail: 'each', lang: 'zh', refused: [] as string[] };

  test('is theirs to change, by version', async () => {
    const api = await world();
    const firm = api.as('firm');
    const first = await firm.get(path);
    expect(first.json).toEqual({ email: null, mail: 'none', lang: 'zh', refused: [] });
    const set = (version: string) => firm.put(path, wanted, { headers: { 'if-match': version } });
    const changed = await set(first.headers.get('etag') ?? '');
    expect(changed.json).toEqual(wanted);
    expectProblem(await set('"v0"'), 412, 'version-conflict');
    expectProblem(await firm.put(path, wanted), 428, 'precondition-required');
    expect((await set(changed.headers.get('etag') ?? '')).status).toBe(200);
    expectProblem(
      await firm.put(path, { ...wanted, email: 'no address' }, { headers: { 'if-match': '"v2"' } }),
      422,
      'invalid-request',
    );
  });

  test('who refuses a kind hears nothing of it, others do', async () => {
    const api = await world();
    await api.as('firm').put(path, { ...wanted, refused: ['newly-eligible'] }, { headers: { 'if-match': '"v0"' } });
    expect(await tell(api.deps, FIRM, about('cn-hnte'))).toBe(false);
    expect(await tell(api.deps, MANAGER, about('cn-hnte'))).toBe(true);
    expect(await noticesFor(api, 'firm')).toMatchObject({ items: [], unread: 0 });
  });

  function mailing(api: TestApi, mailer?: (mail: Mail) => Promise<void>) {
    const sent: Mail[] = [];
    const failures: unknown[] = [];
    const deps: MailDeps = {
      ...api.deps,
      mailer: mailer ?? ((mail) => Promise.resolve(void sent.push(mail))),
      texts,
      origin: 'https://ceyin.example',
      failed: (error) => failures.push(error),
    };
    return { sent, failures, deps };
  }

  test('mail comes once, with the words of the notice and how to stop it', async () => {
    const api = await world();
    await api.as('firm').put(path, wanted, { headers: { 'if-match': '"v0"' } });
    const { sent, deps } = mailing(api);
    await tell(api.deps, FIRM, about('cn-hnte'));
    await tell(api.deps, MANAGER, about('cn-hnte'));
    expect([await sendMail(deps), await sendMail(deps)]).toEqual([1, 0]);
    expect(sent).toMatchObject([{ to: 'lin@example.com' }]);
    expect(sent[0]?.text).toContain(name);
    expect(sent[0]?.text).toContain('https://ceyin.example/account/notices');
  });

  test('a digest gathers a day’s notices and goes out from eight, once a day', async () => {
    const api = await world();
    await api.as('firm').put(path, { ...wanted, mail: 'daily', lang: 'en' }, { headers: { 'if-match': '"v0"' } });
    const { sent, deps } = mailing(api);
    // Nine in the morning in Beijing, then the evening, then two the next morning, then nine.
    await tell(api.deps, FIRM, about('cn-hnte'));
    expect(await sendMail(deps)).toBe(1);
    await tell(api.deps, FIRM, about('cn-tech-sme'));
    await tell(api.deps, FIRM, about('bj-growth-reward'));
    api.pass(10 * 3_600_000);
    expect(await sendMail(deps)).toBe(0);
    api.pass(7 * 3_600_000);
    expect(await sendMail(deps)).toBe(0);
    api.pass(7 * 3_600_000);
    expect(await sendMail(deps)).toBe(1);
    expect(sent[1]?.subject).toContain('and 1 more');
  });

  test('what could not be sent is sent later, and nothing is sent to who has turned mail off', async () => {
    const api = await world();
    await api.as('firm').put(path, wanted, { headers: { 'if-match': '"v0"' } });
    await tell(api.deps, FIRM, about('cn-hnte'));
    const broken = mailing(api, () => Promise.reject(new Error('The mail server is down.')));
    expect(await sendMail(broken.deps)).toBe(0);
    expect(broken.failures).toHaveLength(1);
    const works = mailing(api);
    expect(await sendMail(works.deps)).toBe(1);
    await tell(api.deps, FIRM, about('cn-tech-sme'));
    await api.as('firm').put(path, { ...wanted, mail: 'none' }, { headers: { 'if-match': '"v1"' } });
    expect(await sendMail(works.deps)).toBe(0);
    expect((await noticesFor(api, 'firm')).unread).toBe(2);
  });

  test('in development mail becomes files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ceyin-mail-'));
    const mail: Mail = { to: 'lin@example.com', subject: '【策引】提醒', text: '新增政策\n', id: 'abc123' };
    await fileMailer(folder, '策引 <noreply@ceyin.example>')(mail);
    const [file = ''] = readdirSync(folder);
    expect(file).toMatch(/^abc123-.*\.eml$/);
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain('To: lin@example.com');
    expect(text).toContain('Message-ID: <abc123@ceyin.example>');
    rmSync(folder, { recursive: true });
  });
});
