// The doors of the app, as a person meets them.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { createRawSnippet, type Component } from 'svelte';
import { beforeEach, expect, test } from 'vitest';
import type { AppStateView } from '$/bindings/AppStateView';
import { useHost } from '$/host';
import { memoryHost, type Handlers } from '$/host/memory';
import Threshold from './Threshold.svelte';
import Gate from './Gate.svelte';
import { gate } from './gate.svelte';

const chicago = { id: 'America/Chicago', city: 'Chicago', country: 'United States', now: '18:40', offset: 'UTC-6' };
const at = (change: Partial<AppStateView>): AppStateView => ({
  phase: 'locked', keychain: 'ready', ways_in: ['keychain', 'recovery'], trouble: null, backups: 0, folder: '/home/m', system_zone: chicago, is_example: false, ...change,
});

/** Stands for the app behind the gate. */
const Behind: Component = (anchor) =>
  Threshold(anchor, { title: 'Behind the gate', children: createRawSnippet(() => ({ render: () => '<p>everything</p>' })) });

function show(state: AppStateView, handlers: Handlers = {}): ReturnType<typeof memoryHost> {
  const host = memoryHost({ app_state: () => state, settings: () => { throw { code: 'locked', params: {} }; }, activity: () => null, ...handlers });
  useHost(host);
  render(Gate, { app: Behind });
  return host;
}

beforeEach(() => (gate.stay = false));

test('an open profile shows the app', async () => {
  show(at({ phase: 'open' }));
  await screen.findByText('Behind the gate');
});

test('a wrong passphrase is told at its field, and the right one opens', async () => {
  show(at({ ways_in: ['passphrase', 'recovery'], keychain: 'absent' }), {
    unlock: (args) => {
      if (args.with === 'passphrase' && args.passphrase === 'right') return at({ phase: 'open' });
      throw { code: 'wrong_passphrase', params: { field: 'passphrase' } };
    },
  });
  const field = await screen.findByLabelText<HTMLInputElement>('Passphrase');
  await fireEvent.input(field, { target: { value: 'wrong' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Unlock' }));
  await waitFor(() => expect(field).toHaveAccessibleDescription(/does not open Cairn/));
  expect(field.value).toBe('wrong');
  await fireEvent.input(field, { target: { value: 'right' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Unlock' }));
  await screen.findByText('Behind the gate');
});

test.each([
  ['locked', /keychain is locked/, 'Unlock the keychain'],
  ['absent', /cannot be reached/, 'Unlock with the code'],
  ['gone', /no longer in this computer/, 'Unlock with the code'],
  ['ready', /encrypted/, 'Open'],
] as const)('a keychain that is %s leads somewhere', async (keychain, words, way) => {
  show(at({ keychain }));
  await screen.findByText(words);
  await screen.findByRole('button', { name: way });
});

test('a locked app forgets what was on the screen', async () => {
  let phase: AppStateView['phase'] = 'open';
  const host = show(at({}), { app_state: () => at({ phase }) });
  await screen.findByText('everything');
  phase = 'locked';
  host.emit('locked', {});
  await screen.findByText('Cairn is locked');
  expect(screen.queryByText('everything')).toBeNull();
});

test('trouble says what is wrong and offers the backups', async () => {
  show(at({ phase: 'trouble', trouble: { code: 'store_damaged', params: {} }, backups: 1 }), {
    backups: () => ({ folder: '', backups: [{ id: 'a', at: 'today 03:12', why: 'regular', size: '1.2 MB' }] }),
    backup_restore: () => at({ phase: 'open' }),
  });
  await screen.findByText(/The database is damaged/);
  await fireEvent.click(await screen.findByRole('button', { name: 'Go back to today 03:12' }));
  const again = await screen.findAllByRole('button', { name: 'Go back to today 03:12' });
  await fireEvent.click(again.at(-1)!);
  await screen.findByText('Behind the gate');
});

test('the first minute shows the recovery code before the app', async () => {
  show(at({ phase: 'first_start' }), {
    zone_read: () => ({ zone: chicago, now: 'It is 18:40 on Monday 31 August.', more: null }),
    zones_find: () => [],
    set_up: (args) => {
      expect(args).toMatchObject({ name: 'Marcus', zone: 'America/Chicago', follows_system: true, role: 'mentor' });
      return { recovery_code: '4KX7Q-0BZ2M-9TWHC-A1N8E-7YJ3R-VD5SG-2MPKX-H6Q0F', mentorship: null, state: at({ phase: 'open' }) };
    },
  });
  await fireEvent.input(await screen.findByLabelText('What do people call you?'), { target: { value: 'Marcus' } });
  await fireEvent.click(screen.getByRole('radio', { name: /I mentor/ }));
  await fireEvent.click(screen.getByRole('button', { name: 'Start' }));
  await screen.findByText('Your recovery code');
  expect(screen.getByText('4KX7Q')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: 'I have written it down' }));
  await screen.findByText('Behind the gate');
});
