/** The one page of the rooms with a script: only the browser can read what the check left in it. */
export const csr = true;
