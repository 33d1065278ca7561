/** Puts firms and their people into a test's store, as the API's own functions would. */
import { SYSTEM, writeAudited } from '#functions/api/audit/record.ts';
import { keepEvaluation } from '#functions/api/companies/evaluation.ts';
import { personItem } from '#functions/api/companies/directory.ts';
import { newInvitation } from '#functions/api/companies/invitations.ts';
import { assignWrites, joinWrites } from '#functions/api/companies/people.ts';
import { storeRelations } from '#functions/api/companies/relations.ts';
import { getCompany, saveProfile, type Company } from '#functions/api/companies/repository.ts';
import { proofWrites } from '#functions/api/proofs/proof.ts';
import { stateOf } from '#functions/api/proofs/statement.ts';
import type { FirmRole } from '#functions/identity/relations.ts';
import type { Profile } from '#rules/engine/types.ts';
import { validateProfile } from '#rules/profile/validate.ts';
import { firms, rules } from '../functions/artefact.ts';
import { testApi, type TestApi } from './support.ts';
import { OWN, PEOPLE } from './world.ts';

const checked = validateProfile(firms.get('chaoyang-ai-software.json'), rules.fields);
if (!checked.ok) throw new Error('The demo firm has faults.');
/** A firm with many answers; its code is to be replaced. */
export const PROFILE: Profile = checked.profile;

interface Made {
  readonly evaluation?: string;
  readonly invitation?: string;
  readonly code?: string;
  readonly proof?: string;
}
interface Firm {
  readonly profile?: Profile;
  readonly members?: Readonly<Record<string, FirmRole>>;
  readonly managers?: readonly string[];
  readonly evaluated?: boolean;
  readonly inviting?: FirmRole;
  /** A proof for this measure. */
  readonly proving?: string;
}

/** Creates the firm with everything that is asked for. */
export async function putCompany({ deps }: TestApi, uscc: string, firm: Firm = {}): Promise<Made> {
  const { profile = PROFILE, members = {}, managers = [], evaluated = false, inviting, proving } = firm;
  const since = deps.now().toISOString();
  const result = await saveProfile(
    { ...deps, fields: rules.fields },
    { uscc, profile: { ...profile, uscc }, before: undefined, by: SYSTEM, source: 'self' },
  );
  if (!result.ok) throw new Error(`${uscc} is there already.`);
  const invited = inviting && newInvitation({ uscc, role: inviting, by: SYSTEM, days: 7 }, deps.now());
  const ties = [
    ...Object.entries(members).flatMap(([subject, role]) => joinWrites(uscc, { subject, name: subject, role, since })),
    ...managers.flatMap((subject) => assignWrites(uscc, { subject, name: subject, since })),
    ...(invited ? [invited.write] : []),
  ];
  const tied = await deps.store.write(ties);
  if (!tied.ok) throw new Error('The ties conflict.');

  const company = await companyOf(deps.store, uscc);
  const asOf = since.slice(0, 10);
  const kept = evaluated ? await keepEvaluation(deps, deps.catalogue(), company, { asOf, by: SYSTEM }) : undefined;
  if (proving !== undefined) {
    const statement = stateOf(deps.catalogue(), company, { id: 'p1', issuedAt: since, asOf, measures: [proving] });
    const head = { id: 'p1', issuedAt: since, by: SYSTEM, asOf, measures: [proving], profileVersion: 1 };
    await writeAudited(deps, proofWrites(uscc, head, await deps.signer.sign(JSON.stringify(statement))), []);
  }
  return {
    ...(kept ? { evaluation: kept.evaluation.id } : {}),
    ...(invited ? { invitation: invited.invitation.id, code: invited.code } : {}),
    ...(proving === undefined ? {} : { proof: 'p1' }),
  };
}

export async function companyOf(store: TestApi['deps']['store'], uscc: string): Promise<Company> {
  const company = await getCompany(store, uscc);
  if (!company) throw new Error(`${uscc} is not there.`);
  return company;
}

/** Two managers of Chaoyang whom the directory knows. */
export async function putManagers({ deps }: TestApi): Promise<void> {
  const people = [PEOPLE.manager.subject, 'manager-2'];
  await deps.store.write(
    people.map((subject) => ({
      put: personItem({ subject, name: subject, role: 'manager', district: 'chaoyang' }),
    })),
  );
}

/** The API with relations from its store. */
export function storeApi(): TestApi {
  const live = () => storeRelations(api.deps.store);
  const api: TestApi = testApi({
    relations: {
      memberOf: (subject, uscc) => live().memberOf(subject, uscc),
      assignedTo: (subject, uscc) => live().assignedTo(subject, uscc),
      districtOf: (uscc) => live().districtOf(uscc),
    },
  });
  return api;
}

/** The same with the firm OWN of one owner and one manager. */
export async function companyApi(): Promise<TestApi> {
  const api = storeApi();
  await putCompany(api, OWN, {
    members: { [PEOPLE.firm.subject]: 'owner' },
    managers: [PEOPLE.manager.subject],
  });
  return api;
}
