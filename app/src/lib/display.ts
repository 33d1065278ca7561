/** Whether large print (大字版) is on, by its cookie. */
export const isLarge = (cookie: string | undefined): boolean => cookie === 'large';

/** The address that switches it and leads back to the page. */
export const switchText = (large: boolean, back: string): string =>
  `/display?${new URLSearchParams({ text: large ? 'normal' : 'large', back }).toString()}`;
