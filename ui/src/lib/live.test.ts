import { render, screen, waitFor } from '@testing-library/svelte';
import { expect, test, vi } from 'vitest';
import { useHost } from '$/host';
import { memoryHost } from '$/host/memory';
import LiveProbe from './LiveProbe.test.svelte';

test('what is shown follows the records it was read from, and nothing else', async () => {
  let answer = ['Kolkata'];
  const host = memoryHost({ zones_find: () => answer.map((city) => ({ id: city, city, country: '', now: '06:42', offset: 'UTC' })) });
  useHost(host);
  render(LiveProbe, { query: 'k', collections: ['session'] });
  expect(await screen.findByText('Kolkata')).toBeInTheDocument();
  answer = ['Kathmandu'];
  host.emit('changed', { collections: ['goal'] });
  host.emit('changed', { collections: ['goal', 'session'] });
  expect(await screen.findByText('Kathmandu')).toBeInTheDocument();
  expect(host.calls).toHaveLength(2);
});

test('new arguments are read anew, and a late answer to the old ones is not shown', async () => {
  const waiting: Record<string, () => void> = {};
  const host = memoryHost({
    zones_find: ({ query }) => new Promise((done) => {
      waiting[query] = () => done([{ id: query, city: `city ${query}`, country: '', now: '', offset: '' }]);
    }),
  });
  useHost(host);
  const { rerender } = render(LiveProbe, { query: 'old', collections: [] });
  await waitFor(() => expect(waiting.old).toBeDefined());
  await rerender({ query: 'new' });
  await waitFor(() => expect(waiting.new).toBeDefined());
  waiting.new?.();
  expect(await screen.findByText('city new')).toBeInTheDocument();
  waiting.old?.();
  await new Promise((done) => setTimeout(done));
  expect(screen.queryByText('city old')).toBeNull();
});

test('a failure is said at its place with a way to try again', async () => {
  let broken = true;
  useHost(memoryHost({
    zones_find: () => {
      if (broken) throw { code: 'unknown-command', params: { name: 'zones' } };
      return [{ id: 'a', city: 'Kolkata', country: '', now: '', offset: '' }];
    },
  }));
  render(LiveProbe, { query: 'k', collections: [] });
  expect(await screen.findByRole('alert')).toHaveTextContent('Nothing was changed.');
  broken = false;
  screen.getByRole('button', { name: 'Try again' }).click();
  expect(await screen.findByText('Kolkata')).toBeInTheDocument();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('work that takes long shows that it is going on', async () => {
  vi.useFakeTimers();
  useHost(memoryHost({ zones_find: () => new Promise(() => {}) }));
  render(LiveProbe, { query: 'k', collections: [] });
  expect(screen.queryByRole('status')).toBeNull();
  await vi.advanceTimersByTimeAsync(350);
  expect(screen.getByRole('status')).toHaveTextContent('Working…');
  vi.useRealTimers();
});
