// What several places on a screen show is read once for all of them, and once for each change.

import { render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { browserHost } from '../gallery/host';
import { useHost } from '$/host';
import type { MemoryHost } from '$/host/memory';
import Mentorship from './mentorship/Mentorship.svelte';
import Session from './session/Session.svelte';

let host: MemoryHost;
beforeEach(() => {
  host = browserHost();
  useHost(host);
});
const reads = (command: string): number => host.calls.filter((call) => call.name === command).length;

test('a session asks once what was written twice, for both sheets and itself', async () => {
  render(Session, { id: 's1' });
  await waitFor(() => expect(reads('concurrent_list')).toBe(1));
  await screen.findByRole('button', { name: 'Wrap up' });
  expect(reads('concurrent_list')).toBe(1);
  host.emit('changed', { collections: ['note'] });
  await waitFor(() => expect(reads('concurrent_list')).toBeGreaterThan(1));
  expect(reads('concurrent_list')).toBe(2);
});

test('a mentorship asks once how it is shared, for what stops it and for who shares it', async () => {
  render(Mentorship, { id: 'm1', tab: 'about' });
  expect(await screen.findByText('Joined, verified by the invite')).toBeInTheDocument();
  expect(reads('sharing_view')).toBe(1);
  host.emit('changed', { collections: ['sync'] });
  await waitFor(() => expect(reads('sharing_view')).toBeGreaterThan(1));
  expect(reads('sharing_view')).toBe(2);
});
