/** The rooms work without script: what is typed is posted. */
export const csr = false;
