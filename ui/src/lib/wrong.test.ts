// A failure stands at its field, or is said where there is no such field.

import { beforeEach, expect, test } from 'vitest';
import { dismiss, shownToasts } from './toasts.svelte';
import { wordsAt, wrongIn } from './wrong';

beforeEach(() => shownToasts().forEach((toast) => dismiss(toast.id)));

test('a failure about a field of the form stands there, and nowhere else', () => {
  const wrong = wrongIn({ code: 'empty', params: { field: 'title' } }, ['title', 'url']);
  expect(wordsAt(wrong, 'title')).toContain('few words');
  expect(wordsAt(wrong, 'url')).toBeUndefined();
  expect(shownToasts()).toEqual([]);
});

test.each([
  ['about no field', { code: 'locked', params: {} }],
  ['about a field the form does not show', { code: 'empty', params: { field: 'zone' } }],
])('a failure %s is said at once', (_, failure) => {
  expect(wrongIn(failure, ['title'])).toBeUndefined();
  expect(shownToasts()).toHaveLength(1);
});
