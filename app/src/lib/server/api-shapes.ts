/** What the rooms take from the interface’s answers. */
import { z } from 'zod';

const firms = z.number().nullable();
const byStep = z.record(z.string(), firms);
export type ByStep = z.infer<typeof byStep>;

export const Funnel = z.object({
  by: z.string(),
  exact: z.boolean(),
  rows: z.array(z.object({ key: z.string(), reached: byStep })),
  total: byStep.nullable(),
  withheld: z.boolean(),
});
export const Summary = z.object({
  month: z.string(),
  exact: z.boolean(),
  rows: z.array(z.object({ key: z.string(), steps: byStep })),
});
export const Series = z.object({
  exact: z.boolean(),
  months: z.array(z.object({ month: z.string(), steps: byStep })),
});

const Span = z.object({ opensOn: z.string().nullable(), closesOn: z.string().nullable() });
export const Call = z.object({
  id: z.string(),
  year: z.number(),
  region: z.string().nullable(),
  publishedOn: z.string().nullable(),
  listed: z.boolean(),
  directions: z.array(z.string()),
  windows: z.array(Span),
  firstCome: z.boolean(),
  acrossYears: z.boolean(),
  grade: z.enum(['A', 'B', 'C']),
  source: z.object({ title: z.string(), url: z.string().nullable() }),
  checked: z.string(),
  origin: z.enum(['entered', 'catalogue']),
  live: z.boolean(),
  withdrawn: z.boolean(),
  version: z.number().nullable(),
  savedAt: z.string().nullable(),
  by: z.object({ role: z.string(), name: z.string().nullable() }).nullable(),
});
export type Call = z.infer<typeof Call>;
export const Calls = z.object({ items: z.array(Call) });

export const Card = z.object({
  uscc: z.string(),
  name: z.string().nullable(),
  region: z.string().nullable(),
  subdistrict: z.string().nullable(),
  industryCode: z.string().nullable(),
  version: z.number(),
  savedAt: z.string(),
});
const page = <S extends z.ZodType>(item: S) => z.object({ items: z.array(item), next: z.string().nullable() });

export const VERDICTS = ['eligible', 'review', 'incomplete', 'ineligible', 'out-of-scope'] as const;
export const Finding = z.object({
  measure: z.string(),
  verdict: z.enum(VERDICTS),
  near: z.boolean(),
  availability: z.string(),
  held: z.boolean(),
});
export type Finding = z.infer<typeof Finding>;
export const Portfolio = page(
  Card.extend({
    today: z.array(Finding.extend({ heldUntil: z.string().nullable() })),
    ending: z.array(z.object({ type: z.string(), validTo: z.string(), left: z.number() })),
  }),
);
const EvaluationHead = z.object({
  id: z.string(),
  asOf: z.string(),
  at: z.string(),
  profileVersion: z.number(),
  catalogue: z.string(),
});
export const Evaluations = page(EvaluationHead);
export const Evaluation = EvaluationHead.extend({ findings: z.array(Finding) });
export const MyCompanies = z.object({
  companies: z.array(Card.extend({ role: z.enum(['owner', 'editor', 'reader']) })),
});

const Saved = z.object({
  at: z.string(),
  by: z.object({ role: z.string(), name: z.string().optional() }),
  source: z.string(),
});
export const Company = z.object({
  uscc: z.string(),
  version: z.number(),
  saved: Saved,
  profile: z.record(z.string(), z.json()),
});
export const SavedCompany = z.object({ uscc: z.string(), version: z.number(), changed: z.array(z.string()) });

export const Request = z.object({
  id: z.string(),
  uscc: z.string(),
  version: z.number(),
  measure: z.string().nullable(),
  text: z.string().nullable(),
  state: z.enum(['open', 'accepted', 'waiting-for-firm', 'solved', 'not-solvable', 'withdrawn']),
  askedAt: z.string(),
  manager: z.object({ subject: z.string(), name: z.string() }).nullable(),
  satisfaction: z.object({ score: z.number() }).nullable(),
  clock: z.object({ running: z.boolean(), dueAt: z.string().nullable(), words: z.string() }),
  labels: z.object({ state: z.string(), urgency: z.string(), reason: z.string().nullable() }),
});
export type Request = z.infer<typeof Request>;
export const Requests = page(Request);
export const RequestWithSteps = Request.extend({
  phone: z.object({ number: z.string(), uri: z.string().nullable() }).nullable(),
  history: z.array(
    z.object({
      at: z.string(),
      act: z.string(),
      words: z.string(),
      text: z.string().nullable(),
      by: z.object({ role: z.string(), name: z.string().optional() }),
      manager: z.object({ name: z.string() }).nullable(),
    }),
  ),
});

export const OwnDemand = page(
  z.object({
    measure: z.string(),
    stage: z.string(),
    since: z.string(),
    reason: z.string().nullable(),
    next: z.array(z.string()),
  }),
);
export const History = page(
  z.object({
    version: z.number(),
    at: z.string(),
    by: z.object({ role: z.string(), name: z.string().optional() }),
    source: z.string(),
    changed: z.array(z.string()),
  }),
);
export const Anything = z.unknown();

// ---- What keeps firms out, and what a change would move ---------------------------------------

