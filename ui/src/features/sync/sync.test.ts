import { fireEvent, render, screen, waitFor, within } from '@testing-library/svelte';
import { beforeEach, expect, test, vi } from 'vitest';
import type { SyncStatus } from '$/bindings/SyncStatus';
import { sync } from '../../gallery/sync';
import { useHost } from '$/host';
import { memoryHost, type Handlers, type MemoryHost } from '$/host/memory';
import AddDevice from './AddDevice.svelte';
import JoinDialog from './JoinDialog.svelte';
import { join, joining } from './joining.svelte';
import Ledger from './Ledger.svelte';
import Sharing from './Sharing.svelte';
import SharingStop from './SharingStop.svelte';
import StatusButton from './StatusButton.svelte';
import SecondComputer from '../onboarding/SecondComputer.svelte';

let host: MemoryHost;
beforeEach(() => {
  joining.open = false;
  host = memoryHost(sync);
  useHost(host);
});
const with_ = (handlers: Handlers): void => host.on(handlers);
const called = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);
const button = (name: string | RegExp): HTMLElement => screen.getByRole('button', { name, hidden: true });
const link = 'cairn://join/cairn.example.org/06DK#5G7H';
const fails = (code: string, params = {}) => () => { throw { code, params }; };

test('the status is quiet where nothing syncs, and reads anew when its words are old', async () => {
  vi.useFakeTimers();
  let answers: (SyncStatus | null)[] = [null];
  with_({ sync_status: () => answers[0]! });
  const shown = render(StatusButton);
  await vi.advanceTimersByTimeAsync(1);
  expect(screen.queryByRole('button')).toBeNull();
  shown.unmount();
  answers = [{ ...(sync.sync_status()!), text: 'Synced just now', again_in: 10 }];
  render(StatusButton);
  await vi.advanceTimersByTimeAsync(1);
  answers = [{ ...answers[0]!, text: 'Synced 10 s ago', again_in: null }];
  expect(button('Synced just now')).toBeInTheDocument();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(button('Synced 10 s ago')).toBeInTheDocument();
  vi.useRealTimers();
});

test('what needs the person is read out, and leads to where it is settled', async () => {
  with_({ sync_status: () => ({ ...(sync.sync_status()!), text: 'Needs you', tone: 'needs_you', needs: [
    { id: 'n', title: 'Ishani’s keys changed', text: 'Sync is stopped.', route: '/mentorship/m1/about', can_put_away: false, settle: null },
    { id: 'w', title: 'The server went back', text: 'Nothing is lost.', route: null, can_put_away: true, settle: null },
  ] }) });
  render(StatusButton);
  expect(await screen.findByText('Needs you', { selector: '[role="status"]' })).toBeInTheDocument();
  expect(screen.getByRole('link', { name: 'Look at it', hidden: true })).toHaveAttribute('href', '#/mentorship/m1/about');
  await fireEvent.click(button('I have seen it'));
  expect(called('sync_put_away')).toEqual([{ id: 'w' }]);
});

test('an invite is read here first, then looked at, then accepted: each only when one says so', async () => {
  join();
  render(JoinDialog);
  expect(button('Look at the invite')).toBeDisabled();
  await fireEvent.input(screen.getByRole('textbox', { hidden: true }), { target: { value: link } });
  expect(await screen.findByText(/On the server cairn\.example\.org/)).toBeInTheDocument();
  expect(called('invite_look')).toEqual([]);
  await fireEvent.submit(button('Look at the invite').closest('form')!);
  expect(await screen.findByText('Ishani invites you')).toBeInTheDocument();
  expect(screen.getByText('Only your own devices can read them')).toBeInTheDocument();
  expect(screen.getByText(/cannot read it/)).toBeInTheDocument();
  expect(called('invite_accept')).toEqual([]);
  await fireEvent.submit(button('Join Ishani').closest('form')!);
  expect(await screen.findByText('Waiting for Ishani’s computer to let you in.')).toBeInTheDocument();
  expect(called('invite_accept')).toEqual([{ link }]);
});

test('what is no invite is said at the field', async () => {
  join();
  render(JoinDialog);
  await fireEvent.input(screen.getByRole('textbox', { hidden: true }), { target: { value: 'https://example.org' } });
  expect(await screen.findByText(/not one of Cairn’s invite links/)).toBeInTheDocument();
  expect(screen.getByRole('textbox', { hidden: true })).toHaveAttribute('aria-invalid', 'true');
});

test.each([
  ['invite_spent', /used already/], ['offline', /cannot be reached/], ['other_server', /This computer syncs with cairn\.example\.org/],
  ['server_unknown', /certificate is another one/], ['invite_forged', /changed the keys/], ['app_too_old', /too old for the server/],
])('a failure of looking (%s) says what to do', async (code, words) => {
  with_({ invite_look: fails(code, { server: 'cairn.example.org' }) });
  join();
  render(JoinDialog);
  await fireEvent.input(screen.getByRole('textbox', { hidden: true }), { target: { value: link } });
  await screen.findByText(/On the server/);
  await fireEvent.submit(button('Look at the invite').closest('form')!);
  const alert = await screen.findByRole('alert', { hidden: true });
  expect(within(alert).getByText(words)).toBeInTheDocument();
  expect(called('invite_accept')).toEqual([]);
});

