import { expect, test } from 'vitest';
import { askedOf } from '#lib/server/asked.ts';

const offered = ['small', 'large'];
const asked = (query: string) => askedOf(new URL(`https://portal.example/demand${query}`), 'size', offered);

test('an address asks for nothing, for something the form offers, or for something it does not', () => {
  expect(asked('')).toBe('');
  expect(asked('?size=')).toBe('');
  expect(asked('?size=large')).toBe('large');
  expect(asked('?size=huge')).toBeNull();
});
