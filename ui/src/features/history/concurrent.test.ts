import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
import { messages } from '../../gallery/messages';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import Concurrent from './Concurrent.svelte';

let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({ ...messages });
  useHost(host);
});

const argsOf = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);
const note = { kind: 'note', id: 'n1', field: 'text' };
const compare = async (): Promise<HTMLElement> => {
  render(Concurrent, { of: ['n1'] });
  await fireEvent.click(await screen.findByRole('button', { name: 'Compare' }));
  return screen.findByRole('dialog', { name: 'Two texts' });
};

test('it is said at the text it is about, and nowhere else', async () => {
  const { rerender } = render(Concurrent, { of: [null, 'other'] });
  await waitFor(() => expect(argsOf('concurrent_list')).toHaveLength(1));
  expect(screen.queryByRole('region')).toBeNull();
  await rerender({ of: ['n1'] });
  expect(await screen.findByRole('region', { name: 'Written twice at once' })).toHaveTextContent('Somebody else also changed this at 14:02.');
});

test('it is put away without a change', async () => {
  render(Concurrent, { of: ['n1'] });
  await fireEvent.click(await screen.findByRole('button', { name: 'Put away' }));
  expect(argsOf('concurrent_decide')).toEqual([{ ...note, choice: 'keep' }]);
});

test('what only one of them has is marked, and said', async () => {
  const dialog = await compare();
  const stands = await within(dialog).findByRole('region', { name: 'This one stands' });
  expect([...stands.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['two']);
  expect(stands).toHaveTextContent('only here: two');
  const other = within(dialog).getByRole('region', { name: 'This one does not' });
  expect([...other.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['the', 'a long']);
  expect((await axe.run(dialog, { rules: { 'color-contrast': { enabled: false } } })).violations).toEqual([]);
});

test('the other is taken', async () => {
  const dialog = await compare();
  await fireEvent.click(await within(dialog).findByRole('button', { name: 'Take this one' }));
  await waitFor(() => expect(argsOf('concurrent_decide')).toEqual([{ ...note, choice: 'take', text: undefined }]));
  await waitFor(() => expect(dialog).not.toHaveAttribute('open'));
});

test('both are brought together, and changed before they stand', async () => {
  const dialog = await compare();
  await fireEvent.click(await within(dialog).findByRole('button', { name: 'Combine them' }));
  const field = within(dialog).getByRole('textbox', { name: 'Both in one' });
  expect(field).toHaveValue('# Plan\nDraw two curves\nWrite a long caption\n');
  await fireEvent.input(field, { target: { value: 'Mine and theirs' } });
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Use this text' }));
  await waitFor(() => expect(argsOf('concurrent_decide')).toEqual([{ ...note, choice: 'combine', text: 'Mine and theirs' }]));
});

test('what the field held before is a step away', async () => {
  host = memoryHost({
    ...messages,
    history_list: () => [
      { field: 'title', name: 'Title', versions: [] },
      { field: 'text', name: 'Text', versions: [{ stamp: '1', text: 'As it was', at: 'today 13:58', here: true, concurrent: false }] },
    ],
  });
  useHost(host);
  const dialog = await compare();
  await fireEvent.click(within(dialog).getByRole('button', { name: 'Earlier versions' }));
  const earlier = await screen.findByRole('dialog', { name: 'Earlier versions' });
  expect(await within(earlier).findByText('As it was')).toBeVisible();
  expect(within(earlier).queryByText('Title')).toBeNull();
  expect(argsOf('history_list')).toEqual([{ kind: 'note', id: 'n1' }]);
  expect(dialog).not.toHaveAttribute('open');
});
