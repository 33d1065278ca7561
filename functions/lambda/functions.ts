/**
 * The functions as plain data: what is uploaded, what it is called with, what it may touch. The stacks are made from
 * this, and so are the tests.
 */
import { DUE } from '#functions/notices/kept.ts';
import { CALLS } from '#functions/api/calls/call.ts';
import { firmPk, PROFILE } from '#functions/api/companies/keys.ts';
import { stepsPk } from '#functions/api/requests/repository.ts';
import { EVENT, logPk } from '#functions/demand/log.ts';
import { turnsPk } from '#functions/rematch/turns.ts';

export interface FunctionSpec {
  /** The folder below `build/functions/` that is uploaded whole. */
  readonly asset: string;
  /** `<file>.<export>`, as Lambda wants it. */
  readonly handler: string;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  /** `sessions`: those items alone, see `sessions.ts`. */
  readonly table: 'none' | 'read-write' | 'sessions' | 'describe';
  /** Settings it needs beyond those of every function. */
  readonly settings: readonly Setting[];
}

export type Setting =
  | 'CEYIN_TABLE'
  | 'CEYIN_ISSUER'
  | 'CEYIN_AUDIENCE'
  | 'CEYIN_CURSOR_KEY'
  | 'CEYIN_PROOF_KEYS'
  /** Shared by the portal and whom it asks: it vouches with it for its visitors' addresses. */
  | 'CEYIN_PORTAL_KEY'
  /** Shown by the CDN, where there is one: see `viewer.ts`. */
  | 'CEYIN_CDN_KEY'
  | 'CEYIN_LIMITS'
  | 'CEYIN_ORIGIN'
  | 'CEYIN_CLIENT'
  | 'CEYIN_SMTP'
  | 'CEYIN_MAIL_FROM'
  | 'API_ORIGIN'
  /** Where the match function finds what was entered since it was built. */
  | 'CEYIN_CATALOGUE_URL'
  | 'ICP_RECORD'
  | 'OPERATOR';

const TABLE: readonly Setting[] = ['CEYIN_TABLE'];
const MAIL: readonly Setting[] = ['CEYIN_TABLE', 'CEYIN_ORIGIN', 'CEYIN_SMTP', 'CEYIN_MAIL_FROM'];

export const FUNCTIONS = {
  /** `POST /v1/match`. */
  match: spec('match', 'handler', 512, 10, 'none', [
    'CEYIN_CATALOGUE_URL',
    'CEYIN_PORTAL_KEY',
    'CEYIN_CDN_KEY',
    'CEYIN_LIMITS',
  ]),
  /** Everything else below `/v1`. */
  api: spec('api', 'handler', 1024, 29, 'read-write', [
    'CEYIN_TABLE',
    'CEYIN_ISSUER',
    'CEYIN_AUDIENCE',
    'CEYIN_CURSOR_KEY',
    'CEYIN_PROOF_KEYS',
    'CEYIN_PORTAL_KEY',
    'CEYIN_CDN_KEY',
    'CEYIN_LIMITS',
  ]),
  /** Every other path. */
  portal: spec('portal', 'handler', 1024, 29, 'sessions', [
    'CEYIN_TABLE',
    'CEYIN_ORIGIN',
    'API_ORIGIN',
    'CEYIN_PORTAL_KEY',
    'CEYIN_CDN_KEY',
    'CEYIN_ISSUER',
    'CEYIN_CLIENT',
    'ICP_RECORD',
    'OPERATOR',
  ]),
  /** Behind the table's stream. */
  demand: spec('demand', 'handler', 512, 60, 'read-write', TABLE),
  /** Behind the queue of changed keys. */
  changes: spec('changes', 'handler', 1024, 300, 'read-write', MAIL),
  /** Each step of the re-match of all firms. */
  rematch: spec('rematch', 'handler', 1769, 900, 'read-write', TABLE),
  nightly: spec('jobs', 'nightly', 1024, 900, 'read-write', TABLE),
  days: spec('jobs', 'days', 1024, 900, 'read-write', TABLE),
  overdue: spec('jobs', 'overdue', 512, 300, 'read-write', TABLE),
  digests: spec('jobs', 'digests', 512, 300, 'read-write', MAIL),
  backups: spec('jobs', 'backups', 256, 60, 'describe', TABLE),
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof FUNCTIONS;

/** What `table` allows; a transaction is authorised by its single actions. */
export const TABLE_ACTIONS = {
  none: [],
  /** On the table and its indexes. */
  'read-write': [
    'dynamodb:GetItem',
    'dynamodb:Query',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'dynamodb:ConditionCheckItem',
  ],
  /** Without the indexes: sessions stand in none. */
  sessions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:DeleteItem'],
  describe: ['dynamodb:DescribeContinuousBackups'],
} as const satisfies Record<FunctionSpec['table'], readonly string[]>;

/** What a part of a key begins with, or is exactly. */
type Pattern = readonly (string | { readonly prefix: string })[];
export interface KeyFilter {
  readonly pk: Pattern;
  readonly sk?: Pattern;
  /** All where absent. */
  readonly eventName?: readonly ('INSERT' | 'MODIFY' | 'REMOVE')[];
}
/** What is gone is nobody's business. */
const WRITTEN = ['INSERT', 'MODIFY'] as const;

/** Which changes reach which reader; every other record is dropped before a function is called. */
export const FILTERS = {
  demand: [{ pk: [{ prefix: logPk('') }], sk: [{ prefix: EVENT }] }],
  changes: [
    { pk: [{ prefix: firmPk('') }], sk: [PROFILE], eventName: WRITTEN },
    { pk: [{ prefix: turnsPk('') }, { prefix: stepsPk('') }, CALLS, DUE], eventName: WRITTEN },
  ],
} as const satisfies Record<string, readonly KeyFilter[]>;

/** A filter as event sources and pipes take it. */
export const eventPattern = ({ pk, sk, eventName }: KeyFilter): object => ({
  ...(eventName === undefined ? {} : { eventName }),
  dynamodb: { Keys: { pk: { S: pk }, ...(sk === undefined ? {} : { sk: { S: sk } }) } },
});

/** What the pipe hands to the queue: a key and a version, so that no figure of a firm lies in a queue. */
export const CHANGED_KEY_TEMPLATE =
  '{"pk": <$.dynamodb.Keys.pk.S>, "sk": <$.dynamodb.Keys.sk.S>, "version": <$.dynamodb.NewImage.version.N>}';

function spec(
  asset: string,
  entry: string,
  memoryMb: number,
  timeoutSeconds: number,
  table: FunctionSpec['table'],
  settings: readonly Setting[],
): FunctionSpec {
  return { asset, handler: `index.${entry}`, memoryMb, timeoutSeconds, table, settings };
}
