/** Everything that is kept about firms, by concept: what a firm's export holds and its erasure reaches. A new concept is added here. */
import { proofsConcept } from '../proofs/proof.ts';
import { demandConcept } from '../demand/concept.ts';
import { importsConcept } from '../imports/concept.ts';
import { requestsConcept } from '../requests/concept.ts';
import type { Concept } from './concept.ts';
import { ownConcept } from './own.ts';

/** In the order of erasure; the firm itself last. */
export const CONCEPTS: readonly Concept[] = [proofsConcept, requestsConcept, importsConcept, demandConcept, ownConcept];
