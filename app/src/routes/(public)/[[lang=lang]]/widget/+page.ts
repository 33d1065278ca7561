/** Stands in other people's pages: it carries no script. */
export const csr = false;
