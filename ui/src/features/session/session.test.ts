import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import type { SeriesYear } from '$/bindings/SeriesYear';
import { sessions } from '../../gallery/sessions';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import ActionRows from '../actions/ActionRows.svelte';
import Agenda from './Agenda.svelte';
import PlanDialog from './PlanDialog.svelte';
import Year from './SeriesYear.svelte';
import ShareExcerpt from './ShareExcerpt.svelte';
import WrapUp from './WrapUp.svelte';

let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({
    ...sessions, agenda_add: () => 'new', agenda_edit: () => null, agenda_done: () => null, agenda_move: () => null, agenda_delete: () => null,
    action_done: () => null, action_snooze: () => 'tomorrow', action_delete: () => null, note_excerpt_share: () => null, session_plan: () => 's',
  });
  useHost(host);
});

const argsOf = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);

const items = [
  { id: 'a1', text: 'Which figure?', done: false, by: null, carried: null, carried_short: null },
  { id: 'a2', text: 'Our Tuesdays', done: false, by: null, carried: 'From 10 Nov, moved twice', carried_short: '10 Nov' },
];

test('the agenda is worked from the keyboard: tick, move, word anew, add', async () => {
  render(Agenda, { session: 's', items });
  const rows = screen.getAllByRole('listitem');
  expect(within(rows[1]!).getByText('From 10 Nov, moved twice')).toBeInTheDocument();
  await fireEvent.keyDown(rows[0]!, { key: 'x' });
  await fireEvent.keyDown(rows[0]!, { key: 'ArrowDown', altKey: true });
  expect(argsOf('agenda_done')).toEqual([{ id: 'a1', done: true }]);
  expect(argsOf('agenda_move')).toEqual([{ id: 'a1', index: 1 }]);

  await fireEvent.keyDown(rows[1]!, { key: 'e' });
  const field = await screen.findByRole('textbox', { name: 'Word it anew' });
  await fireEvent.input(field, { target: { value: 'Our Tuesdays in December' } });
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(argsOf('agenda_edit')).toEqual([{ id: 'a2', text: 'Our Tuesdays in December' }]);

  await fireEvent.keyDown(screen.getAllByRole('listitem')[0]!, { key: 'n' });
  const fresh = await screen.findByRole('textbox', { name: 'New on the agenda' });
  await fireEvent.input(fresh, { target: { value: 'The extract' } });
  await fireEvent.keyDown(fresh, { key: 'Enter' });
  await waitFor(() => expect(argsOf('agenda_add')).toEqual([{ session: 's', text: 'The extract' }]));
});

test('what was typed for the agenda is kept when the field is left, and not when it is given up', async () => {
  render(Agenda, { session: 's', items: [] });
  await fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await fireEvent.input(await screen.findByRole('textbox'), { target: { value: 'Kept' } });
  await fireEvent.blur(screen.getByRole('textbox'));
  await waitFor(() => expect(argsOf('agenda_add')).toEqual([{ session: 's', text: 'Kept' }]));
  await waitFor(() => expect(screen.queryByRole('textbox')).toBeNull());
  await fireEvent.click(screen.getByRole('button', { name: 'Add' }));
  await fireEvent.input(await screen.findByRole('textbox'), { target: { value: 'Given up' } });
  await fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Escape' });
  expect(argsOf('agenda_add')).toHaveLength(1);
});

test('the sheet to wrap up is filled in, and saves all of it in one call', async () => {
  render(WrapUp, { open: true, session: 's', mentorship: 'm1' });
  expect(await screen.findByLabelText('How many minutes')).toHaveValue('56');
  expect(screen.getByLabelText('We met')).toBeChecked();
  await screen.findByText('Tuesday 1 December, 20:30 for you; Wednesday 08:00 for Ishani');
  await fireEvent.input(screen.getByLabelText('What'), { target: { value: 'Draw the curves' } });
  await fireEvent.submit(screen.getByRole('dialog').querySelector('form')!);
  await waitFor(() => expect(argsOf('session_log')).toEqual([{
    id: 's', outcome: 'held', by_role: undefined, minutes: 56, note: undefined,
    actions: [{ text: 'Draw the curves', owner: 'p1', due_on: undefined }],
    next: { starts: '2026-12-01T20:30:00', zone: 'America/Chicago' },
  }]));
  await waitFor(() => expect(screen.getByRole('dialog', { hidden: true })).not.toHaveAttribute('open'));
});

