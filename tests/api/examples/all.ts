import { auditExamples } from './audit.ts';
import { companiesExamples } from './companies.ts';
import { coreExamples } from './core.ts';
import { demandExamples } from './demand.ts';
import type { Examples } from './example.ts';
import { proofsExamples } from './proofs.ts';
import { requestsExamples } from './requests.ts';

/** Every module's examples. A new module is added here. */
export const examples: Examples = {
  ...coreExamples,
  ...companiesExamples,
  ...proofsExamples,
  ...auditExamples,
  ...demandExamples,
  ...requestsExamples,
};
