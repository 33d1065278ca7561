/** What is kept about a firm by imports: a hash of the last line, so that the same line changes nothing twice. */
import type { Concept } from '../companies/concept.ts';
import { bodiesOf, erasePartition } from '../companies/erasure.ts';
import { importedPk } from './repository.ts';

export const importsConcept: Concept = {
  name: 'imports',
  async export(store, uscc) {
    const imported = await bodiesOf(store, importedPk(uscc));
    return imported.length === 0 ? undefined : imported;
  },
  erase: (store, uscc) => erasePartition(store, importedPk(uscc)),
};
