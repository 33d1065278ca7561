/** With a script, so that a long import shows how far it is; without one it goes on by the button. */
export const csr = true;