const verdictCounts = z.record(z.string(), firms);
export const Blockers = z.object({
  exact: z.boolean(),
  asOf: z.string().nullable(),
  firms,
  measures: z.array(
    z.object({
      measure: z.string(),
      verdicts: verdictCounts,
      near: firms,
      far: firms,
      blockers: z.array(
        z.object({
          condition: z.string(),
          label: z.string(),
          choice: z.string().nullable(),
          blocks: firms,
          alone: firms,
          near: firms,
          medianGap: z.object({ field: z.string(), delta: z.number(), unit: z.string() }).nullable(),
        }),
      ),
      choices: z.array(z.object({ id: z.string(), enough: z.number(), blocks: firms, alone: firms, near: firms })),
    }),
  ),
});
const Yuan = z.object({ min: z.number(), max: z.number() });
export const Simulation = z.object({
  exact: z.boolean(),
  was: z.number(),
  firms,
  measures: z.array(
    z.object({
      measure: z.string(),
      in: z.object({ before: firms, after: firms }),
      enters: firms,
      leaves: firms,
      money: z.object({ before: Yuan, after: Yuan }).nullable(),
      entering: z.array(z.object({ uscc: z.string(), name: z.string().nullable() })).nullable(),
      leaving: z.array(z.object({ uscc: z.string(), name: z.string().nullable() })).nullable(),
    }),
  ),
});

export const Notices = page(
  z.object({
    id: z.string(),
    at: z.string(),
    readAt: z.string().nullable(),
    kind: z.string(),
    title: z.string(),
    text: z.string(),
    object: z.string().nullable(),
    /** The day it is about. */
    on: z.string().nullable(),
    firms: z.array(z.object({ uscc: z.string(), name: z.string() })),
    measures: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
).extend({ unread: z.number() });

// ---- Imports ----------------------------------------------------------------------------------

const Pass = z.object({
  state: z.enum(['running', 'done']),
  next: z.number(),
  counts: z.object({ created: z.number(), changed: z.number(), unchanged: z.number(), refused: z.number() }),
  faults: z.number(),
  own: z.object({ firms: z.number(), answers: z.number() }),
});
export const UNITS = [
  'yuan',
  'thousand',
  'wan',
  'million',
  'yi',
  'usd',
  'wan-usd',
  'yi-usd',
  'share',
  'percent',
] as const;
export const Import = z.object({
  id: z.string(),
  fileName: z.string(),
  uploadedAt: z.string(),
  expiresAt: z.string(),
  lines: z.number(),
  columns: z.array(
    z.object({
      column: z.string(),
      header: z.string(),
      field: z.string().nullable(),
      label: z.string().nullable(),
      year: z.number().nullable(),
      unit: z.enum(UNITS).nullable(),
    }),
  ),
  dryRun: Pass.nullable(),
  run: Pass.nullable(),
});
export const Imports = page(Import);
export const ImportWithFaults = Import.extend({
  faults: z.array(z.object({ cell: z.string(), header: z.string(), firm: z.string(), zh: z.string(), en: z.string() })),
  changes: z.array(
    z.object({
      uscc: z.string(),
      name: z.string(),
      changed: z.array(
        z.object({ path: z.string(), before: z.json(), after: z.json(), source: z.string().nullable() }),
      ),
    }),
  ),
});

// ---- Indicators -------------------------------------------------------------------------------

export const IndicatorFigure = z.object({
  id: z.string(),
  indicator: z.string(),
  on: z.string(),
  value: z.number().nullable(),
  source: z.object({ title: z.string(), url: z.string().nullable() }),
  savedAt: z.string(),
  by: z.object({ role: z.string(), name: z.string() }),
});
export const Indicators = page(z.object({ id: z.string(), target: z.object({ value: z.unknown() }) }));
export const IndicatorFigures = z.object({ items: z.array(IndicatorFigure) });

// ---- A firm's titles and people -----------------------------------------------------------------

export const Ladders = z.object({
  ladders: z.array(
    z.array(
      z.object({
        measure: z.string(),
        state: z.enum(['held', 'next', 'later']),
        apply: z.object({ from: z.string() }).nullable(),
      }),
    ),
  ),
});
export const FIRM_ROLES = ['owner', 'editor', 'reader'] as const;
export const Members = z.object({
  members: z.array(z.object({ subject: z.string(), name: z.string(), role: z.enum(FIRM_ROLES), since: z.string() })),
});
export const Myself = z.object({ subject: z.string() });
export const Managers = z.object({ managers: z.array(z.object({ subject: z.string(), name: z.string() })) });
const Invitation = z.object({ id: z.string(), role: z.enum(FIRM_ROLES), expiresAt: z.string() });
export const Invitations = z.object({ invitations: z.array(Invitation) });
export const NewInvitation = Invitation.extend({ code: z.string() });
export const Joined = z.object({ uscc: z.string() });
export const NOTICE_KINDS = [
  'newly-eligible',
  'no-longer-eligible',
  'window-opens',
  'window-closes',
  'window-changed',
  'call-withdrawn',
  'certificate-expires',
  'request-overdue',
  'request-passed-on',
  'firm-assigned',
  'request-answered',
  'request-more-asked',
  'request-closed',
] as const;
/** What service managers alone are told of. */
export const FOR_MANAGERS: readonly string[] = ['request-overdue', 'request-passed-on', 'firm-assigned'];
/** What the people of a firm alone are told of: what became of their questions. */
export const FIRM_QUESTIONS: readonly string[] = ['request-answered', 'request-more-asked', 'request-closed'];
export const NoticePreferences = z.object({
  email: z.string().nullable(),
  mail: z.enum(['each', 'daily', 'none']),
  lang: z.enum(['zh', 'en']),
  refused: z.array(z.string()),
});
