import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, expect, test } from 'vitest';
import { goals } from '../../gallery/goals';
import { library } from '../../gallery/library';
import { useHost } from '$/host';
import { memoryHost, type MemoryHost } from '$/host/memory';
import Archive from '../archive/Archive.svelte';
import { clear } from './filters.svelte';
import Library from './Library.svelte';
import ResourceList from './ResourceList.svelte';

let host: MemoryHost;
beforeEach(() => {
  location.hash = '';
  clear();
  host = memoryHost({ ...goals, ...library });
  useHost(host);
});
const argsOf = (command: string): unknown[] => host.calls.filter((call) => call.name === command).map((call) => call.args);

test('the library narrows as one types and presses, and shows all again', async () => {
  render(Library, {});
  expect(await screen.findByText('5 resources')).toBeInTheDocument();
  await fireEvent.click(screen.getByRole('button', { name: '#statistics' }));
  expect(await screen.findByText('3 resources')).toBeInTheDocument();
  await fireEvent.input(screen.getByLabelText('Find in the library'), { target: { value: 'zebra' } });
  await fireEvent.click(await screen.findByRole('button', { name: 'Show all' }));
  expect(await screen.findByText('5 resources')).toBeInTheDocument();
});

test('what is private says so beside its name, and shares only a copy that was shown', async () => {
  host.on({ resource_share: () => ({ resource: 'r1' }) });
  render(Library, { id: 'r3' });
  expect((await screen.findAllByText('Only you')).length).toBeGreaterThan(0);
  await fireEvent.click(screen.getByRole('button', { name: 'More' }));
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Share a copy…', hidden: true }));
  expect(await screen.findByText(/will read exactly this/)).toBeInTheDocument();
  expect(argsOf('resource_share')).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: 'Share with Ishani' }));
  await waitFor(() => expect(argsOf('resource_share')).toHaveLength(1));
});

test('an address that is refused is told at its field, and forgiven while one types', async () => {
  host.on({ resource_save: () => { throw { code: 'not_a_link', params: { field: 'url', value: 'javascript:' } }; } });
  render(ResourceList, { mentorship: 'm1' });
  await fireEvent.click(await screen.findByRole('button', { name: 'Add' }));
  await fireEvent.input(screen.getByLabelText('Address', { exact: false }), { target: { value: 'javascript:' } });
  await fireEvent.submit(screen.getByLabelText('Address', { exact: false }).closest('form')!);
  expect(await screen.findByText(/is not a web address/)).toBeInTheDocument();
  await fireEvent.input(screen.getByLabelText('Address', { exact: false }), { target: { value: 'sre.google' } });
  await waitFor(() => expect(screen.queryByText(/is not a web address/)).toBeNull());
});

test('nothing comes in before it was looked at', async () => {
  render(Archive, {});
  await fireEvent.click(await screen.findByRole('button', { name: 'Choose an archive…' }));
  expect(await screen.findByText('4 entries are not here and come.')).toBeInTheDocument();
  expect(argsOf('archive_read')).toEqual([]);
  await fireEvent.click(screen.getByRole('button', { name: /Bring in/ }));
  await waitFor(() => expect(argsOf('archive_read')).toHaveLength(1));
});

test('an archive that cannot be written says why where it was begun', async () => {
  host.on({ archive_write: () => { throw { code: 'disk_full', params: {} }; } });
  render(Archive, {});
  await fireEvent.click(await screen.findByRole('button', { name: 'Choose where, and write it' }));
  expect(await screen.findByText(/The disk is full/)).toBeInTheDocument();
});
