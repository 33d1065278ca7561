/** The answer to a form that was posted without JavaScript; it carries none either. */
export const csr = false;
