import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, describe, expect, test } from 'vitest';
import type { DaysView } from '$/bindings/DaysView';
import { calendar } from '../../gallery/calendar';
import { sessions } from '../../gallery/sessions';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import { handleKey } from '$/lib/keys.svelte';
import { here } from '$/lib/router.svelte';
import Calendar from './Calendar.svelte';
import { carryStep, minuteAt, neighbour, shownHours, topOf } from './grid';

let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({ ...sessions, ...calendar, series_change: () => 's' });
  useHost(host);
  addEventListener('keydown', handleKey);
  return () => removeEventListener('keydown', handleKey);
});
const argsOf = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);
const press = (key: string, more = {}): Promise<boolean> => fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });

describe('the hours of a day', () => {
  const nights = [
    { from: 0, to: 360, label: '00–06', name: '00:00 to 06:00', empty: true },
    { from: 1320, to: 1440, label: '22–24', name: '22:00 to 24:00', empty: false },
  ];
  test('are folded where nothing is, until somebody opens them', () => {
    expect(shownHours(nights, [])).toEqual({ from: 360, to: 1440 });
    expect(shownHours(nights, [0])).toEqual({ from: 0, to: 1440 });
  });

  test('stand 40 px apart, and a place snaps to the quarter', () => {
    const hours = { from: 360, to: 1320 };
    expect([topOf(420, hours), topOf(60, hours), topOf(1440, hours)]).toEqual([40, 0, 640]);
    expect([minuteAt(44, hours), minuteAt(-400, hours), minuteAt(9999, hours), minuteAt(44, hours, 30)]).toEqual([420, 0, 1425, 420]);
  });

  test('are crossed by quarters, by hours and by days', () =>
    expect([carryStep('ArrowDown', false), carryStep('ArrowUp', true), carryStep('ArrowLeft', true), carryStep('x', false)]).toEqual([
      { days: 0, minutes: 15 }, { days: 0, minutes: -60 }, { days: -1, minutes: 0 }, undefined,
    ]));

  test('arrows lead through a day, and to the nearest meeting on another', () => {
    const meetings = [{ day: 0, from: 600 }, { day: 1, from: 540 }, { day: 1, from: 900 }, { day: 4, from: 930 }];
    const to = (at: number, key: string): number | undefined => neighbour(meetings, at, key);
    expect([to(1, 'ArrowDown'), to(2, 'ArrowDown'), to(2, 'ArrowUp')]).toEqual([2, undefined, 1]);
    expect([to(0, 'ArrowRight'), to(2, 'ArrowRight'), to(3, 'ArrowLeft'), to(0, 'ArrowLeft')]).toEqual([1, 3, 2, undefined]);
    expect([to(2, 'Home'), to(0, 'End')]).toEqual([0, 3]);
  });
});

test('a week stands on two clocks, and says in one sentence what a meeting is', async () => {
  render(Calendar, { view: 'week', day: '2027-03-08' });
  const meeting = await screen.findByRole('link', { name: /^20:30 Ishani: Tuesday 9 March 2027, 20:30 for you; Wednesday 08:00 for Ishani/ });
  expect(meeting).toHaveTextContent(/20:30 Ishani Kolkata 08:00 Wed$/);
  expect(screen.getByText('Chicago: clocks go forward 1 h, from 02:00 to 03:00')).toBeInTheDocument();
});

test('one meeting is in the order of Tab, and arrows lead to the others', async () => {
  render(Calendar, { view: 'week', day: '2027-03-08' });
  const [monday, tuesday, friday] = await screen.findAllByRole('link', { name: /^\d\d:\d\d/ });
  expect([monday, tuesday, friday].map((one) => one!.tabIndex)).toEqual([0, -1, -1]);
  monday!.focus();
  await press('ArrowRight');
  expect(tuesday).toHaveFocus();
  await press('End');
  expect(friday).toHaveFocus();
  expect(friday!.tabIndex).toBe(0);
});

