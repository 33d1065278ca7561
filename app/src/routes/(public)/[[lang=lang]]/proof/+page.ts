/** A page that only shows: it carries no script. */
export const csr = false;
