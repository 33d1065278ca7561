/** The texts of a posted form, trimmed; empty where a field is missing or a file. */
export const formText =
  (sent: FormData) =>
  (name: string): string => {
    const value = sent.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
