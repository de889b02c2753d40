import { describe, expect, test } from 'vitest';
import { href, placeOf } from './router.svelte';

describe('places', () => {
  test.each([
    ['#/today', { name: 'today', params: {} }],
    ['#/goal/g1', { name: 'goal', params: { id: 'g1' } }],
    ['#/mentorship/m1', { name: 'mentorship', params: { id: 'm1' } }],
    ['#/mentorship/m1/sessions', { name: 'mentorship', params: { id: 'm1', tab: 'sessions' } }],
    ['#/library', { name: 'library', params: {} }],
    ['/session/s%2F1', { name: 'session', params: { id: 's/1' } }],
  ])('%s is read', (hash, place) => expect(placeOf(hash)).toEqual(place));

  test.each(['', '#/', '#/nowhere', '#/goal', '#/goal/a/b', '#/goal/%E0%A4%A'])('%s is no place', (hash) =>
    expect(placeOf(hash)).toBeUndefined());

  test('are written so that they can be read again', () => {
    const hash = href('search', { query: 'survival / curves?' });
    expect(placeOf(hash)).toEqual({ name: 'search', params: { query: 'survival / curves?' } });
    expect(href('mentorship', { id: 'm1' })).toBe('#/mentorship/m1');
    expect(href('today')).toBe('#/today');
  });
});