test('members stand as they are, and six words are compared before one is verified', async () => {
  render(Sharing, { mentorship: 'm1', name: 'Ishani' });
  expect(await screen.findByText('Joined, verified by the invite')).toBeInTheDocument();
  expect(screen.getByText('Waiting for Maya, until 9 December')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: 'Compare six words' }));
  expect(await screen.findByRole('list', { name: 'Six words', hidden: true })).toHaveTextContent(/harbour.*velvet.*orchid.*ladder.*comet.*saffron/);
  await fireEvent.click(button('They are the same'));
  await waitFor(() => expect(called('sharing_compared')).toEqual([{ mentorship: 'm1', account: 'a-p4', same: true }]));
});

test('words that differ stop it, and say what to do', async () => {
  render(Sharing, { mentorship: 'm1', name: 'Ishani' });
  await fireEvent.click(await screen.findByRole('button', { name: 'Compare six words' }));
  await screen.findByRole('list', { name: 'Six words', hidden: true });
  await fireEvent.click(button('They differ'));
  expect(await screen.findByText(/nothing new is sent/)).toBeInTheDocument();
  expect(called('sharing_compared')).toEqual([{ mentorship: 'm1', account: 'a-p4', same: false }]);
});

test('an invite is shown once, with what it opens, and can be withdrawn', async () => {
  render(Sharing, { mentorship: 'm1', name: 'Ishani' });
  await fireEvent.click(await screen.findByRole('button', { name: 'New link' }));
  expect(await screen.findByText(/also what was written before/)).toBeInTheDocument();
  expect(screen.getByText(/^cairn:\/\/join\//)).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: 'Withdraw' }));
  await waitFor(() => expect(called('invite_withdraw')).toEqual([{ invite: 'i1' }]));
});

test('leaving asks with the name, and does nothing before', async () => {
  render(Sharing, { mentorship: 'm1', name: 'Ishani' });
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Leave Ishani', hidden: true }));
  expect(screen.getByText(/The others keep what you shared/)).toBeInTheDocument();
  expect(called('sharing_leave')).toEqual([]);
  await fireEvent.click(button('Leave Ishani'));
  await waitFor(() => expect(called('sharing_leave')).toEqual([{ id: 'm1' }]));
});

test('a key change stands in the way, and offers what can be done', async () => {
  with_({ sharing_view: () => ({
    syncs: true, text: '', members: [], can_leave: true,
    stop: {
      need: { id: 'n1', title: 'Ishani’s keys changed', text: 'All you have stays here.', route: null, can_put_away: false, settle: 'Go on with the keys known before' },
      account: 'a-p2', name: 'Ishani',
    },
  }) });
  render(SharingStop, { mentorship: 'm1', name: 'Ishani' });
  await fireEvent.click(await screen.findByRole('button', { name: 'Go on with the keys known before' }));
  expect(called('sync_settle')).toEqual([{ id: 'n1' }]);
  await fireEvent.click(await screen.findByRole('button', { name: 'Take Ishani out' }));
  expect(screen.getByText(/keeps what was shared until now/)).toBeInTheDocument();
});

test('a device is added only when the words are the same', async () => {
  with_({ device_add_words: () => ({ words: ['harbour', 'velvet', 'orchid'] }) });
  render(AddDevice, { onclose: () => {} });
  expect(await screen.findByText('harbour')).toBeInTheDocument();
  expect(called('device_add_answer')).toEqual([]);
  await fireEvent.click(button('They differ'));
  expect(await screen.findByText(/was not added, and got nothing/)).toBeInTheDocument();
  expect(called('device_add_answer')).toEqual([{ same: false }]);
});

test('who stops adding a device tells the program', async () => {
  with_({ device_add_words: () => new Promise<never>(() => {}) });
  render(AddDevice, { onclose: () => {} });
  await screen.findByText(/^cairn:\/\/device\//);
  await fireEvent.click(button('Cancel'));
  await waitFor(() => expect(called('device_add_cancel')).toHaveLength(1));
});

test('a second computer meets the first with three words, and is open then', async () => {
  const done = vi.fn();
  const state = { phase: 'open' } as never;
  with_({ enrol_begin: () => ({ words: ['harbour', 'velvet', 'orchid'] }), enrol_finish: () => state });
  render(SecondComputer, { at: { keychain: 'ready' } as never, onback: () => {}, ondone: done });
  await fireEvent.input(screen.getByLabelText(/Link of your other device/), { target: { value: 'cairn://device/x/y' } });
  await fireEvent.click(screen.getByRole('button', { name: 'Meet the other computer' }));
  await waitFor(() => expect(done).toHaveBeenCalledWith(state));
  expect(called('enrol_begin')).toEqual([{ link: 'cairn://device/x/y' }]);
});

test('the ledger asks for a page when it is looked at, and tells whose it is', async () => {
  render(Ledger, { tab: 'sent' });
  const rows = await screen.findAllByRole('button', { name: /to Ishani, in your mentorship/ });
  expect(called('ledger_sent')).toEqual([{ from: 0 }]);
  await fireEvent.click(rows[0]!);
  expect(await screen.findByText('What the server sees of it')).toBeInTheDocument();
  expect(document.querySelectorAll('.row.private:not([data-private])')).toHaveLength(0);
});
