/** The home page only shows: it carries no script. */
export const csr = false;
