/** What the companies concept itself keeps about a firm: profile, history, evaluations, people. */
import type { Item, JsonValue, Store, Write } from '#functions/store/port.ts';
import type { Concept } from './concept.ts';
import { bodiesOf, erasePartition } from './erasure.ts';
import {
  ERASING,
  evaluationPk,
  findingsPk,
  firmPk,
  FORMER,
  historyPk,
  invitesPk,
  MANAGER,
  MEMBER,
  ofFirmKey,
  portfolioKey,
  versionPk,
} from './keys.ts';
import { formerManagersOf, managersOf, membersOf } from './people.ts';
import { getCompany } from './repository.ts';

export const ownConcept: Concept = {
  name: 'company',
  async export(store, uscc) {
    const company = await getCompany(store, uscc);
    if (!company) return undefined;
    const [history, versions, evaluations, findings] = await Promise.all(
      [historyPk(uscc), versionPk(uscc), evaluationPk(uscc), findingsPk(uscc)].map((pk) => bodiesOf(store, pk)),
    );
    return {
      profile: company.profile,
      saved: company.saved,
      history: joined(history, versions),
      evaluations: joined(evaluations, findings),
      members: (await membersOf(store, uscc)).map(({ subject, name, role, since }) => ({ subject, name, role, since })),
      managers: (await managersOf(store, uscc)).map(({ subject, name, since }) => ({ subject, name, since })),
      formerManagers: [...(await formerManagersOf(store, uscc))],
    };
  },
  async erase(store, uscc) {
    for (const pk of [findingsPk(uscc), evaluationPk(uscc), versionPk(uscc), historyPk(uscc)]) {
      await erasePartition(store, pk);
    }
    await eraseInvitations(store, uscc);
    await erasePartition(store, `PARTS#${firmPk(uscc)}`);
    // Its people last: until then its owner still is one, and can send the request again after a break.
    for (const prefix of [FORMER, MANAGER, ...SINGLE, MEMBER, ERASING]) {
      await erasePartition(store, firmPk(uscc), { prefix, also: (item) => otherSide(item, uscc) });
    }
  },
};

const SINGLE = ['CARD', 'EVALUATION', 'PROFILE'];

/** Both lists stand in the order of the same keys. */
const joined = (heads: readonly JsonValue[] = [], bodies: readonly JsonValue[] = []): JsonValue[] =>
  heads.map((head, index) => ({ ...asObject(head), ...asObject(bodies[index]) }));
const asObject = (value: JsonValue | undefined): { readonly [key: string]: JsonValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as { [key: string]: JsonValue }) : {};

function otherSide({ sk }: Item, uscc: string): readonly Write[] {
  if (sk.startsWith(MEMBER)) return [{ delete: ofFirmKey(sk.slice(MEMBER.length), uscc) }];
  if (sk.startsWith(MANAGER)) return [{ delete: portfolioKey(sk.slice(MANAGER.length), uscc) }];
  return [];
}

async function eraseInvitations(store: Store, uscc: string): Promise<void> {
  const { items } = await store.query(invitesPk(uscc), { index: 'gsi1', limit: 100 });
  if (items.length > 0) await store.write(items.map(({ pk, sk }) => ({ delete: { pk, sk } })));
}
