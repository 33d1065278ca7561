/** Characters of the unified social credit code (统一社会信用代码, GB 32100-2015): no I, O, S, V, Z. */
const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
/** Registering authority: civil affairs, industry and commerce, and so on. */
const AUTHORITIES = '123456789ANY';

export type UsccFault =
  | { kind: 'length'; length: number }
  | { kind: 'character'; position: number; found: string; expected: string }
  | { kind: 'check'; position: 18; found: string; expected: string };

/** What is wrong with the code, or undefined where its check character fits. Positions count from 1. */
export function usccFault(code: string): UsccFault | undefined {
  if (code.length !== 18) return { kind: 'length', length: code.length };
  for (const [index, found] of code.split('').entries()) {
    const expected = index === 0 ? AUTHORITIES : index >= 2 && index <= 7 ? '0123456789' : CHARACTERS;
    if (!expected.includes(found)) return { kind: 'character', position: index + 1, found, expected };
  }
  const expected = checkCharacter(code.slice(0, 17));
  const found = code.slice(17);
  return found === expected ? undefined : { kind: 'check', position: 18, found, expected };
}

/** The 18th character for the first 17: weights are the powers of 3 modulo 31. */
export function checkCharacter(body: string): string {
  let weight = 1;
  let sum = 0;
  for (const character of body) {
    sum += CHARACTERS.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return CHARACTERS.charAt((31 - (sum % 31)) % 31);
}
