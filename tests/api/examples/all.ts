import { auditExamples } from './audit.ts';
import { callsExamples } from './calls.ts';
import { companiesExamples } from './companies.ts';
import { coreExamples } from './core.ts';
import { correctionsExamples } from './corrections.ts';
import { demandExamples } from './demand.ts';
import { noticesExamples } from './notices.ts';
import type { Examples } from './example.ts';
import { importsExamples } from './imports.ts';
import { indicatorsExamples } from './indicators.ts';
import { proofsExamples } from './proofs.ts';
import { releasesExamples } from './releases.ts';
import { requestsExamples } from './requests.ts';

/** Every module's examples. A new module is added here. */
export const examples: Examples = {
  ...coreExamples,
  ...companiesExamples,
  ...proofsExamples,
  ...auditExamples,
  ...demandExamples,
  ...noticesExamples,
  ...requestsExamples,
  ...importsExamples,
  ...indicatorsExamples,
  ...callsExamples,
  ...correctionsExamples,
  ...releasesExamples,
};
