import { z } from '@hono/zod-openapi';
import { Uscc } from '../fields.ts';
import { pageOf } from '../page.ts';
import { SOURCES } from './answers.ts';
import { Finding, Head } from './evaluation.ts';
import { Assigned, Former, Member } from './people.ts';
import { Card, HistoryLine, Saved } from './repository.ts';

const Profile = z
  .record(z.string(), z.unknown())
  .openapi('Profile', { description: 'A company profile after the field dictionary.' });

export const CompanyView = z
  .object({ uscc: Uscc, version: z.number().int(), saved: Saved, profile: Profile })
  .openapi('Company');

const source = z
  .enum(SOURCES)
  .optional()
  .openapi({ description: 'Where the changed values come from, unless their provenance says otherwise.' });
export const CompanyBody = z.strictObject({ profile: Profile, source }).openapi('CompanyBody');
export const CompanyPatch = z
  .strictObject({
    profile: Profile.openapi({ description: 'A JSON Merge Patch (RFC 7396) of the profile: null takes a value away.' }),
    source,
  })
  .openapi('CompanyPatch');

export const SavedCompany = z
  .object({
    uscc: Uscc,
    version: z.number().int(),
    changed: z.array(z.string()).readonly().openapi({ description: 'Paths of the values that changed.' }),
  })
  .openapi('SavedCompany');

export const HistoryPage = pageOf(z.object(HistoryLine.shape)).openapi('CompanyHistory');
export const VersionView = z.object({ ...HistoryLine.shape, uscc: Uscc, profile: Profile }).openapi('CompanyVersion');

export const CardPage = pageOf(z.object(Card.shape).openapi('CompanyCard')).openapi('CompanyCards');

// ---- Evaluations ----------------------------------------------------------------------------

const EvaluationHead = z.object(Head.shape).openapi('EvaluationHead', {
  description: 'The digest is over the whole answer: the same profile, day and catalogue give the same.',
});
export const EvaluationView = EvaluationHead.extend({
  findings: z.array(z.object(Finding.shape).openapi('Finding')).readonly(),
}).openapi('Evaluation');
export const EvaluationPage = pageOf(EvaluationHead).openapi('Evaluations');

// ---- People ---------------------------------------------------------------------------------

export const MemberList = z.object({ members: z.array(z.object(Member.shape).openapi('Member')) }).openapi('Members');
export const ManagerList = z
  .object({ managers: z.array(Assigned), former: z.array(Former) })
  .openapi('CompanyManagers');
export const MyCompanies = z
  .object({ companies: z.array(z.object({ ...Card.shape, role: Member.shape.role })) })
  .openapi('MyCompanies');
