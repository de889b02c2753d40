import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeEach, expect, test } from 'vitest';
import type { MessagesView } from '$/bindings/MessagesView';
import { messages, theMentorship } from '../../gallery/messages';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import CardDialog from './CardDialog.svelte';
import Messages from './Messages.svelte';
import { shownIn, Stretch } from './stretch.svelte';

let host: MemoryHost;
beforeEach(() => {
  host = memoryHost({ ...messages });
  useHost(host);
});

const argsOf = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);
const open = async (): Promise<HTMLElement> => {
  render(Messages, { view: theMentorship });
  return screen.findByRole('log', { name: 'Messages with Ishani' });
};
const field = (): HTMLElement => screen.getByRole('textbox', { name: 'Write to Ishani' });

test('a conversation is told by day: who, when, and of one’s own whether it is sent', async () => {
  const log = await open();
  expect(within(log).getAllByRole('heading').map((heading) => heading.textContent)).toEqual(['Monday 16 November', 'Tuesday 17 November', 'Yesterday']);
  const entries = within(log).getAllByRole('article');
  expect(entries[0]).toHaveAccessibleName('You 19:05');
  expect(entries[1]).toHaveAccessibleName('Ishani 21:31');
  expect(within(entries[0]!).getByText('sent')).toBeInTheDocument();
  expect(within(entries[4]!).getByText('waiting to be sent')).toBeInTheDocument();
  expect(within(entries[1]!).queryByText('sent')).toBeNull();
  expect(await within(log).findByText('New')).toBeInTheDocument();
  expect((await axe.run(document.body, { rules: { 'color-contrast': { enabled: false }, region: { enabled: false } } })).violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html.slice(0, 200))}`)).toEqual([]);
});

test('without a server the screen says where messages stay, and nothing of sending', async () => {
  host.on({ messages_list: (args) => ({ ...messages.messages_list!(args) as object, connected: false }) as never });
  await open();
  expect(screen.getByText('This does not reach Ishani yet. How it can stands under About.')).toBeInTheDocument();
});

test('Enter sends, Shift+Enter does not, and the field is empty after it', async () => {
  await open();
  await fireEvent.input(field(), { target: { value: 'See you *Tuesday*' } });
  await fireEvent.keyDown(field(), { key: 'Enter', shiftKey: true });
  await fireEvent.keyDown(field(), { key: 'Enter', isComposing: true });
  expect(argsOf('message_send')).toEqual([]);
  await fireEvent.keyDown(field(), { key: 'Enter' });
  await waitFor(() => expect(argsOf('message_send')).toEqual([{ mentorship: 'm1', text: 'See you *Tuesday*' }]));
  await waitFor(() => expect(field()).toHaveValue(''));
  await fireEvent.keyDown(field(), { key: 'Enter' });
  expect(argsOf('message_send')).toHaveLength(1);
});

test('what was begun comes back, is kept when one leaves, and stays when it cannot be sent', async () => {
  host.on({ message_draft: () => 'Half a thou', message_send: () => { throw { code: 'too_long', params: { field: 'text', limit: 10_000 } }; } });
  await open();
  await waitFor(() => expect(field()).toHaveValue('Half a thou'));
  await fireEvent.input(field(), { target: { value: 'Half a thought' } });
  await fireEvent.blur(field());
  await waitFor(() => expect(argsOf('message_draft_save')).toEqual([{ mentorship: 'm1', of: 'message', text: 'Half a thought' }]));
  await fireEvent.keyDown(field(), { key: 'Enter' });
  expect(await screen.findByRole('alert')).toHaveTextContent('10,000');
  expect(field()).toHaveValue('Half a thought');
});

test('one’s own is deleted by a key, and nobody else’s', async () => {
  const log = await open();
  const entries = within(log).getAllByRole('article');
  await fireEvent.keyDown(entries[1]!, { key: 'Delete' });
  expect(argsOf('message_delete')).toEqual([]);
  await fireEvent.keyDown(entries[0]!, { key: 'Delete' });
  expect(argsOf('message_delete')).toEqual([{ id: '1' }]);
});

test('Tab reaches one row, and arrows the others', async () => {
  const log = await open();
  const entries = within(log).getAllByRole('article');
  expect(entries.filter((entry) => entry.tabIndex === 0)).toEqual([entries.at(-1)]);
  entries.at(-1)!.focus();
  await fireEvent.keyDown(entries.at(-1)!, { key: 'ArrowUp' });
  expect(entries.at(-2)).toHaveFocus();
});

test('what is at the end before one’s eyes has been seen', async () => {
  await open();
  await waitFor(() => expect(argsOf('messages_seen')[0]).toEqual({ mentorship: 'm1' }));
});

test('a new one is read out, and nothing that was there', async () => {
  await open();
  await waitFor(() => expect(argsOf('messages_seen').length).toBeGreaterThan(0));
  const live = document.querySelector('[aria-live="polite"]')!;
  expect(live).toHaveTextContent('');
  const now = (await messages.messages_list!({ mentorship: 'm1', count: 60, cards: false })) as MessagesView;
  const entries = now.days.at(-1)!.entries;
  entries.push({ ...entries.at(-1)!, id: 'fresh', text: 'One more thing' });
  host.on({ messages_list: () => ({ ...now, total: now.total + 1 }) });
  host.emit('changed', { collections: ['message'] });
  await waitFor(() => expect(live).toHaveTextContent('Ishani: One more thing'));
});

test('an empty conversation teaches', async () => {
  host.on({ messages_list: (args) => ({ ...messages.messages_list!(args) as object, days: [], total: 0, from: 0 }) as never });
  await open();
  expect(screen.getByText('What is on your mind?')).toBeInTheDocument();
});

test('a card is shown as it will be, and given with its picture', async () => {
  render(CardDialog, { open: true, mentorship: 'm1', others: [{ id: 'p2', name: 'Ishani' }], by: 'Marcus' });
  expect(await screen.findByText('Thank you, Ishani')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('radio', { name: 'A lantern at night' }));
  await fireEvent.input(screen.getByRole('textbox', { name: 'Your words' }), { target: { value: 'For every question' } });
  expect(screen.getByText('For every question')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: 'Give the card' }));
  await waitFor(() => expect(argsOf('card_send')).toEqual([{ mentorship: 'm1', to: 'p2', text: 'For every question', motif: 'lantern' }]));
});

test('in a group somebody is thanked, or everybody', async () => {
  render(CardDialog, { open: true, mentorship: 'm1', others: [{ id: 'p2', name: 'Ishani' }, { id: 'p3', name: 'Noor' }], by: 'Marcus' });
  expect(await screen.findByText('Thank you, all of you')).toBeInTheDocument();
  await fireEvent.change(screen.getByRole('combobox', { name: 'For' }), { target: { value: 'p3' } });
  expect(await screen.findByText('Thank you, Noor')).toBeInTheDocument();
});

test('of a long conversation a stretch is drawn, which moves and never grows without end', () => {
  const stretch = new Stretch();
  const total = 10_000;
  const view = (): never => {
    const from = Math.min(stretch.from ?? total, total - stretch.count);
    return { total, from, days: [{ entries: Array.from({ length: Math.min(stretch.count, total - from) }) }] } as never;
  };
  let most = 0;
  for (let n = 0; n < 300; n++) {
    stretch.earlier(view());
    most = Math.max(most, shownIn(view()));
  }
  expect([stretch.from, most]).toEqual([0, 160]);
  for (let n = 0; n < 300; n++) stretch.later(view());
  expect([stretch.from, Stretch.hasEnd(view())]).toEqual([undefined, true]);
});
