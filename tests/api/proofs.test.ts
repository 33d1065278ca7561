import { CompactSign, generateKeyPair, importJWK, compactVerify, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { newSigningKey, PROOF_TYPE, signerOf } from '#functions/api/proofs/signer.ts';
import { stateOf, type Statement } from '#functions/api/proofs/statement.ts';
import type { Company } from '#functions/api/companies/repository.ts';
import { isRecord } from '#rules/engine/json.ts';
import { match } from '#rules/engine/match.ts';
import type { Json, Profile } from '#rules/engine/types.ts';
import { firms, rules } from '../functions/artefact.ts';
import { loaded } from './catalogue.ts';
import { companyApi, companyOf, putCompany } from './companies.ts';
import { expectProblem, testApi, type TestApi } from './support.ts';
import { OWN } from './world.ts';

const at = `/v1/companies/${OWN}/proofs`;
let keys = 0;
const headers = () => ({ headers: { 'idempotency-key': `proof-${String((keys += 1)).padStart(8, '0')}` } });

async function issued(measures = ['cn-hnte']) {
  const api = await companyApi();
  const { json } = await api.as('firm').post(at, { measures, asOf: '2026-07-01' }, headers());
  const { proof, id } = json as { proof: string; id: string };
  return { api, proof, id };
}
interface Checked {
  readonly valid: boolean;
  readonly reasons: readonly { code: string; words: string }[];
  readonly remarks: readonly { code: string }[];
  readonly statement: Statement | null;
}
const check = async (api: TestApi, proof: string): Promise<Checked> =>
  (await api.anonymous.post('/v1/proofs/verify', { proof })).json as Checked;

describe('a proof', () => {
  test('states facts, rules and outcome, and anyone can verify it', async () => {
    const { api, proof } = await issued();
    const { valid, reasons, remarks, statement } = await check(api, proof);
    expect([valid, reasons, remarks]).toEqual([true, [], []]);
    const { profile } = await companyOf(api.deps.store, OWN);
    const [result] = match(loaded.catalogue, loaded.texts.zh, profile, {
      asOf: '2026-07-01',
      measures: ['cn-hnte'],
    }).results;
    expect(statement).toMatchObject({
      firm: { uscc: OWN, name: profile.name },
      asOf: '2026-07-01',
      profileVersion: 1,
      catalogue: rules.hash,
      outcomes: [{ measure: 'cn-hnte', version: result?.version, verdict: result?.verdict, near: result?.near }],
    });
  });

  test('shows the answers its measures read and nothing else', async () => {
    const { api, proof } = await issued(['cn-hnte']);
    const { statement } = await check(api, proof);
    expect(statement?.facts).toMatchObject({ registeredOn: '2018-03-19', years: { 2025: { rdExpense: 2300000 } } });
    for (const field of ['loan', 'financing', 'segment', 'needs', 'awards', 'talent', 'name', 'subdistrict']) {
      expect(statement?.facts, field).not.toHaveProperty(field);
    }
    expect(JSON.stringify(statement?.facts)).not.toContain('interestPaid');
  });

  test('shows the founding date only where a condition reads it or a year’s figures are missing', async () => {
    const { api } = await issued();
    const { profile } = await companyOf(api.deps.store, OWN);
    const factsOf = (given: Profile) => {
      const asked = { id: '', issuedAt: '', asOf: '2026-07-01', measures: ['cn-rd-super-deduction'] };
      return stateOf(loaded, { uscc: OWN, profile: given, version: 1 } as Company, asked).facts;
    };
    expect(factsOf(profile)).not.toHaveProperty('registeredOn');
    expect(factsOf({ ...profile, registeredOn: '2026-03-01', years: {} })).toHaveProperty('registeredOn');
  });

  test('can be verified with the published keys alone', async () => {
    const { api, proof } = await issued();
    const { keys } = (await api.anonymous.get('/v1/proofs/keys')).json as { keys: JWK[] };
    const [key] = keys;
    if (!key) throw new Error('No key.');
    expect(key).not.toHaveProperty('d');
    const { payload } = await compactVerify(proof, await importJWK(key, 'EdDSA'));
    expect(JSON.parse(new TextDecoder().decode(payload))).toMatchObject({ kind: 'ceyin-proof', firm: { uscc: OWN } });
  });

  test('is shown to whoever has its card, and to nobody without the id', async () => {
    const { api, proof, id } = await issued();
    const shown = (await api.anonymous.get(`/v1/proofs/${OWN}/${id}`)).json as Checked;
    expect(shown).toEqual(await check(api, proof));
    expect(shown.valid).toBe(true);
    expectProblem(await api.anonymous.get(`/v1/proofs/${OWN}/${id.slice(0, -1)}`), 404, 'not-found');
  });

  test('is kept, and given again to a repeated request', async () => {
    const { api, proof, id } = await issued();
    expect((await api.as('firm').get(at)).json).toMatchObject({ items: [{ id, measures: ['cn-hnte'] }] });
    expect((await api.as('firm').get(`${at}/${id}`)).json).toMatchObject({ proof });
    const key = headers();
    const first = await api.as('firm').post(at, { measures: ['cn-hnte'] }, key);
    const second = await api.as('firm').post(at, { measures: ['cn-hnte'] }, key);
    expect(second.text).toBe(first.text);
    const other = await api.as('firm').post(at, { measures: ['cn-tech-sme'] }, key);
    expectProblem(other, 422, 'idempotency-mismatch');
  });

  test('for a measure that does not exist is refused', async () => {
    const { api } = await issued();
    const refused = await api.as('firm').post(at, { measures: ['cn-hnte', 'nothing'] }, headers());
    expect(expectProblem(refused, 422, 'unknown-measure').faults).toMatchObject([{ path: 'measures.1' }]);
  });

  test('made with another catalogue is genuine still, and says so', async () => {
    const { api, proof } = await issued();
    const later = await companyApi();
    const changed = { ...loaded, rules: { ...rules, hash: 'another' } };
    Object.assign(later.deps, { signer: api.deps.signer, catalogue: () => changed });
    expect(await check(later, proof)).toMatchObject({ valid: true, remarks: [{ code: 'catalogue-changed' }] });
  });
});

describe('a proof that was tampered with', () => {
  const parts = (proof: string): [string, string, string] => {
    const [header = '', payload = '', signature = ''] = proof.split('.');
    return [header, payload, signature];
  };
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const expectInvalid = async (api: TestApi, proof: string, code: string) => {
    const { valid, reasons, statement } = await check(api, proof);
    expect({ valid, codes: reasons.map((reason) => reason.code), statement }).toEqual({
      valid: false,
      codes: [code],
      statement: null,
    });
  };

  test('in what it states', async () => {
    const { api, proof } = await issued();
    const [header, payload, signature] = parts(proof);
    const statement = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Statement;
    const better = { ...statement, outcomes: statement.outcomes.map((each) => ({ ...each, verdict: 'eligible' })) };
    await expectInvalid(api, [header, encoded(better), signature].join('.'), 'bad-signature');
  });

  test('in its signature, its header, or cut short', async () => {
    const { api, proof } = await issued();
    const [header, payload, signature] = parts(proof);
    const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
    await expectInvalid(api, [header, payload, flipped].join('.'), 'bad-signature');
    const none = encoded({ alg: 'none', typ: PROOF_TYPE });
    await expectInvalid(api, [none, payload, signature].join('.'), 'unknown-key');
    await expectInvalid(api, [header, payload].join('.'), 'malformed');
    await expectInvalid(api, '把证明贴在这里', 'malformed');
    await expectInvalid(api, [encoded([]), payload, signature].join('.'), 'malformed');
  });

  test('signed by someone else, under their name or ours', async () => {
    const { api, proof } = await issued();
    const [header, payload] = parts(proof);
    const text = Buffer.from(payload, 'base64url').toString();
    await expectInvalid(api, await signerOf([await newSigningKey()]).sign(text), 'unknown-key');
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const ours = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string };
    const forged = await new CompactSign(Buffer.from(text)).setProtectedHeader(ours).sign(privateKey);
    await expectInvalid(api, forged, 'bad-signature');
  });

  test('is not a token, and a token is no proof', async () => {
    const { api } = await issued();
    await expectInvalid(api, `${encoded({ alg: 'EdDSA', typ: 'at+jwt' })}.e30.AA`, 'wrong-type');
  });
});

