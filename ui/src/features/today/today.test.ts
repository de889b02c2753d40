import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { today } from '../../gallery/today';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import Today from './Today.svelte';

let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({
    ...today, action_done: () => null, action_snooze: () => 'tomorrow', action_delete: () => null, nudge_hide: () => null,
    nudge_to_agenda: () => null, session_join: () => null,
  });
  useHost(host);
});

const argsOf = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);

test('the next session stands on both clocks, and can be joined', async () => {
  render(Today);
  const next = await screen.findByRole('region', { name: 'Next session' });
  expect(within(next).getByText('1 h 18 min')).toBeInTheDocument();
  expect(within(next).getByText('Ishani, tomorrow in Kolkata')).toBeInTheDocument();
  await fireEvent.click(within(next).getByRole('button', { name: 'Join' }));
  expect(argsOf('session_join')).toEqual([{ id: 's' }]);
});

test('actions are worked from their rows, and private ones say so', async () => {
  render(Today);
  const due = await screen.findByRole('region', { name: 'Actions due' });
  const rows = within(due).getAllByRole('listitem');
  expect(within(rows[1]!).getByText('Only you')).toBeInTheDocument();
  expect(rows[1]).toHaveAttribute('data-private');
  await fireEvent.keyDown(rows[0]!, { key: 'x' });
  await fireEvent.keyDown(rows[1]!, { key: 's' });
  await fireEvent.keyDown(rows[2]!, { key: 'Delete' });
  expect(argsOf('action_done')).toEqual([{ id: 'a1', done: true }]);
  expect(argsOf('action_snooze')).toEqual([{ id: 'a2' }]);
  expect(argsOf('action_delete')).toEqual([{ id: 'a3' }]);
});

test('one row of the list is reached by Tab, the others by the arrows', async () => {
  render(Today);
  const due = await screen.findByRole('region', { name: 'Actions due' });
  const rows = within(due).getAllByRole('listitem');
  expect(rows.map((row) => row.tabIndex)).toEqual([0, -1, -1]);
  rows[0]!.focus();
  await fireEvent.keyDown(rows[0]!, { key: 'ArrowDown' });
  await fireEvent.keyDown(rows[1]!, { key: 'ArrowDown' });
  expect(rows[2]).toHaveFocus();
});

test('a thought goes on the agenda or away', async () => {
  render(Today);
  await fireEvent.click(await screen.findByRole('button', { name: 'Not now' }));
  await fireEvent.click(screen.getByRole('button', { name: 'Add to the agenda' }));
  expect(argsOf('nudge_hide')).toEqual([{ key: 'ending/m2' }]);
  expect(argsOf('nudge_to_agenda')).toEqual([{ key: 'ending/m2', session: 's2' }]);
});

test('a minute later it is read again', async () => {
  render(Today);
  await screen.findByText('1 h 18 min');
  const view = today.today();
  host.on({ today: () => ({ ...view, next: { ...view.next!, countdown: '1 h 17 min', when: { ...view.next!.when, distance: 'in 1 h 17 min' } } }) });
  host.emit('minute', {});
  await screen.findByText('1 h 17 min');
});

test('an empty profile is told what belongs here', async () => {
  const view = today.today();
  host.on({ today: () => ({ ...view, is_empty: true, next: null, mine: [], theirs: [], goals: [], nudge: null }) });
  render(Today);
  const begin = await screen.findByRole('link', { name: 'Add a mentorship' });
  expect(begin).toHaveAttribute('href', '#/people');
  await waitFor(() => expect(screen.queryByRole('region', { name: 'Actions due' })).toBeNull());
});
