// What somebody with a keyboard or a screen reader would notice.

import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { createRawSnippet, tick } from 'svelte';
import { expect, test, vi } from 'vitest';
import ConfirmDialog from './ConfirmDialog.svelte';
import DateField from './DateField.svelte';
import Field from './Field.svelte';
import Menu from './Menu.svelte';
import ProgressChart from './ProgressChart.svelte';
import TaskRow from './TaskRow.svelte';
import VirtualList from './VirtualList.svelte';
import ZonePicker from './ZonePicker.svelte';

const words = (text: string) => createRawSnippet(() => ({ render: () => `<span>${text}</span>` }));

test('a field is tied to its label, its help and its error', async () => {
  const { rerender } = render(Field, { label: 'Link', value: '', help: 'Where it is on the web.' });
  const field = screen.getByLabelText('Link');
  expect(field).toHaveAccessibleDescription('Where it is on the web.');
  await rerender({ error: 'This is not an address.' });
  expect(field).toBeInvalid();
  expect(field).toHaveAccessibleDescription('This is not an address.');
  expect(screen.getByRole('alert')).toHaveTextContent('This is not an address.');
});

test('the count of characters shows when it begins to matter', async () => {
  const { rerender } = render(Field, { label: 'Title', value: 'short', most: 20 });
  expect(screen.queryByText(/characters/)).toBeNull();
  await rerender({ value: 'a title of some words' });
  expect(screen.getByText('21 of 20 characters')).toBeInTheDocument();
});

test('x on a row does the action, and does nothing else', async () => {
  const ondone = vi.fn();
  render(TaskRow, { title: 'Draw the curves', ondone, due: 'Today' });
  await fireEvent.keyDown(screen.getByRole('listitem'), { key: 'x' });
  expect(ondone).toHaveBeenCalledExactlyOnceWith(true);
  expect(screen.getByRole('checkbox', { name: 'Done: Draw the curves' })).not.toBeChecked();
});

test('a private row says so in words and can be hidden', () => {
  render(TaskRow, { title: 'Three good things', private: true });
  expect(screen.getByRole('listitem')).toHaveAttribute('data-private');
  expect(screen.getByText('Only you')).toBeInTheDocument();
});

test('a menu opens on its first act, goes by arrows and letters, and gives the focus back', async () => {
  const edit = vi.fn();
  const remove = vi.fn();
  render(Menu, { items: [{ label: 'Edit', run: edit }, { label: 'Not now', disabled: true, run: vi.fn() }, { label: 'Delete', run: remove }] });
  const button = screen.getByRole('button', { name: 'More' });
  const menu = screen.getByRole('menu', { hidden: true });
  menu.showPopover();
  await waitFor(() => expect(within(menu).getByText('Edit').closest('button')).toHaveFocus());
  await fireEvent.keyDown(document.activeElement!, { key: 'ArrowDown' });
  expect(document.activeElement).toHaveTextContent('Delete');
  await fireEvent.keyDown(document.activeElement!, { key: 'e' });
  expect(document.activeElement).toHaveTextContent('Edit');
  await fireEvent.click(document.activeElement!);
  expect(edit).toHaveBeenCalledOnce();
  expect(button).toHaveFocus();
});

