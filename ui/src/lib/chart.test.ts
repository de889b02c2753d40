import { expect, test } from 'vitest';
import { roundSteps, scale } from './chart';

test.each([
  [0, 6000, [0, 2000, 4000, 6000]],
  [0, 5, [0, 2, 4, 6]],
  [0, 0.9, [0, 0.5, 1]],
  [-2, 2, [-2, 0, 2]],
  [60, 82, [60, 70, 80, 90]],
])('an axis for %d to %d has round numbers', (low, high, steps) => expect(roundSteps(low, high)).toEqual(steps));

test('values that are all the same lie in the middle, not at infinity', () => {
  expect(scale(3, 3, 0, 100)(3)).toBe(50);
  expect(roundSteps(0, 0).every(Number.isFinite)).toBe(true);
});
