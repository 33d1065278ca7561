/** What marks a form's field as refused and points to its words, as `FieldFault` shows them; nothing where it is not. */
export const marked = (at: Readonly<Record<string, string>> | undefined, name: string) =>
  at?.[name] === undefined ? {} : { 'aria-invalid': 'true' as const, 'aria-describedby': `${name}-error` };
