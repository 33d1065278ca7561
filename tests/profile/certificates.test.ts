/** What a firm's certificates say of themselves: which runs out soon, which is held already. */
import { expect, test } from 'vitest';
import { certificatesIn, endingWithin, heldAlready } from '#rules/profile/certificates.ts';

const today = '2026-07-01';
const hnte = { type: 'hnte', grantedOn: '2023-07-28', validTo: '2026-07-28' };

test('what runs out within the days is told with how many are left, the first before the others', () => {
  const kept = [hnte, { type: 'srdi', validTo: '2026-07-01' }, { type: 'gazelle', validTo: '2026-08-31' }];
  expect(endingWithin(kept, today, 60)).toEqual([
    { type: 'srdi', validTo: '2026-07-01', left: 0 },
    { type: 'hnte', validTo: '2026-07-28', left: 27 },
  ]);
});

test('what is over, has no last day or is renewed already does not run out soon', () => {
  const renewed = { type: 'hnte', grantedOn: '2026-06-20', validTo: '2029-06-20' };
  expect(endingWithin([hnte, renewed], today, 60)).toEqual([]);
  expect(endingWithin([{ type: 'srdi', validTo: '2026-06-30' }, { type: 'gazelle' }], today, 60)).toEqual([]);
});

test('the same kind again is held already while the first is valid, unless it lasts longer', () => {
  expect(heldAlready([hnte], { type: 'hnte' }, today)).toBe(hnte);
  expect(heldAlready([hnte], { ...hnte }, today)).toBe(hnte);
  expect(heldAlready([{ type: 'hnte' }], { ...hnte }, today)).toEqual({ type: 'hnte' });
  expect(heldAlready([hnte], { type: 'hnte', validTo: '2029-07-28' }, today)).toBeUndefined();
  expect(heldAlready([hnte], { type: 'hnte', validTo: '2023-07-27' }, today)).toBeUndefined();
  expect(heldAlready([hnte], { type: 'srdi' }, today)).toBeUndefined();
  expect(heldAlready([hnte], { type: 'hnte' }, '2026-07-29')).toBeUndefined();
});

test('what is no list of certificates holds none', () => {
  expect(certificatesIn({ certificates: ['hnte'] })).toEqual([]);
  expect(certificatesIn({})).toEqual([]);
});