test('somebody who did not come is named by the role, and no minutes are asked for', async () => {
  render(WrapUp, { open: true, session: 's', mentorship: 'm1' });
  await fireEvent.click(await screen.findByLabelText('Ishani did not come'));
  expect(screen.queryByLabelText('How many minutes')).toBeNull();
  await fireEvent.click(screen.getByRole('button', { name: 'Log it' }));
  await waitFor(() => expect(argsOf('session_log')[0]).toMatchObject({ outcome: 'missed', by_role: 'mentor', minutes: undefined }));
});

test('an error of the log stands at its field, and the sheet stays open', async () => {
  host.on({ session_log: () => { throw { code: 'minutes_out_of_range', params: { field: 'minutes', value: '0', limit: 1440 } }; } });
  render(WrapUp, { open: true, session: 's', mentorship: 'm1' });
  await fireEvent.input(await screen.findByLabelText('How many minutes'), { target: { value: '0' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Log it' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('1,440');
  expect(screen.getByLabelText('How many minutes')).toHaveAttribute('aria-invalid', 'true');
});

test('an excerpt is shown word for word before it is shared', async () => {
  render(ShareExcerpt, { open: true, session: 's', selection: 'Breathe, then answer.' });
  expect(await screen.findByRole('group', { name: 'The exact text' })).toHaveTextContent('Breathe, then answer.');
  expect(argsOf('note_excerpt_share')).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Share with Ishani' }));
  await waitFor(() => expect(argsOf('note_excerpt_share')).toEqual([{ session: 's', text: 'Breathe, then answer.' }]));
});

test('a plan without a date says so at the field', async () => {
  render(PlanDialog, { open: true, mentorship: 'm1', onplanned: () => {} });
  await screen.findByText('Plan a session with Ishani');
  await fireEvent.click(screen.getByRole('button', { name: 'Plan them' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('Write when you want to meet.');
  expect(argsOf('session_plan')).toEqual([]);
});

test('actions are ticked, put off and deleted by a letter', async () => {
  const action = (await (sessions.actions_list as () => never[])())[0]!;
  render(ActionRows, { actions: [action] });
  const row = screen.getByRole('listitem');
  await fireEvent.keyDown(row, { key: 'x' });
  await fireEvent.keyDown(row, { key: 's' });
  await fireEvent.keyDown(row, { key: 'Delete' });
  expect(argsOf('action_done')).toEqual([{ id: 't1', done: true }]);
  expect(argsOf('action_snooze')).toEqual([{ id: 't1' }]);
  expect(argsOf('action_delete')).toEqual([{ id: 't1' }]);
});

test('a year has a column for each of two people of one name in one place, and a row for each time of a day', () => {
  const time = (time: string): { time: string; changed: boolean; outside: boolean } => ({ time, changed: false, outside: false });
  const stretch = (...times: string[]): SeriesYear['stretches'][number] => ({ dates: '24 November', count: 1, times: times.map(time) });
  const year: SeriesYear = {
    clock: '', count: 2, people: ['You, Chicago', 'Ann, Berlin', 'Ann, Berlin'], notices: ['It is skipped.', 'It is skipped.'],
    stretches: [stretch('08:00', '15:00', '15:00'), stretch('10:00', '17:00', '17:00')],
  };
  render(Year, { year });
  expect(screen.getAllByRole('columnheader', { name: 'Ann, Berlin' })).toHaveLength(2);
  expect(screen.getAllByRole('rowheader', { name: '24 November' })).toHaveLength(2);
  expect(screen.getAllByText('It is skipped.')).toHaveLength(2);
});
