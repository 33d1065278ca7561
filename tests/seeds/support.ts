import type { Json } from '#rules/engine/types.ts';

/** A text of a profile; empty where it is absent. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