test('a meeting is carried by the keyboard, is said on both clocks, and asks how much of its series moves', async () => {
  render(Calendar, { view: 'week', day: '2027-03-08' });
  (await screen.findByRole('link', { name: /^20:30 Ishani/ })).focus();
  await press('m');
  await press('ArrowDown');
  await press('ArrowUp', { shiftKey: true });
  await press('ArrowRight');
  expect(await screen.findByText('2027-03-10, 19:45 for you; 06:15 for Ishani. Outside the hours that Ishani gave.')).toBeInTheDocument();
  expect(argsOf('calendar_move')).toEqual([]);
  await press('Enter');
  const dialog = await screen.findByRole('dialog', { name: 'Move the session with Ishani' });
  await fireEvent.click(within(dialog).getByLabelText('This and all after it'));
  await fireEvent.submit(dialog.querySelector('form')!);
  await waitFor(() => expect(argsOf('calendar_move')).toMatchObject([{ day: '2027-03-10', minute: 1185, scope: 'following' }]));
});

test('Escape leaves it where it was', async () => {
  render(Calendar, { view: 'week', day: '2027-03-08' });
  (await screen.findByRole('link', { name: /^20:30 Ishani/ })).focus();
  await press('m');
  await press('ArrowDown');
  await press('Escape');
  expect(await screen.findByText('It stays where it was.')).toBeInTheDocument();
  await press('Enter');
  expect(argsOf('calendar_move')).toEqual([]);
});

test('in a month it keeps its time, and goes by days and weeks', async () => {
  render(Calendar, { view: 'month', day: '2027-03-08' });
  (await screen.findAllByRole('link', { name: /^20:30 Ishani/ }))[0]!.focus();
  await press('m');
  await press('ArrowDown');
  await press('ArrowLeft');
  await waitFor(() => expect(argsOf('calendar_slot').at(-1)).toMatchObject({ day: '2027-03-08', minute: 1230 }));
});

test('keys choose the view and the days; today stays today', async () => {
  const { rerender } = render(Calendar, {});
  await screen.findByRole('heading', { name: '23–29 November' });
  await press('j');
  expect(here.place.params).toEqual({ view: 'week', day: '2026-11-30' });
  await press('3');
  expect(here.place.params).toEqual({ view: 'month' });
  await rerender({ view: 'month' });
  await screen.findByRole('heading', { name: 'November 2026' });
  await press('a');
  expect(here.place.params).toEqual({ view: 'agenda' });
});

test('a change of clocks says what it does to each series, and suggests another time', async () => {
  render(Calendar, { view: 'week', day: '2027-03-08' });
  await fireEvent.click((await screen.findAllByRole('button', { name: /What changes on Sunday 14 March 2027/ }))[0]!);
  const popover = (await screen.findByText('Chicago’s clocks go forward')).closest<HTMLElement>('[popover]')!;
  expect(within(popover).getByText('Ishani, Wed').closest('tr')).toHaveTextContent('08:0007:00');
  await fireEvent.click(within(popover).getByText('Suggest 21:30'));
  expect(await screen.findByLabelText('New time')).toHaveValue('2027-03-16 21:30');
  expect(screen.getByLabelText('This and all after it')).toBeChecked();
  await screen.findByText('Tuesday 1 December, 20:30 for you; Wednesday 08:00 for Ishani');
  await fireEvent.click(screen.getByRole('button', { name: 'Move them' }));
  await waitFor(() => expect(argsOf('series_change')).toHaveLength(1));
});

test('a new session begins with whom', async () => {
  render(Calendar, { view: 'week', day: '2027-03-08' });
  await screen.findByRole('heading', { name: '8–14 March 2027' });
  await press('n');
  const dialog = await screen.findByRole('dialog', { name: 'New session' });
  expect(within(dialog).getByLabelText('Ishani, Kolkata')).toBeChecked();
  await fireEvent.submit(dialog.querySelector('form')!);
  expect(await screen.findByLabelText('When')).toHaveValue('2027-03-08 ');
});

test('sessions that stand nowhere are led to', async () => {
  const week = calendar.calendar_days!({ span: 'week', day: '2027-03-08' }) as DaysView;
  const head = { ...week.head, without_time: [{ mentorship: 'm1', text: '2 sessions with Ishani have no known time' }] };
  host.on({ calendar_days: () => ({ ...week, head }) });
  render(Calendar, { view: 'week', day: '2027-03-08' });
  const link = await screen.findByRole('link', { name: '2 sessions with Ishani have no known time' });
  expect(link).toHaveAttribute('href', '#/mentorship/m1/sessions');
});
