/**
 * `node tests/scale/measure.ts [--firms N]`: what docs/scale.md reckons with. Item sizes of a synthetic district with its
 * demand, units per act, times of the engine; with the code that runs in the cloud.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { getCompany, saveProfile } from '#functions/api/companies/repository.ts';
import { recordLook, SYSTEM } from '#functions/api/audit/record.ts';
import { joinWrites } from '#functions/api/companies/people.ts';
import { loadedFrom } from '#functions/api/load.ts';
import { settle } from '#functions/demand/fold.ts';
import { recordWrites, stageOf } from '#functions/demand/log.ts';
import { placesOn } from '#functions/demand/where.ts';
import { setPreferences, tell } from '#functions/notices/kept.ts';
import { rematch } from '#functions/rematch/run.ts';
import { judgeOn } from '#functions/rematch/verdicts.ts';
import { bytesOf } from '#functions/store/limits.ts';
import { sqliteSource } from '#functions/store/archive.ts';
import { openSqlite } from '#functions/store/sqlite.ts';
import { match } from '#rules/engine/match.ts';
import type { Profile } from '#rules/engine/types.ts';
import { DISTRICT_DAY, makeDistrict } from '../../seeds/district/make.ts';
import { metered } from './meter.ts';
import { table } from './table.ts';

const { values } = parseArgs({ options: { firms: { type: 'string', default: '400' } } });
const FIRMS = Number(values.firms);
const root = fileURLToPath(new URL('../../', import.meta.url));
const loaded = loadedFrom((name) => JSON.parse(readFileSync(join(root, 'build/catalogue', name), 'utf8')) as unknown);
const now = (): Date => new Date(`${DISTRICT_DAY}T04:00:00Z`);
/** DynamoDB adds this to each item in the table and in each index. */
const OVERHEAD = 100;

const firms = [...makeDistrict({ firms: FIRMS, seed: 1, asOf: DISTRICT_DAY })].flatMap((profile) =>
  typeof profile.uscc === 'string' ? [{ uscc: profile.uscc, profile }] : [],
);

/** What is meant by the first word of a key, or of the second one where a firm's is the first. */
const KINDS: Readonly<Record<string, string>> = {
  DEMAND: 'demand: events, stages',
  PROFILE: 'profile',
  VERSION: 'its versions and history',
  HISTORY: 'its versions and history',
  COUNT: 'counters',
  COUNTED: 'what is counted of it',
  ...Object.fromEntries(
    ['CARD', 'MANAGER', 'MEMBER', 'PERSON', 'PORTFOLIO'].map((word) => [word, 'card, manager, people']),
  ),
};

sizes();
await units();
times();

