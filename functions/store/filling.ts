/** Where a store says that it holds a synthetic district: which one, and whether all of it (`state: 'full'`). */
export const FILLING = { pk: 'SEED', sk: 'district' } as const;
