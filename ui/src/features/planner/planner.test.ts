// Finding a time with the keyboard, against the answers the program once gave.

import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { planner } from '../../gallery/planner';
import { sessions } from '../../gallery/sessions';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import { handleKey } from '$/lib/keys.svelte';
import Planner from './Planner.svelte';
import { bracketName, isLabelled, isUnder } from './strips';

let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({ ...planner, ...sessions });
  useHost(host);
});
const argsOf = (name: string): unknown[] => host.calls.filter((call) => (call.name as string) === name).map((call) => call.args);
const lastAsked = (): unknown => argsOf('planner_view').at(-1);

test('turns are told in words before they are planned, all at once', async () => {
  render(Planner, { mentorship: 'm3' });
  const turns = await screen.findByRole('radio', { name: /^Take turns/ });
  expect(turns).toBeChecked();
  await fireEvent.keyDown(turns, { key: 'Enter' });
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText('Every Thursday at 09:00, 11 February to 11 March: 5 sessions')).toBeVisible();
  expect(argsOf('planner_take_turns')).toEqual([]);
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Plan 18 sessions' }));
  await waitFor(() => expect(argsOf('planner_take_turns')).toHaveLength(1));
  expect(argsOf('planner_take_turns')[0]).toMatchObject({ mentorship: 'm3', zone: 'America/Chicago', minutes: 60, repeat: 'weekly' });
});

test('a fixed time goes into the dialog for planning', async () => {
  render(Planner, { mentorship: 'm3' });
  await fireEvent.click(await screen.findByRole('radio', { name: /^08:00 every time/ }));
  await waitFor(() => expect(lastAsked()).toMatchObject({ option: '2026-12-03T08:00' }));
  await screen.findByText('From 1 April: Kolkata 18:30, Berlin 15:00, São Paulo 10:00');
  await fireEvent.keyDown(screen.getByRole('radio', { name: /^08:00 every time/ }), { key: 'Enter' });
  expect(await screen.findByLabelText('When')).toHaveValue('2026-12-03 08:00');
  expect(screen.getByLabelText('Minutes')).toHaveValue('60');
  expect(screen.getByLabelText('The last one is on 1 April or before')).toBeChecked();
});

test('what is asked is read again, and the choice begins anew', async () => {
  render(Planner, { mentorship: 'm3' });
  await fireEvent.click(await screen.findByRole('radio', { name: /^09:00 every time/ }));
  await fireEvent.change(screen.getByLabelText('On which day'), { target: { value: 'any' } });
  await waitFor(() => expect(lastAsked()).toEqual({ mentorship: 'm3', weekday: undefined, option: undefined, day: undefined }));
  await fireEvent.change(screen.getByLabelText('Length'), { target: { value: '90' } });
  await waitFor(() => expect(lastAsked()).toMatchObject({ minutes: 90 }));
});

test('the day has its table one key away, and its neighbours too', async () => {
  render(Planner, { mentorship: 'm3' });
  await screen.findByRole('img', { name: /Everybody can from 07:00–10:30/ });
  handleKey(new KeyboardEvent('keydown', { key: 't' }));
  const row = await screen.findByRole('row', { name: /^13:00/ });
  expect(within(row).getByText('00:30 Fri')).toBeVisible();
  expect(within(row).getAllByText('busy')).toHaveLength(1);
  handleKey(new KeyboardEvent('keydown', { key: ']' }));
  await waitFor(() => expect(lastAsked()).toMatchObject({ day: '2026-12-10' }));
});

test('a term that cannot be is said at its field', async () => {
  render(Planner, { mentorship: 'm3' });
  await fireEvent.click(await screen.findByRole('button', { name: /^First and last day/ }));
  host.on({ planner_view: () => { throw { code: 'term_too_long', params: { field: 'until', value: '4 December 2027' } }; } });
  await fireEvent.click(screen.getByRole('button', { name: 'Look again' }));
  expect(await screen.findByRole('alert')).toHaveTextContent('more than a year after the first');
  expect(screen.getByLabelText('Last day')).toHaveAttribute('aria-invalid', 'true');
});

test('hours under the chosen time are left out, and the longest window is named where there is room', () => {
  const mark = { at: 480, length: 60 };
  expect([420, 480, 540].map((at) => isUnder({ at, length: 60 }, [mark], 20))).toEqual([false, true, false]);
  expect([390, 450, 510, 570].map((at) => isUnder({ at, length: 60 }, [mark], 20))).toEqual([false, true, true, false]);
  const common = [{ from: 0, to: 60, text: 'a' }, { from: 1200, to: 1440, text: 'b' }];
  expect(bracketName({ common, length: 1440 })).toEqual({ at: 1200, text: 'b', before: true });
  expect(bracketName({ common: [], length: 1440 })).toBeUndefined();
});

test('labels above times that are near each other do not meet', () => {
  const marks = [{ at: 420, today: false }, { at: 480, today: true }, { at: 900, today: false }];
  expect(marks.map((mark) => isLabelled(mark, marks, 140))).toEqual([false, true, true]);
});