interface Size {
  readonly items: number;
  readonly bytes: number;
  readonly stored: number;
}
/** Bytes of what a district keeps. */
function sizes(): void {
  const folder = mkdtempSync(join(tmpdir(), 'ceyin-scale-'));
  try {
    const seeded = spawnSync(
      process.execPath,
      ['seeds/seed.ts', '--firms', String(FIRMS), '--seed', '1', '--data', folder],
      { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] },
    );
    if (seeded.status !== 0) throw new Error('No district was made.');
    const kinds = new Map<string, Size>();
    const source = sqliteSource(join(folder, readdirSync(folder).find((name) => name.endsWith('.sqlite')) ?? ''));
    for (const item of source.items() as Iterable<Parameters<typeof bytesOf>[0]>) {
      const [first = ''] = (item.pk.startsWith('FIRM#') ? item.sk : item.pk).split('#');
      const kind = KINDS[first] ?? first;
      const bytes = bytesOf(item, JSON.stringify(item.body));
      const copies = 1 + (item.gsi1 ? 1 : 0) + (item.gsi2 ? 1 : 0);
      const found = kinds.get(kind) ?? { items: 0, bytes: 0, stored: 0 };
      kinds.set(kind, {
        items: found.items + 1,
        bytes: found.bytes + bytes,
        stored: found.stored + copies * (bytes + OVERHEAD),
      });
    }
    source.close();
    const stored = (bytes: number): string => String(Math.round(bytes / FIRMS / 10) * 10);
    const all = [...kinds.values()].reduce((sum, each) => sum + each.stored, 0);
    table(
      'sizes',
      ['what is kept', 'items per firm', 'bytes each', 'stored bytes per firm'],
      [
        ...[...kinds]
          .filter(([, each]) => each.items >= FIRMS / 100)
          .sort(([, a], [, b]) => b.stored - a.stored)
          .map(([kind, each]) => [
            kind,
            (each.items / FIRMS).toFixed(1),
            String(Math.round(each.bytes / each.items)),
            stored(each.stored),
          ]),
        ['together', '', '', stored(all)],
      ],
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Units of what people and the clock set off, each over a store that holds the firms already. */
async function units(): Promise<void> {
  const meter = metered(openSqlite(':memory:'));
  const { store } = meter;
  const deps = { store, now };
  const rows: string[][] = [];
  const act = async (name: string, times: number, work: () => Promise<unknown>): Promise<void> => {
    meter.reset();
    await work();
    const each = (units: number): string => (units / times).toFixed(1);
    rows.push([name, each(meter.writeUnits()), each(meter.readUnits()), each(meter.calls())]);
  };
  await act('a firm is entered', firms.length, async () => {
    for (const { uscc, profile } of firms) {
      const saving = { uscc, profile, before: undefined, by: SYSTEM, source: 'self' } as const;
      await saveProfile({ ...deps, fields: loaded.rules.fields }, saving);
    }
  });
  const some = firms.slice(0, 100);
  await act('its profile is changed', some.length, async () => {
    for (const { uscc } of some) {
      const before = await getCompany(store, uscc);
      if (!before) throw new Error('The firm is gone.');
      const profile = { ...before.profile, employees: 77 };
      await saveProfile(
        { ...deps, fields: loaded.rules.fields },
        { uscc, profile, before, by: SYSTEM, source: 'self' },
      );
    }
  });
  const staff = { subject: 'staff-1', name: '…', role: 'staff' } as const;
  await act('someone looks at it (audited)', some.length, async () => {
    for (const { uscc } of some) await recordLook(deps, staff, { uscc, object: 'profile' });
  });
  const placeOf = placesOn(loaded.rules, DISTRICT_DAY);
  const pairs = some.map(({ uscc }) => ({ uscc, measure: 'cn-hnte' }));
  const say = async (type: 'looked' | 'applied', id: string): Promise<void> => {
    for (const [index, { uscc, profile }] of some.entries()) {
      const pair = pairs[index];
      if (!pair) continue;
      const by = { subject: uscc, role: 'firm' };
      const event = {
        ...pair,
        id: `${id}-${index}`,
        type,
        on: DISTRICT_DAY,
        at: now().toISOString(),
        by,
        where: placeOf(profile),
      };
      const recorded = recordWrites(await stageOf(store, pair), event);
      if (recorded.ok) await store.write(recorded.writes);
    }
  };
  await act('a step of demand is recorded', some.length, () => say('looked', 'a'));
  await act('… and counted, in batches', some.length, () => settle(store, pairs));
  await say('applied', 'b');
  meter.reset();
  await act('… and counted, one by one', some.length, async () => {
    for (const pair of pairs) await settle(store, [pair]);
  });
  await act('a firm is judged for the first time', firms.length, () =>
    rematch(deps, loaded.catalogue, { id: 'first', cause: 'date', object: null, asOf: DISTRICT_DAY }),
  );
  await act('a firm is judged anew', firms.length, () =>
    rematch(deps, loaded.catalogue, { id: 'second', cause: 'date', object: null, asOf: '2026-12-01' }),
  );
  await store.write(
    joinWrites(firms[0]?.uscc ?? '', { subject: 'owner', name: '…', role: 'owner', since: now().toISOString() }),
  );
  await setPreferences(store, 'owner', 0, { email: 'a@firm.example', mail: 'daily', lang: 'zh', refused: [] });
  meter.reset();
  await act('a person is told, to be mailed later', 50, async () => {
    for (let number = 0; number < 50; number += 1) {
      const firm = { uscc: firms[0]?.uscc ?? '', name: '一家合成企业有限公司' };
      await tell(deps, 'owner', {
        kind: 'newly-eligible',
        firms: [firm],
        measures: [`m-${number}`],
        on: null,
        object: null,
      });
    }
  });
  await store.close();
  table('acts', ['act', 'write units', 'read units', 'calls of the table'], rows);
}

function times(): void {
  const { catalogue, texts } = loaded;
  const profiles: readonly Profile[] = firms.map(({ profile }) => profile);
  const judge = judgeOn(catalogue, DISTRICT_DAY);
  const few = profiles.slice(0, 200);
  const answer = (profile: Profile): number =>
    JSON.stringify(match(catalogue, texts.zh, profile, { asOf: DISTRICT_DAY })).length;
  const pages = (): void => {
    for (let from = 0; from < profiles.length; from += 45) judge(profiles.slice(from, from + 45));
  };
  few.forEach(answer);
  pages();
  const matching = best(() => few.forEach(answer)) / few.length;
  const judging = best(pages) / profiles.length;
  const bytes = few.reduce((sum, profile) => sum + answer(profile), 0) / few.length;
  table(
    'engine',
    ['what', 'best of five'],
    [
      [
        `match: the whole catalogue of ${loaded.rules.measures.length} measures with traces, one firm`,
        `${matching.toFixed(1)} ms`,
      ],
      ['verdicts of one firm within a page of 45', `${judging.toFixed(2)} ms`],
      ['an answer of the match', `${Math.round(bytes / 1024)} KB`],
    ],
  );
}

function best(work: () => void): number {
  const runs = Array.from({ length: 5 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...runs);
}
