/** A setting by its name, from the function's environment. The names are those of the single process. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set.`);
  return value;
}

export const optional = (name: string): string | undefined => {
  const value = process.env[name];
  return value === '' ? undefined : value;
};
