import { expect, test } from 'vitest';
import { fieldOf, minutesOf } from './clock';

test.each([
  ['9', 540], ['09:15', 555], ['9.15', 555], ['0915', 555], ['17h30', 1050], ['9 pm', 1260], ['12 am', 0], ['24:00', 1440],
])('%s is a time', (typed, minutes) => expect(minutesOf(typed)).toBe(minutes));

test.each(['', 'nine', '25', '9:75', '24:01', '-3'])('“%s” is none', (typed) => expect(minutesOf(typed)).toBeUndefined());

test('a time is written with both figures', () => {
  expect(fieldOf(555)).toBe('09:15');
  expect(fieldOf(1440)).toBe('24:00');
});
