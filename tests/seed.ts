import fc from 'fast-check';

/** Properties draw the same examples each time; `npm run properties` draws others. */
fc.configureGlobal({ seed: Number(process.env.CEYIN_SEED ?? 20_261_122) });
