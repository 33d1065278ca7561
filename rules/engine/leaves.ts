import type { Condition, Group } from './types.ts';

/** The conditions of a tree that are not groups, in the order of the file. */
export const leavesIn = (condition: Condition): Exclude<Condition, Group>[] =>
  'of' in condition ? condition.of.flatMap(leavesIn) : [condition];