test('no log holds the id of a proof: it is the key to what the proof states', async () => {
  const api = testApi();
  const { proof = '' } = await putCompany(api, OWN, { proving: 'cn-hnte' });
  api.logs.length = 0;
  for (const path of [`/v1/proofs/${OWN}/${proof}`, `/v1/proofs/${OWN}/a-guess`, `/v1/proofs/${OWN}/a/b`]) {
    await api.anonymous.get(path);
  }
  const lines = api.logs.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(lines.map(({ route }) => route)).toEqual(['/v1/proofs/:uscc/:id', '/v1/proofs/:uscc/:id', '(none)']);
  expect(api.logs.join()).not.toMatch(new RegExp(`${OWN}|a-guess|"${proof}"`));
});

test('keys can be changed: what the former key signed still verifies', async () => {
  const [old, next] = [await newSigningKey(), await newSigningKey()];
  const proof = await signerOf([old]).sign('{}');
  const rotated = signerOf([next, old]);
  await expect(rotated.verify(proof)).resolves.toBeDefined();
  await expect(rotated.verify(await rotated.sign('{}'))).resolves.toBeDefined();
  await expect(signerOf([next]).verify(proof)).rejects.toThrow();
});

test('of every demo firm and every measure the facts shown lead to the outcome', () => {
  for (const [at, [name, profile]] of [...firms].entries()) {
    // Also as a firm that knows its figures only roughly; every measure with every fourth of them.
    for (const [rough, given] of [profile, roughly(profile)].entries()) {
      const company = { uscc: OWN, profile: given, version: 1 } as Company;
      for (const { id } of rules.measures.filter((_, index) => (index + at + rough) % 4 === 0)) {
        const asked = { id, issuedAt: '', asOf: '2026-07-01', measures: [id] };
        expect(() => stateOf(loaded, company, asked), `${name} ${id}`).not.toThrow();
      }
    }
  }
});

/** Half of the yearly figures as ranges, the other half left out. */
function roughly(profile: Profile): Profile {
  const rough = (figures: Json): Json =>
    Object.fromEntries(
      Object.entries(isRecord(figures) ? figures : {}).flatMap(([name, value], index): [string, Json][] =>
        index % 2 === 0 && typeof value === 'number' ? [[name, { min: value * 0.5, max: value * 1.5 }]] : [],
      ),
    );
  const years = Object.entries(isRecord(profile.years) ? profile.years : {});
  return { ...profile, years: Object.fromEntries(years.map(([year, figures]) => [year, rough(figures)])) };
}
