/** Putting a whole directory of people, firms and ties into an empty store, in large transactions: for the first start, not for requests. */
import { FIRM_ROLES, type FirmRole } from '#functions/identity/relations.ts';
import { DISTRICTS, ROLES, type Role } from '#functions/identity/principal.ts';
import { MOST_WRITES, type Store, type Write } from '#functions/store/port.ts';
import type { FieldDictionary, Profile } from '#rules/engine/types.ts';
import { auditWrite, SYSTEM, type Happening } from '../audit/record.ts';
import { changedPaths, withoutNulls } from './answers.ts';
import { personItem } from './directory.ts';
import { assignWrites, joinWrites } from './people.ts';
import { profileWrites } from './repository.ts';

export interface DirectoryPerson {
  readonly subject: string;
  readonly name: string;
  readonly role: string;
  readonly district?: string | undefined;
  /** A firm's people: the codes of their firms, and as what. */
  readonly companies?: readonly string[] | undefined;
  readonly firmRole?: string | undefined;
}
export type DirectoryEntry =
  | { readonly kind: 'person'; readonly person: DirectoryPerson }
  /** Firms without a code are left out: they cannot be kept. */
  | { readonly kind: 'firm'; readonly profile: Profile }
  | { readonly kind: 'assignment'; readonly assignment: { readonly manager: string; readonly uscc: string } };

/**
 * Writes the entries as they come; people before the assignments that name them. Each kind of thing is written once:
 * the store must not hold it yet. Returns how many of each were written.
 */
export async function putDirectory(
  deps: { readonly store: Store; readonly now: () => Date; readonly fields: FieldDictionary },
  entries: Iterable<DirectoryEntry>,
): Promise<Readonly<Record<DirectoryEntry['kind'], number>>> {
  const counts = { person: 0, firm: 0, assignment: 0 };
  const names = new Map<string, string>();
  const at = deps.now().toISOString();
  const batch = batched(deps);
  for (const entry of entries) {
    const made = writesOf(entry, { at, names, fields: deps.fields });
    if (made === undefined) continue;
    counts[entry.kind] += 1;
    await batch.add(made);
  }
  await batch.flush();
  return counts;
}

interface Made {
  readonly writes: readonly Write[];
  readonly happened: readonly Happening[];
}
interface Making {
  readonly at: string;
  /** Names of the people so far, by subject. */
  readonly names: Map<string, string>;
  readonly fields: FieldDictionary;
}

function writesOf(entry: DirectoryEntry, { at, names, fields }: Making): Made | undefined {
  switch (entry.kind) {
    case 'person': {
      const { subject, name, companies = [] } = entry.person;
      names.set(subject, name);
      const district = DISTRICTS.find((each) => each === entry.person.district) ?? null;
      const role = firmRoleOf(entry.person.firmRole);
      return {
        writes: [
          { put: personItem({ subject, name, role: roleOf(entry.person.role), district }) },
          ...companies.flatMap((uscc) => joinWrites(uscc, { subject, name, role, since: at })),
        ],
        happened: companies.map((uscc) => ({ action: 'member.join', by: SYSTEM, uscc, object: role })),
      };
    }
    case 'firm': {
      const { uscc } = entry.profile;
      if (typeof uscc !== 'string') return undefined;
      const profile = withoutNulls(entry.profile);
      const changed = changedPaths(undefined, profile, fields);
      const saved = { at, by: SYSTEM, source: 'self' as const };
      return {
        writes: profileWrites({ uscc, profile, version: 1, changed, saved, before: undefined }),
        // Which values a new firm has its history says.
        happened: [{ action: 'company.create', by: SYSTEM, uscc, object: 'v1' }],
      };
    }
    case 'assignment': {
      const { manager, uscc } = entry.assignment;
      return {
        writes: assignWrites(uscc, { subject: manager, name: names.get(manager) ?? manager, since: at }),
        happened: [{ action: 'manager.assign', by: SYSTEM, uscc, object: manager }],
      };
    }
    default:
      return entry satisfies never;
  }
}

const roleOf = (role: string): Role => {
  const known = ROLES.find((each) => each === role);
  if (known === undefined) throw new Error(`There is no role “${role}”.`);
  return known;
};
const firmRoleOf = (role: string | undefined): FirmRole => FIRM_ROLES.find((each) => each === role) ?? 'reader';

/** Gathers writes into transactions as large as they may be, each with its audit entries. */
function batched(deps: { readonly store: Store; readonly now: () => Date }) {
  let waiting: Made[] = [];
  let size = 0;
  async function flush(): Promise<void> {
    const audit = await auditWrite(
      deps,
      waiting.flatMap(({ happened }) => happened),
    );
    const writes = [...waiting.flatMap((made) => made.writes), ...audit];
    [waiting, size] = [[], 0];
    if (writes.length === 0) return;
    const result = await deps.store.write(writes);
    if (!result.ok) throw new Error('The directory meets things that are there already.');
  }
  return {
    flush,
    async add(made: Made): Promise<void> {
      // An audit entry, and at most one chain's head for each.
      const more = made.writes.length + 2 * made.happened.length;
      if (size + more > MOST_WRITES) await flush();
      waiting.push(made);
      size += more;
    },
  };
}