test('asking before a deletion names the thing, starts on the way out, and closes when it is done', async () => {
  const onconfirm = vi.fn();
  render(ConfirmDialog, { open: true, title: 'Delete this goal?', confirm: 'Delete “Learn SQL”', onconfirm });
  await waitFor(() => expect(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus());
  await fireEvent.click(screen.getByRole('button', { name: 'Delete “Learn SQL”' }));
  expect(onconfirm).toHaveBeenCalledOnce();
  await waitFor(() => expect(screen.queryByRole('button', { name: 'Delete “Learn SQL”' })).toBeNull());
});

test('a date is read back; what was not understood is said only when one has left the field', async () => {
  const values: unknown[] = [];
  const read = async (text: string) => {
    if (text !== 'tue 16:00') throw { code: 'unknown-command', params: { name: text } };
    return { value: 42, readback: 'Tuesday 1 December, 16:00.' };
  };
  render(DateField, { label: 'When', text: '', read, onvalue: (value: unknown) => values.push(value) });
  const field = screen.getByLabelText('When');
  await fireEvent.input(field, { target: { value: 'tue' } });
  await tick();
  expect(screen.queryByRole('alert')).toBeNull();
  await fireEvent.input(field, { target: { value: 'tue 16:00' } });
  expect(await screen.findByText('Tuesday 1 December, 16:00.')).toBeInTheDocument();
  expect(values.at(-1)).toBe(42);
  await fireEvent.input(field, { target: { value: 'some day' } });
  await fireEvent.blur(field);
  expect(await screen.findByRole('alert')).toHaveTextContent('some day');
  expect(values.at(-1)).toBeUndefined();
});

test('a zone is found by a few letters and taken with Enter', async () => {
  const kolkata = { id: 'Asia/Kolkata', city: 'Kolkata', country: 'India', now: '06:42', offset: 'UTC+5:30' };
  const onchange = vi.fn();
  render(ZonePicker, { label: 'Where', value: undefined, find: async () => [kolkata], onchange });
  const field = screen.getByRole('combobox', { name: 'Where' });
  await fireEvent.focus(field);
  await fireEvent.input(field, { target: { value: 'kol' } });
  await waitFor(() => expect(field).toHaveAttribute('aria-expanded', 'true'));
  expect(field).toHaveAttribute('aria-activedescendant');
  await fireEvent.keyDown(field, { key: 'Enter' });
  expect(onchange).toHaveBeenCalledWith(kolkata);
  expect(field).toHaveValue('Kolkata, India');
});

test('a zone that was not chosen leaves what was there', async () => {
  const kolkata = { id: 'Asia/Kolkata', city: 'Kolkata', country: 'India', now: '06:42', offset: 'UTC+5:30' };
  render(ZonePicker, { label: 'Where', value: kolkata, find: async () => [] });
  const field = screen.getByRole('combobox');
  await fireEvent.input(field, { target: { value: 'atlantis' } });
  await waitFor(() => expect(screen.getByText('Nothing found for “atlantis”.')).toBeInTheDocument());
  await fireEvent.keyDown(field, { key: 'Escape' });
  expect(field).toHaveValue('Kolkata, India');
});

test('ten thousand rows draw as few as can be seen', () => {
  const items = Array.from({ length: 10_000 }, (_, i) => String(i));
  const { container } = render(VirtualList<string>, {
    items, rowHeight: 40, key: (item: string) => item, label: 'Rows', row: words('row'),
  });
  expect(container.querySelectorAll('[role="listitem"]').length).toBeLessThan(100);
  expect(screen.getAllByRole('listitem')[0]).toHaveAttribute('aria-setsize', '10000');
});

test('every chart has its table', async () => {
  render(ProgressChart, {
    label: 'Words at each check-in', ticks: [],
    points: [
      { id: 'a', at: 0, value: 1340, when: '20 Sep', confidence: 4 },
      { id: 'b', at: 7, value: 1560, when: '27 Sep', confidence: 2, comment: 'A slow week' },
    ],
  });
  expect(screen.getByRole('img', { name: 'Words at each check-in' })).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('radio', { name: 'Table' }));
  const row = screen.getByRole('row', { name: /27 Sep/ });
  expect(within(row).getByText('1,560')).toBeInTheDocument();
  expect(within(row).getByText('A slow week')).toBeInTheDocument();
});

test.each([[[]], [[{ id: 'a', at: 3, value: 5, when: 'today' }]]])('a chart of %j is drawn without a number that is none', (points) => {
  const { container } = render(ProgressChart, { label: 'Progress', ticks: [], points });
  expect(container.innerHTML).not.toMatch(/NaN|Infinity/);
});
